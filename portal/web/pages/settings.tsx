// The configuration of the latest accepted run, read only: who approved it, and what changed since.
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { AnswerOf } from '../api/client.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { DataTable } from '../shown/data-table.tsx';
import { PageFrame } from '../shown/page.tsx';
import { ChangeList, Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';

export default function SettingsPage(): ReactNode {
  const { timeZone } = usePerson();
  const { state } = useReading('settings');
  return (
    <PageFrame title="Settings" says="The configuration is a file; it is changed there, not here.">
      <Shown state={state}>
        {(settings) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Configuration</Header>}>
              <KeyValuePairs
                columns={2}
                items={[
                  { label: 'Of the run', value: settings.run ?? 'No accepted run' },
                  { label: 'Version', value: settings.version },
                  { label: 'SHA-256', value: <span className="mono">{settings.sha256 ?? '–'}</span> },
                  {
                    label: 'Approved',
                    value: approvalSays(settings.approval, timeZone),
                  },
                ]}
              />
            </Container>
            <Container header={<Header variant="h2">Changed since the last signed review</Header>}>
              {settings.changes === null ? (
                'No review is signed yet.'
              ) : (
                <ChangeList changes={settings.changes} none="Nothing." />
              )}
            </Container>
            <DataTable
              title="Settings"
              rows={settings.settings}
              empty="No run has used a configuration yet."
              columns={[
                {
                  header: 'Setting',
                  text: ({ name }) => name,
                  shown: ({ name }) => <span className="mono">{name}</span>,
                },
                { header: 'Value', text: ({ value }) => value, width: 260 },
              ]}
            />
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

function approvalSays(approval: AnswerOf<'settings'>['approval'], timeZone: string): string {
  if (approval === null) return 'Nobody has approved it.';
  const { by, at, period, ofThis } = approval;
  if (ofThis) return `by ${by}, ${when(at, timeZone)}, for ${period}`;
  return `Nobody has approved it as it is now. ${by} approved another one, ${when(at, timeZone)}, for ${period}.`;
}
