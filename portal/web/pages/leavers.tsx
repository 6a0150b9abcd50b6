// Accounts of people who left, with the hours until each was removed.
import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { AnswerOf } from '../api/client.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import type { PageProps } from '../page-props.ts';
import { DataTable } from '../shown/data-table.tsx';
import { PageFrame, PersonLink, SeverityBadge } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { hoursSay, when } from '../shown/when.ts';
import { decisionWords, titleOf } from '../shown/words.ts';

export default function LeaversPage({ period }: PageProps): ReactNode {
  const { timeZone } = usePerson();
  const { state } = useReading('leavers', { params: { period } }, 60);
  return (
    <PageFrame
      title={`Leavers of ${period}`}
      says="From the hand-over until an export proves the removal, or until now."
    >
      <Shown state={state}>
        {({ leavers }) => (
          <DataTable
            title="Leavers"
            rows={leavers}
            empty="No finding of the run is about somebody who left or is disabled."
            columns={[
              {
                header: 'Account',
                text: ({ login }) => login,
                shown: ({ login, name }) => (
                  <>
                    <PersonLink login={login} />
                    {name === null ? null : (
                      <Box color="text-body-secondary" fontSize="body-s">
                        {name}
                      </Box>
                    )}
                  </>
                ),
                width: 150,
              },
              { header: 'Name', text: ({ name }) => name ?? '–', hidden: true },
              {
                header: 'Finding',
                text: findingText,
                shown: (leaver) => (
                  <>
                    <SeverityBadge severity={leaver.severity} /> {findingText(leaver)}
                  </>
                ),
                width: 130,
              },
              { header: 'Reason', text: ({ reason }) => reason, width: 255 },
              {
                header: 'Decision',
                text: ({ decision }) => (decision === null ? 'undecided' : decisionWords[decision]),
                width: 100,
              },
              { header: 'Handed over', text: ({ handedOverAt }) => when(handedOverAt, timeZone), width: 105 },
              {
                header: 'Removed after',
                text: ({ hours, proven }) => `${hoursSay(hours)}${proven || hours === null ? '' : ' so far'}`,
                number: ({ hours }) => hours ?? Infinity,
                width: 135,
                shown: ({ hours, proven }) => (
                  <StatusIndicator type={proven ? 'success' : 'pending'}>
                    {hoursSay(hours)}
                    {proven || hours === null ? '' : ' so far'}
                  </StatusIndicator>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </PageFrame>
  );
}

/** One that is settled is no open one, whoever left. */
function findingText({ code, state }: AnswerOf<'leavers'>['leavers'][number]): string {
  return state === 'closed' || state === 'excepted' ? `${titleOf(code)}, ${state}` : titleOf(code);
}
