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
  const etag = overview.state.kind === 'read' ? overview.state.etag : null;
  const approval = overview.state.kind === 'read' ? (overview.state.answer.review?.approval ?? null) : null;
  const carriedBy =
    overview.state.kind === 'read' ? (overview.state.answer.review?.carriedBy ?? 'signature') : 'signature';
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
                {approval === null ? (
                  <Act
                    label="Approve the policy"
                    says={
                      <SpaceBetween size="s">
                        <span>You approve the configuration that the run under review used, by its digest.</span>
                        <Carried by={carriedBy} />
                      </SpaceBetween>
                    }
                    fresh
                    run={async () => write('approvePolicy', { params: { period }, ifMatch: etag })}
                    done={refresh}
                  />
                ) : (
                  `Approved by ${approval.by}, ${when(approval.at, person.timeZone)}.`
                )}
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

function Stages({ statement }: { readonly statement: AnswerOf<'statement'> }): ReactNode {
  const { timeZone } = usePerson();
  return (
    <Container header={<Header variant="h2">Stages</Header>}>
      <KeyValuePairs
        columns={2}
        items={(['reviewer', 'control-owner'] as const).map((stage) => {
          const signed = statement.signatures.find((signature) => signature.stage === stage);
          return {
            label: stageWords[stage],
            value:
              signed === undefined
                ? statement.stage === stage
                  ? 'Its turn now'
                  : 'Not signed'
                : `Signed by ${signed.by}, ${when(signed.at, timeZone)}${signed.assurance === 'oidc' ? '' : ' (name typed, not signed in)'}`,
          };
        })}
      />
    </Container>
  );
}

interface StatementProps {
  readonly period: string;
  readonly statement: AnswerOf<'statement'>;
  readonly etag: string | null;
  readonly done: () => void;
}

function Statement({ period, statement, etag, done }: StatementProps): ReactNode {
  const [read, setRead] = useState(false);
  const { stage, figures } = statement;
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
        <Checkbox checked={read} disabled={words === null} onChange={({ detail }) => setRead(detail.checked)}>
          I have read this statement.
        </Checkbox>
        <Act
          label="Sign"
          variant="primary"
          fresh
          disabled={!read || words === null || statement.refusals.length > 0 || etag === null}
          says={<blockquote className="statement">{words}</blockquote>}
          run={async () => write('sign', { params: { period }, ifMatch: etag, body: { stage } })}
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
