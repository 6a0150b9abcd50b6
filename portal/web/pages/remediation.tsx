// Work orders with their suspend files, what later exports prove, and what is overdue.
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { AnswerOf } from '../api/client.ts';
import { write } from '../api/client.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import type { PageProps } from '../page-props.ts';
import { Act } from '../shown/act.tsx';
import { DataTable } from '../shown/data-table.tsx';
import { FileTaken } from '../shown/files.tsx';
import { Breaking, PageFrame, PersonLink } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { hoursSay, when } from '../shown/when.ts';
import { counted } from '../shown/words.ts';

type Remediation = AnswerOf<'remediation'>;

export default function RemediationPage({ period }: PageProps): ReactNode {
  const { state, again } = useReading('remediation', { params: { period } }, 10);
  const etag = state.kind === 'read' ? state.etag : null;
  return (
    <PageFrame
      title={`Remediation of ${period}`}
      says="Revoked accounts are handed over by a work order; a later export proves that they are gone."
    >
      <Shown state={state}>
        {({ toHandOver, leftOut, orders, removals }) => (
          <SpaceBetween size="l">
            <ToHandOver
              period={period}
              logins={toHandOver}
              leftOut={leftOut}
              hasOrders={orders.length > 0}
              etag={etag}
              done={() => void again()}
            />
            {orders.map((order) => (
              <Order key={order.number} order={order} />
            ))}
            <Removals removals={removals} />
          </SpaceBetween>
        )}
      </Shown>
    </PageFrame>
  );
}

function ToHandOver({
  period,
  logins,
  leftOut,
  hasOrders,
  etag,
  done,
}: {
  readonly period: string;
  readonly logins: Remediation['toHandOver'];
  readonly leftOut: Remediation['leftOut'];
  readonly hasOrders: boolean;
  /** ETag of the answer that names these logins. */
  readonly etag: string | null;
  readonly done: () => void;
}): ReactNode {
  const person = usePerson();
  const act = mayCall(person, 'workOrder') ? (
    <Act
      label="Issue a work order"
      variant="primary"
      disabled={logins.length === 0 || etag === null}
      says={`This hands ${counted(logins.length, 'account')} over, as suspend files in the import form of ${person.application}.`}
      run={async () => write('workOrder', { params: { period }, ifMatch: etag })}
      done={done}
    />
  ) : null;
  return (
    <Container
      header={
        <Header variant="h2" actions={act}>
          To hand over
        </Header>
      }
    >
      <SpaceBetween size="s">
        {logins.length > 0 ? <Breaking text={logins.join(', ')} /> : nothingSays(hasOrders, leftOut.length)}
        <LeftOut says="Left out" left={leftOut} />
      </SpaceBetween>
    </Container>
  );
}

function nothingSays(hasOrders: boolean, left: number): string {
  if (left > 0)
    return hasOrders ? 'Every other revoked account is in a work order.' : 'No revoked account is to be handed over.';
  return hasOrders ? 'Every revoked account is in a work order.' : 'No account is revoked so far.';
}

/** Whom no work order takes, and why. */
function LeftOut({ says, left }: { readonly says: string; readonly left: Remediation['leftOut'] }): ReactNode {
  return left.map(({ login, why }) => (
    <div key={login}>
      {says}: {login}, which {why}
    </div>
  ));
}

function Order({ order }: { readonly order: Remediation['orders'][number] }): ReactNode {
  const { timeZone } = usePerson();
  const by = order.by === null ? '' : `, by ${order.by}`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${counted(order.logins.length, 'account')}, ${when(order.at, timeZone)}${by}`}
        >
          Work order {order.number}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {order.withdrawn ? (
          <StatusIndicator type="warning">
            Withdrawn by a later decision: nobody may import its files any more.
          </StatusIndicator>
        ) : null}
        <LeftOut says="Left out when it was issued" left={order.left} />
        {order.withdrawn ? null : order.files.map((file) => <FileTaken key={file.key} file={file} />)}
      </SpaceBetween>
    </Container>
  );
}

function Removals({ removals }: Pick<Remediation, 'removals'>): ReactNode {
  const { timeZone } = usePerson();
  return (
    <DataTable
      title="Removals"
      rows={removals}
      empty="Nothing was handed over yet."
      columns={[
        {
          header: 'Account',
          text: ({ login }) => login,
          shown: ({ login }) => <PersonLink login={login} />,
          width: 170,
        },
        { header: 'Order', width: 80, text: ({ order }) => String(order), number: ({ order }) => order },
        {
          header: 'State',
          width: 150,
          text: ({ state, overdue }) => `${state}${overdue ? ', overdue' : ''}`,
          shown: ({ state, overdue, provenAt }) => (
            <StatusIndicator type={indicatorOf({ overdue, provenAt })}>
              {state}
              {overdue ? ', overdue' : ''}
            </StatusIndicator>
          ),
        },
        { header: 'Handed over', width: 130, text: ({ handedOverAt }) => when(handedOverAt, timeZone) },
        { header: 'Proven', width: 130, text: ({ provenAt }) => when(provenAt, timeZone) },
        { header: 'Proof', width: 100, text: ({ provenBy }) => provenBy ?? '–' },
        { header: 'Time', width: 130, text: ({ hours }) => hoursSay(hours), number: ({ hours }) => hours ?? Infinity },
      ]}
    />
  );
}

function indicatorOf({ overdue, provenAt }: { readonly overdue: boolean; readonly provenAt: string | null }) {
  if (overdue) return 'warning';
  return provenAt === null ? 'pending' : 'success';
}
