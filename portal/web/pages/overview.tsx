// The period at a glance: state, days left, who owes what, what blocks the signature, and what is new.
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { AnswerOf } from '../api/client.ts';
import { write } from '../api/client.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import type { PageProps } from '../page-props.ts';
import { Standing } from '../review/standing.tsx';
import { Act } from '../shown/act.tsx';
import { DataTable } from '../shown/data-table.tsx';
import { PageFrame, SeverityBadge } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { dayOf, daysLeftSay, when } from '../shown/when.ts';
import { counted, stateWords } from '../shown/words.ts';

type Overview = AnswerOf<'overview'>;

export default function OverviewPage({ period }: PageProps): ReactNode {
  const person = usePerson();
  const { state, again } = useReading('overview', { params: { period } }, 10);
  return (
    <PageFrame title={`Overview of ${period}`} says={`Times are in ${person.timeZone}.`}>
      <Shown state={state}>
        {(overview) => (
          <SpaceBetween size="l">
            <Glance overview={overview} />
            {overview.review === null ? (
              <NotOpened overview={overview} again={again} />
            ) : (
              <Standing
                overview={overview}
                review={overview.review}
                etag={state.kind === 'read' ? state.etag : null}
                again={again}
              />
            )}
            <DataTable
              title="New in the last 24 hours"
              rows={overview.news}
              empty="Nothing was recorded in the last 24 hours."
              columns={[
                { header: 'When', text: ({ at }) => when(at, person.timeZone), number: ({ sequence }) => sequence },
                { header: 'Who', text: ({ by }) => by ?? 'the schedule' },
                { header: 'What', text: ({ says }) => says, width: 260 },
              ]}
            />
            <DataTable
              title="Trend"
              rows={overview.trend}
              empty="There is no earlier period."
              columns={[
                { header: 'Period', text: ({ period }) => period },
                { header: 'Accounts', text: ({ accounts }) => String(accounts), number: ({ accounts }) => accounts },
                { header: 'Revoked', text: ({ revoked }) => String(revoked), number: ({ revoked }) => revoked },
                {
                  header: 'Findings of the run',
                  text: ({ openFindings }) => String(openFindings),
                  number: ({ openFindings }) => openFindings,
                },
              ]}
            />
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

function Glance({ overview }: { readonly overview: Overview }): ReactNode {
  const { timeZone } = usePerson();
  const state = stateWords[overview.state];
  const open = overview.findings.filter((finding) => finding.open > 0);
  const isDone = overview.state === 'signed' || overview.state === 'closed';
  return (
    <Container header={<Header variant="h2">At a glance</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'State', value: <StatusIndicator type={state.type}>{state.says}</StatusIndicator> },
          {
            label: 'Due',
            value: (
              <>
                <div>{dayOf(overview.dueDay, timeZone)}</div>
                {isDone ? null : (
                  <StatusIndicator type={overview.daysLeft < 0 ? 'warning' : 'info'}>
                    {daysLeftSay(overview.daysLeft)}
                  </StatusIndicator>
                )}
              </>
            ),
          },
          {
            label: 'Run',
            value: overview.run === null ? 'No accepted run' : runSays(overview.run, timeZone),
          },
          {
            label: 'Findings of the run, before decisions',
            value:
              open.length === 0 ? (
                'None'
              ) : (
                <SpaceBetween direction="horizontal" size="xs">
                  {open.map((finding) => (
                    <span key={finding.severity}>
                      {finding.open} <SeverityBadge severity={finding.severity} />
                    </span>
                  ))}
                </SpaceBetween>
              ),
          },
        ]}
      />
    </Container>
  );
}

function NotOpened({
  overview,
  again,
}: {
  readonly overview: Overview;
  readonly again: () => Promise<void>;
}): ReactNode {
  const person = usePerson();
  return (
    <Container header={<Header variant="h2">{unopenedWords(overview.state)}</Header>}>
      <SpaceBetween size="m">
        <Box>
          {overview.run === null
            ? 'It can be opened once a run of this period is accepted.'
            : 'Opening it freezes its lines on the latest accepted run, and each line gets its reviewer.'}
        </Box>
        {overview.run !== null && mayCall(person, 'open') ? (
          <Act
            label="Open the review"
            variant="primary"
            says={`The review of ${overview.period} is opened on its latest accepted run.`}
            run={async () => write('open', { params: { period: overview.period } })}
            done={() => void again()}
          />
        ) : null}
      </SpaceBetween>
    </Container>
  );
}

/** A review that was voided was opened, and another one can be. */
function unopenedWords(state: Overview['state']): string {
  return state === 'voided' ? 'The review of this period was voided' : 'Nobody has opened this review';
}

function runSays({ asOf, countShown }: NonNullable<AnswerOf<'overview'>['run']>, timeZone: string): string {
  const shown = countShown === null ? '' : `, ${counted(countShown, 'user')} shown by the application`;
  return `${when(asOf, timeZone)}${shown}`;
}
