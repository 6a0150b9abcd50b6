// The statement as it will be signed, the figures of pace and bulk beside it, and both stages.
import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { write } from '../api/client.ts';
import type { AnswerOf } from '../api/client.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import type { PageProps } from '../page-props.ts';
import { Act, Carried } from '../shown/act.tsx';
import { DataTable } from '../shown/data-table.tsx';
import { PageFrame } from '../shown/page.tsx';
import { RefusalList, Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { stageWords } from '../shown/words.ts';

export default function SignPage({ period }: PageProps): ReactNode {
  const person = usePerson();
  const overview = useReading('overview', { params: { period } }, 10);
  const { state, again } = useReading('statement', { params: { period } }, 10);
  // Acts of this page are held to the ETag of the statement that is read here, not to that of the overview, which may
  // be older or newer.
  const etag = state.kind === 'read' ? state.etag : null;
  const refresh = () => {
    void again();
    void overview.again();
  };
  return (
    <PageFrame title={`Sign the review of ${period}`} says="The reviewer signs first, then the control owner.">
      <Shown state={state}>
        {(statement) => (
          <SpaceBetween size="l">
            <Stages statement={statement} />
            {statement.refusals.length === 0 ? null : (
              <Alert type="warning" statusIconAriaLabel="Warning" header="What stands against your signature">
                <RefusalList refusals={statement.refusals} />
              </Alert>
            )}
            <Statement period={period} statement={statement} etag={etag} done={refresh} />
            {mayCall(person, 'approvePolicy') ? (
              <Container header={<Header variant="h2">Policy</Header>}>
                <Shown state={overview.state}>
                  {({ review }) => (
                    <Policy
                      period={period}
                      review={review}
                      etag={overview.state.kind === 'read' ? overview.state.etag : null}
                      done={refresh}
                    />
                  )}
                </Shown>
              </Container>
            ) : null}
            {statement.figures === null ? null : <Figures figures={statement.figures} />}
            {statement.signatures.some(({ by }) => by === person.login) && statement.stage !== null ? (
              <Act
                label="Take my signature back"
                says="You can take it back while the other stage is open. Both acts stay on record."
                reason
                fresh
                run={async (reason) =>
                  write('withdrawSignature', { params: { period }, ifMatch: etag, body: { reason } })
                }
                done={refresh}
              />
            ) : null}
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

interface PolicyProps {
  readonly period: string;
  readonly review: AnswerOf<'overview'>['review'];
  readonly etag: string | null;
  readonly done: () => void;
}

function Policy({ period, review, etag, done }: PolicyProps): ReactNode {
  const { timeZone } = usePerson();
  const approval = review?.approval ?? null;
  return approval === null ? (
    <Act
      label="Approve the policy"
      says={
        <SpaceBetween size="s">
          <span>You approve the configuration that the run under review used, by its digest.</span>
          <Carried by={review?.carriedBy ?? 'signature'} />
        </SpaceBetween>
      }
      fresh
      run={async () => write('approvePolicy', { params: { period }, ifMatch: etag })}
      done={done}
    />
  ) : (
    `Approved by ${approval.by}, ${when(approval.at, timeZone)}.`
  );
}

function Stages({ statement }: { readonly statement: AnswerOf<'statement'> }): ReactNode {
  const { timeZone } = usePerson();
  return (
    <Container header={<Header variant="h2">Stages</Header>}>
      <KeyValuePairs
        columns={2}
        items={(['reviewer', 'control-owner'] as const).map((stage) => {
          const signed = statement.signatures.find((signature) => signature.stage === stage);
          const unsigned = statement.stage === stage ? 'Its turn now' : 'Not signed';
          return { label: stageWords[stage], value: signed === undefined ? unsigned : signedSays(signed, timeZone) };
        })}
      />
    </Container>
  );
}

function signedSays({ by, at, assurance }: AnswerOf<'statement'>['signatures'][number], timeZone: string): string {
  return `Signed by ${by}, ${when(at, timeZone)}${assurance === 'oidc' ? '' : ' (name typed, not signed in)'}`;
}

interface StatementProps {
  readonly period: string;
  readonly statement: AnswerOf<'statement'>;
  readonly etag: string | null;
  readonly done: () => void;
}

function Statement({ period, statement, etag, done }: StatementProps): ReactNode {
  /**
   * Digest of the statement that the person says they have read. When the statement changes, they have to read it
   * again.
   */
  const [read, setRead] = useState<string | null>(null);
  const { stage, figures, statementSha256 } = statement;
  const isRead = read !== null && read === statementSha256;
  const words = figures?.acts.length === 0 ? null : statement.statement;
  if (stage === null)
    return (
      <Alert type="success" statusIconAriaLabel="Success">
        Every stage has signed. The final report is on the page “Reports”.
      </Alert>
    );
  return (
    <Container header={<Header variant="h2">Statement of the {stageWords[stage].toLowerCase()}</Header>}>
      <SpaceBetween size="m">
        <blockquote className="statement">{words ?? 'There is no statement to sign yet.'}</blockquote>
        <Checkbox
          checked={isRead}
          disabled={words === null}
          onChange={({ detail }) => setRead(detail.checked ? statementSha256 : null)}
        >
          I have read this statement.
        </Checkbox>
        <Act
          label="Sign"
          variant="primary"
          fresh
          disabled={!isRead || words === null || statement.refusals.length > 0 || etag === null}
          says={<blockquote className="statement">{words}</blockquote>}
          run={async () =>
            write('sign', {
              params: { period },
              ifMatch: etag,
              body: { stage, ...(read === null ? {} : { statementSha256: read }) },
            })
          }
          done={done}
        />
      </SpaceBetween>
    </Container>
  );
}

function Figures({ figures }: { readonly figures: NonNullable<AnswerOf<'statement'>['figures']> }): ReactNode {
  const { timeZone } = usePerson();
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">How it was decided</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Days open', value: figures.daysOpen },
            { label: 'Decided by others than the reviewer named', value: figures.byOthers },
            { label: 'Own lines, decided by somebody else', value: figures.ownLines },
          ]}
        />
      </Container>
      <DataTable
        title="Pace and bulk"
        rows={figures.acts}
        empty="Nothing is decided yet."
        columns={[
          { header: 'When', text: ({ at }) => when(at, timeZone), number: ({ at }) => Date.parse(at) },
          { header: 'Who', text: ({ by }) => by },
          { header: 'Decisions', text: ({ decisions }) => String(decisions), number: ({ decisions }) => decisions },
          { header: 'Filter', text: ({ filter }) => filter ?? '–' },
        ]}
      />
    </SpaceBetween>
  );
}
