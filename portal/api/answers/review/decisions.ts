// Answers to what reviewers do: decisions about their lines, and lines that go to somebody else.
import { parseDay } from '../../../../core/values/instant.ts';
import type { Day } from '../../../../core/values/instant.ts';
import { typedAddress } from '../../../../core/values/addresses.ts';
import { withoutInvisible } from '../../../../core/values/text.ts';
import { all, each, ok, refused } from '../../../../core/values/result.ts';
import type { Result } from '../../../../core/values/result.ts';
import { decide } from '../../../../steps/review/decide.ts';
import type { DecideRequest, Recorded } from '../../../../steps/review/decide.ts';
import { delegate } from '../../../../steps/review/record-review.ts';
import type { Handlers } from '../../call.ts';
import type { Ports } from '../../ports.ts';
import { carriedNow } from './carried-now.ts';
import type { Caller } from '../../session.ts';

type Asked = Pick<DecideRequest, 'asked'> & { readonly period: string; readonly caller: Caller };

async function decided(ports: Ports, { asked, period, caller }: Asked) {
  const { assurance } = ports;
  const done = await decide(ports, { asked, period, by: caller.login, assurance, assignedOnly: true });
  if (done.kind === 'refused') return done;
  return ok({ ...shown(done.value), sequence: (await ports.reviews.load(period)).length });
}

function shown({ lines, taken, replaced: before, withdrawn }: Recorded) {
  const recorded = lines.map(({ login, decision, until, reason }) => ({ login, decision, until, reason }));
  const replaced = before.map(({ login, decision, until, by, at }) => ({ login, decision, until, by, at }));
  return { recorded, taken, replaced, withdrawn };
}

function dayIn(text: string | null, where: string): Result<Day | null> {
  if (text === null) return ok(null);
  const day = parseDay(text);
  if (day !== null) return ok(day);
  return refused({ what: 'no day', where, found: text, expected: 'a day such as 2026-10-05' });
}

/**
 * A reason as it is compared with others: lines that are sent with the same reason are decided in bulk, whatever other
 * lines come with them.
 */
function asCompared(reason: string): string {
  return withoutInvisible(reason.normalize('NFKC')).toLowerCase().trim().replaceAll(/\s+/g, ' ');
}

export const decisionHandlers: Handlers<'decide' | 'decideFiltered' | 'delegate'> = {
  async decide({ params: { period }, body, caller, ports }) {
    const requests = each(
      body.decisions.map(({ login, decision, until, reason, codes }, index) => {
        const where = `decisions[${index}]`;
        const day = dayIn(until, `${where}.until`);
        if (day.kind === 'refused') return day;
        const cells = {
          login: `${where}.login`,
          decision: `${where}.decision`,
          until: `${where}.until`,
          reason: `${where}.reason`,
        };
        const shown = codes === undefined ? {} : { shown: { codes, name: null } };
        return ok({ login, decision, until: day.value, reason, shared: false, where, cells, ...shown });
      }),
    );
    if (requests.kind === 'refused') return requests;
    const said = Map.groupBy(requests.value, ({ reason }) => asCompared(reason));
    const shared = ({ reason }: { readonly reason: string }): boolean =>
      (said.get(asCompared(reason))?.length ?? 0) > 1;
    const asked = { kind: 'lines', requests: requests.value.map((one) => ({ ...one, shared: shared(one) })) } as const;
    return decided(ports, { asked, period, caller });
  },

  async decideFiltered({ params: { period }, body, caller, ports }) {
    return decided(ports, { asked: { kind: body.filter, reason: body.reason }, period, caller });
  },

  async delegate({ params: { period }, body, caller, ports }) {
    const { to, reason } = body;
    const said = all({
      from: typedAddress(body.from, 'from'),
      to: to === null ? ok(null) : typedAddress(to, 'to'),
      until: dayIn(body.until ?? null, 'until'),
    });
    if (said.kind === 'refused') return said;
    const { from, until } = said.value;
    const done = await delegate(ports, {
      period,
      by: caller.login,
      assurance: ports.assurance,
      from,
      to: said.value.to,
      reason,
      ...(until === null ? {} : { until }),
    });
    if (done.kind === 'refused') return done;
    const { to: gets, by, at } = done.value;
    return ok({ from, to: gets, by, at, until, carriedBy: await carriedNow(ports, period) });
  },
};
