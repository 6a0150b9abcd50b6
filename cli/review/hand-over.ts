// The action `review hand-over`: tells the places that the configuration names of each work order, and how tickets stand.
import { join } from 'node:path';
import { openDesk } from '../../adapters/tickets/open.ts';
import { handOverSecrets } from '../../core/config/hand-over.ts';
import { handOverOrders } from '../../steps/remove/hand-over-orders.ts';
import type { HandedOver } from '../../steps/remove/hand-over-orders.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode } from '../terminal/terminal.ts';
import type { ReviewRequest } from './request.ts';

export async function handOver({ home, options, terminal }: ReviewRequest): Promise<ExitCode> {
  const { review: period } = options;
  const handed = await handOverOrders(
    {
      ...home,
      deskOf: (to) =>
        openDesk(to, {
          secrets: handOverSecrets(process.env, to),
          outbox: join(options.home, 'outbox'),
          clock: home.clock,
        }),
    },
    period,
  );
  if (handed.kind === 'refused') return refuse(terminal, handed.refusals);
  if (options.json) terminal.out(JSON.stringify({ schema: 1, review: period, handed: handed.value }, null, 2));
  else if (handed.value.length === 0) terminal.out('No work order stands.');
  else terminal.out(handed.value.map(line).join('\n'));
  const failed = handed.value.filter(
    ({ state, why }) => state === 'refused' || (state === 'not-known' && why !== null),
  );
  if (failed.length === 0) return exitCodes.done;
  return refuse(
    terminal,
    failed.map(({ order, to, state, why }) => ({
      what: state === 'refused' ? 'not handed over' : 'nobody knows whether it was handed over',
      where: `work order ${order}, ${to}`,
      found: why ?? 'nothing',
      expected:
        state === 'refused'
          ? 'a place that takes it; the next review hand-over tries again'
          : 'somebody who looks there: it cannot tell a repetition, so it is not sent again',
    })),
  );
}

function line({ order, to, state, reference, where, status, why }: HandedOver): string {
  const place = `Work order ${order}, ${to}: `;
  switch (state) {
    case 'sent-now':
      return `${place}handed over${reference === null ? '' : ` as ${reference}`}, ${where}`;
    case 'sent-before':
      return `${place}handed over before${reference === null ? '' : ` as ${reference}`}${status === null ? '' : `, ${status} there; only a later export proves a removal`}${why === null ? '' : `; its status is not known: ${why}`}`;
    case 'not-known':
      return `${place}sending was cut short, and the place cannot tell whether it came; not sent again`;
    case 'refused':
      return `${place}not handed over: ${why}`;
    default:
      return state satisfies never;
  }
}
