// How an open review stands: who has to decide, what is decided and removed, what blocks the signature, and the ways on and back.
import Alert from '@cloudscape-design/components/alert';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { AnswerOf } from '../api/client.ts';
import { write } from '../api/client.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { Act } from '../shown/act.tsx';
import { DataTable } from '../shown/data-table.tsx';
import { Breaking, Inside } from '../shown/page.tsx';
import { RefusalList } from '../shown/told.tsx';
import { counted } from '../shown/words.ts';

type Overview = AnswerOf<'overview'>;

interface StandingProps {
  readonly overview: Overview;
  readonly review: NonNullable<Overview['review']>;
  readonly etag: string | null;
  readonly again: () => Promise<void>;
}

export function Standing({ overview, review, etag, again }: StandingProps): ReactNode {
  const { period } = overview;
  const { lines } = review;
  const all = lines.accounts + lines.apiKeys;
  return (
    <SpaceBetween size="l">
      {review.mine.undecided > 0 ? (
        <Alert
          type="info"
          statusIconAriaLabel="Information"
          header={`${counted(review.mine.undecided, 'line')} for you to decide`}
        >
          Of {counted(review.mine.assigned, 'line')} that are yours.{' '}
          <Inside href={`/${period}/review?mine=true&decision=undecided`}>Decide them</Inside>
        </Alert>
      ) : null}
      {review.cannotDecide.length === 0 ? null : (
        <Alert type="warning" statusIconAriaLabel="Warning" header="Lines that wait for somebody who cannot decide">
          <ul className="reasons">
            {review.cannotDecide.map(({ who, why, lines: waiting }) => (
              <li key={who}>
                <Breaking text={why} />; {counted(waiting, 'line')}
              </li>
            ))}
          </ul>
          The fallback or the control owner hands them over on the page{' '}
          <Inside href={`/${period}/review`}>Review</Inside>.
        </Alert>
      )}
      {review.laterRun === null || review.nextStage === null ? null : (
        <Alert type="info" statusIconAriaLabel="Information" header="A later run of this period is accepted">
          This review stays on its own run, until somebody who leads it moves it.
        </Alert>
      )}
      <ColumnLayout columns={2}>
        <Container header={<Header variant="h2">Decisions</Header>}>
          <KeyValuePairs
            columns={2}
            items={[
              {
                label: 'Decided',
                value: `${(all - lines.undecided).toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')}`,
              },
              { label: 'Undecided', value: lines.undecided.toLocaleString('en-GB') },
              { label: 'Keep', value: lines.keep.toLocaleString('en-GB') },
              { label: 'Revoke', value: lines.revoke.toLocaleString('en-GB') },
              { label: 'Except', value: lines.except.toLocaleString('en-GB') },
              { label: 'API keys', value: lines.apiKeys.toLocaleString('en-GB') },
            ]}
          />
        </Container>
        <Container header={<Header variant="h2">Removals</Header>}>
          <KeyValuePairs
            columns={2}
            items={[
              { label: 'To hand over', value: review.toHandOver },
              { label: 'Open', value: review.removals.open },
              { label: 'Proven', value: review.removals.proven },
              {
                label: 'Overdue',
                value: (
                  <StatusIndicator type={review.removals.overdue > 0 ? 'warning' : 'success'}>
                    {review.removals.overdue}
                  </StatusIndicator>
                ),
              },
            ]}
          />
        </Container>
      </ColumnLayout>
      {review.blocks.length > 0 ? (
        <Container header={<Header variant="h2">What blocks the signature</Header>}>
          <RefusalList refusals={review.blocks} />
        </Container>
      ) : null}
      <DataTable
        title="Who owes what"
        rows={review.turns}
        empty="Nobody owes anything."
        columns={[
          { header: 'Who', text: ({ who }) => who },
          { header: 'Owes', text: ({ owes }) => owes, width: 260 },
        ]}
      />
      <Ways overview={overview} review={review} etag={etag} again={again} />
    </SpaceBetween>
  );
}

function Ways({ overview, review, etag, again }: StandingProps): ReactNode {
  const person = usePerson();
  const sent = { params: { period: overview.period }, ifMatch: etag };
  if (!mayCall(person, 'close') || overview.state === 'closed' || overview.state === 'voided') return null;
  // No way leads back from the last signature: what would be refused is not offered.
  const isSigned = review.nextStage === null;
  return (
    <Container
      header={
        <Header variant="h2" {...(isSigned ? {} : { description: 'It can be closed once both stages have signed.' })}>
          This review
        </Header>
      }
    >
      <SpaceBetween direction="horizontal" size="xs">
        {review.laterRun === null || isSigned ? null : (
          <Act
            label="Move onto the later run"
            says="Decisions on unchanged lines stay; lines that changed ask again."
            reason
            run={async (reason) => write('rebase', { ...sent, body: { reason } })}
            done={() => void again()}
          />
        )}
        <Act
          label="Close the review"
          says="A signed review is closed when a later export proves its removals. The closing report is issued, and the review is not opened again."
          fresh
          disabled={overview.state !== 'signed'}
          run={async () => write('close', sent)}
          done={() => void again()}
        />
        {isSigned ? null : (
          <Act
            label="Void the review"
            says="A review that was opened in error counts for nothing and stays on record."
            reason
            fresh
            run={async (reason) => write('voiding', { ...sent, body: { reason } })}
            done={() => void again()}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
