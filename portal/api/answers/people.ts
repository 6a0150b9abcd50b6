// Answers about one account over every period.
import { canonicalLogin } from '../../../core/values/login.ts';
import { ok } from '../../../core/values/result.ts';
import { findingsOf } from '../../../steps/show/findings.ts';
import { lookAt } from '../../../steps/show/look.ts';
import type { Handlers } from '../call.ts';
import { refuse } from '../problem.ts';
import { shownFinding } from './findings.ts';
import { periodsOf } from './periods.ts';
import { shownRemoval } from './review/remediation.ts';

const mostFound = 50;

export const peopleHandlers: Handlers<'people' | 'person'> = {
  async people({ query, caller, ports }) {
    const text = query.text.trim().toLowerCase();
    const found = new Map<string, { login: string; name: string | null; period: string }>();
    for (const period of await periodsOf(ports, caller)) {
      const review = await lookAt(ports, period);
      if (review.kind === 'refused') continue;
      for (const { login, name } of review.value.frozen.lines) {
        if (found.size > mostFound) break;
        if (!found.has(login) && `${login}\n${name ?? ''}`.toLowerCase().includes(text))
          found.set(login, { login, name, period });
      }
    }
    return ok({ people: [...found.values()].slice(0, mostFound), more: found.size > mostFound });
  },

  async person({ params, caller, ports }) {
    const login = canonicalLogin(params.login);
    const periods = [];
    let name: string | null = null;
    for (const period of await periodsOf(ports, caller)) {
      const review = await lookAt(ports, period);
      if (review.kind === 'refused' || login === null) continue;
      const { frozen, state, run } = review.value;
      const line = frozen.lines.find((one) => one.login === login);
      const findings = (await findingsOf(run)).filter((one) => one.login === login).map(shownFinding);
      if (line === undefined && findings.length === 0) continue;
      name ??= line?.name ?? null;
      const said = state.decisions.get(login);
      const removal = state.removals.get(login);
      periods.push({
        period,
        run: run.record.id,
        match: line?.match ?? null,
        role: line?.role ?? null,
        team: line?.team ?? null,
        changes: line?.changes ?? [],
        findings,
        decision:
          said === undefined
            ? null
            : { decision: said.decision, until: said.until, reason: said.reason, by: said.by, at: said.at },
        removal: removal === undefined ? null : shownRemoval(removal),
      });
    }
    if (login === null || periods.length === 0)
      throw refuse(404, {
        what: 'no such account',
        where: 'login',
        found: params.login,
        expected: 'the login of an account of a review',
      });
    return ok({ login, name, periods });
  },
};
