// Runs that compare an upload with the directories, and how far each has come.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { UploadShown } from '../../api/routes/uploads.ts';
import { write } from '../api/client.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { Act } from '../shown/act.tsx';
import { DataTable } from '../shown/data-table.tsx';
import { Inside } from '../shown/page.tsx';
import { RefusalList, Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';

const states = { running: 'in-progress', accepted: 'success', held: 'warning', failed: 'error' } as const;

export function Runs({ uploads }: { readonly uploads: readonly UploadShown[] }): ReactNode {
  const person = usePerson();
  const { state, again } = useReading('runs', {}, 3);
  return (
    <Shown state={state}>
      {({ runs, started }) => (
        <SpaceBetween size="l">
          {mayCall(person, 'startRun') ? <Start uploads={uploads} again={again} /> : null}
          {started.map((run) => (
            <Container
              key={run.id}
              header={
                <Header variant="h3">{`Started ${when(run.startedAt, person.timeZone)}, by ${run.startedBy}`}</Header>
              }
            >
              <SpaceBetween size="xs">
                <StatusIndicator type={states[run.state]}>
                  {run.state}: {run.stage}
                </StatusIndicator>
                {run.period === null ? null : <Inside href={`/${run.period}`}>Overview of {run.period}</Inside>}
                {run.refusals.length === 0 ? null : <RefusalList refusals={run.refusals} />}
              </SpaceBetween>
            </Container>
          ))}
          <DataTable
            title="Runs"
            rows={runs}
            empty="No run is recorded yet."
            columns={[
              { header: 'Run', text: ({ id }) => id },
              {
                header: 'Period',
                text: ({ period }) => period,
                shown: ({ period }) => <Inside href={`/${period}`}>{period}</Inside>,
              },
              {
                header: 'As of',
                text: ({ asOf }) => when(asOf, person.timeZone),
                number: ({ asOf }) => Date.parse(asOf),
              },
              { header: 'Verdict', text: ({ accepted }) => (accepted ? 'accepted' : 'held') },
            ]}
          />
        </SpaceBetween>
      )}
    </Shown>
  );
}

function Start({
  uploads,
  again,
}: {
  readonly uploads: readonly UploadShown[];
  readonly again: () => Promise<void>;
}): ReactNode {
  const optionsOf = (kind: UploadShown['kind']) =>
    uploads
      .filter((upload) => upload.kind === kind && upload.verdict.accepted)
      .map(({ id, name }) => ({ value: id, label: `${name} (${id.slice(0, 8)})` }));
  const exports = optionsOf('export');
  const leavers = [{ value: '', label: 'No leavers file' }, ...optionsOf('leavers')];
  const [chosen, setChosen] = useState<string | null>(null);
  const [left, setLeft] = useState('');
  const id = chosen ?? exports[0]?.value ?? null;
  const unconfirmed = uploads.find((upload) => upload.id === id)?.count.confirmedBy === null;
  if (id === null) return <Box>A run can be started once an export is accepted.</Box>;
  return (
    <Container header={<Header variant="h2">Start a run</Header>}>
      <SpaceBetween size="m">
        <FormField label="Export">
          <Select
            selectedOption={exports.find(({ value }) => value === id) ?? null}
            options={exports}
            onChange={({ detail }) => setChosen(detail.selectedOption.value ?? null)}
          />
        </FormField>
        <FormField label="Leavers file">
          <Select
            selectedOption={leavers.find(({ value }) => value === left) ?? null}
            options={leavers}
            onChange={({ detail }) => setLeft(detail.selectedOption.value ?? '')}
          />
        </FormField>
        {unconfirmed ? (
          <Alert type="warning" statusIconAriaLabel="Warning">
            No second person has confirmed the number of users of this export: a run on it can be looked at, and nobody
            can sign a review of it.
          </Alert>
        ) : null}
        <Act
          label="Start the run"
          variant="primary"
          says="The export is compared with every directory. It takes minutes; this page tells how far it is."
          run={async () => write('startRun', { body: { export: id, leavers: left === '' ? null : left } })}
          done={() => void again()}
        />
      </SpaceBetween>
    </Container>
  );
}
