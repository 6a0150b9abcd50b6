// Answers about work orders and what later exports prove.
import { todayOf } from '../../../../core/config/calendar.ts';
import { reviewKey } from '../../../../core/names/object-keys.ts';
import { hoursToProof, provenAtOf } from '../../../../core/review/events/removal.ts';
import type { Removal } from '../../../../core/review/events/removal.ts';
import { handedOver } from '../../../../core/review/removals/figures.ts';
import { dueDayOf } from '../../../../core/review/removals/proof.ts';
import { ok, refused } from '../../../../core/values/result.ts';
import { issueWorkOrder } from '../../../../steps/remove/issue-work-order.ts';
import { strangerIn } from '../../../../steps/review/standing/actor.ts';
import { lookAt } from '../../../../steps/show/look.ts';
import { nextOrderOf } from '../../../../steps/show/next-order.ts';
import { filesBelow } from '../../../../steps/show/stored-files.ts';
import type { Handlers } from '../../call.ts';
import { afresh } from '../../ports.ts';
import type { Ports } from '../../ports.ts';
import { shownFile } from './signatures.ts';

async function filesOf({ objects }: Ports, period: string, order: number) {
  return (await filesBelow(objects, `${reviewKey(period, `work-order-${order}`)}/`, () => true)).map(shownFile);
}

/** What every page tells of a removal. */
export function shownRemoval(removal: Removal) {
  return { state: removal.state, handedOverAt: removal.orderedAt, provenAt: provenAtOf(removal) };
}

export const remediationHandlers: Handlers<'remediation' | 'workOrder'> = {
  async remediation({ params: { period }, ports }) {
    const review = await lookAt(ports, period);
    if (review.kind === 'refused') return review;
    const { state, config } = review.value;
    const now = ports.clock.now();
    const today = todayOf(now, config);
    const next = await nextOrderOf(ports, state);
    const going = handedOver(state);
    const orders = [];
    for (const { number, at, by, run, logins, left } of state.workOrders) {
      const files = await filesOf(ports, period, number);
      orders.push({ number, at, by, run, logins, left, withdrawn: state.withdrawn.has(number), files });
    }
    return ok({
      toHandOver: next.accounts.map(({ login }) => login),
      leftOut: [...next.left],
      orders,
      removals: [...state.removals.values()].map((removal) => {
        const { login, order, proof } = removal;
        const { provenAt, ...shown } = shownRemoval(removal);
        return {
          login,
          order,
          ...shown,
          provenAt,
          provenBy: provenAt === null ? null : (proof?.run ?? null),
          hours: hoursToProof(removal, now),
          overdue: going.has(login) && dueDayOf(removal, config.calendar.timeZone) < today,
        };
      }),
    });
  },

  async workOrder({ params: { period }, caller, ports }) {
    const by = caller.login;
    const stranger = await strangerIn(afresh(ports), { period, by, act: 'work order' });
    if (stranger !== null) return refused(stranger);
    const done = await issueWorkOrder(afresh(ports), { period, by, assurance: ports.assurance });
    if (done.kind === 'refused') return done;
    const orders = [];
    for (const { number, accounts } of done.value.orders)
      orders.push({ number, accounts, files: await filesOf(ports, period, number) });
    return ok({ orders, left: done.value.left });
  },
};
