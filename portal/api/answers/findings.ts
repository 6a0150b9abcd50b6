// Answers about findings, leavers and access that is nobody's own.
import type * as z from 'zod/mini';
import type { Finding } from '../../../core/findings/finding.ts';
import { codes } from '../../../core/names/codes.ts';
import { hoursToProof, provenAtOf } from '../../../core/review/events/removal.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { ok } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { storedRuns } from '../../../steps/run/stored-runs.ts';
import type { StoredRun } from '../../../steps/run/stored-runs.ts';
import { acceptedRunOf } from '../../../steps/review/standing/codes-now.ts';
import { findingsOf } from '../../../steps/show/findings.ts';
import { lineIndex } from '../../../steps/show/lines.ts';
import { lookAt } from '../../../steps/show/look.ts';
import type { Handlers } from '../call.ts';
import { cursorOf, placeIn } from '../cursor.ts';
import type { Ports } from '../ports.ts';
import { refuse } from '../problem.ts';
import type { finding } from '../routes/findings.ts';
import { periodsOf } from './periods.ts';

const pageSize = 50;

export function shownFinding(one: Finding): z.infer<typeof finding> {
  const { id, code, severity, login, situation, reason, state, firstSeen, reviewsOpen, row, directory } = one;
  return {
    id,
    code,
    severity,
    login,
    situation,
    reason,
    state,
    firstSeen,
    reviewsOpen,
    row,
    directory,
    title: codes[code].title,
    continues: one.continues,
    facts: one.evidence.facts.map(({ label, value }) => ({ label, value })),
  };
}

/** The run under review, or the latest accepted one of the period while nobody opened it. */
async function runOf(ports: Ports, period: string): Promise<Result<StoredRun>> {
  const review = await lookAt(ports, period);
  return review.kind === 'ok' ? ok(review.value.run) : acceptedRunOf(storedRuns(ports), period);
}

const leaving = new Set(['LEAVER_ACCOUNT', 'ACCESS_AFTER_LEAVING', 'LATE_REMOVAL', 'DISABLED_IDENTITY']);

export const findingHandlers: Handlers<'findings' | 'findingHistory' | 'leavers' | 'nonHuman'> = {
  async findings({ params: { period }, query, ports }) {
    const run = await runOf(ports, period);
    if (run.kind === 'refused') return run;
    const { cursor, text = '', code, severity, state } = query;
    const about = JSON.stringify([run.value.record.id, text, code, severity, state]);
    const all = await findingsOf(run.value);
    const words = text.trim().toLowerCase();
    const found = all.filter(
      (one) =>
        (code === undefined || one.code === code) &&
        (severity === undefined || one.severity === severity) &&
        (state === undefined || one.state === state) &&
        (words === '' || `${one.login ?? ''}\n${one.reason}`.toLowerCase().includes(words)),
    );
    const first = placeIn(cursor, about) ?? 0;
    const end = first + pageSize;
    return ok({
      run: run.value.record.id,
      total: all.length,
      matching: found.length,
      findings: found.slice(first, end).map(shownFinding),
      next: end < found.length ? cursorOf(end, about) : null,
    });
  },

  async findingHistory({ params: { period, id }, caller, ports }) {
    const run = await runOf(ports, period);
    if (run.kind === 'refused') return run;
    const found = (await findingsOf(run.value)).find((one) => one.id === id);
    if (found === undefined)
      throw refuse(404, {
        what: 'no such finding',
        where: `the run ${run.value.record.id}`,
        found: id,
        expected: 'the id of a finding of this run',
      });
    const history = [];
    const shown = new Set(await periodsOf(ports, caller));
    for (const one of (await storedRuns(ports).accepted()).filter(({ record }) => shown.has(record.period))) {
      const same = (await findingsOf(one)).find((other) => other.id === id);
      const { id: runId, period: ofPeriod, asOf } = one.record;
      if (same !== undefined)
        history.push({ run: runId, period: ofPeriod, asOf, state: same.state, severity: same.severity });
    }
    return ok({ finding: shownFinding(found), history });
  },

  async leavers({ params: { period }, ports }) {
    const run = await runOf(ports, period);
    if (run.kind === 'refused') return run;
    const review = await lookAt(ports, period);
    const state = review.kind === 'ok' ? review.value.state : null;
    const names = new Map(review.kind === 'ok' ? review.value.frozen.lines.map((one) => [one.login, one.name]) : []);
    const now = ports.clock.now();
    const found = (await findingsOf(run.value)).filter(({ code }) => leaving.has(code));
    return ok({
      leavers: found.flatMap(({ login, code, severity, state: standing, reason }) => {
        const key = canonicalLogin(login ?? '');
        if (key === null) return [];
        const removal = state?.removals.get(key);
        const proven = removal?.state === 'closed';
        const provenAt = removal === undefined ? null : provenAtOf(removal);
        const handedOverAt = removal?.orderedAt ?? null;
        const hours = removal === undefined ? null : hoursToProof(removal, now);
        const decision = state?.decisions.get(key)?.decision ?? null;
        const told = { code, severity, state: standing, reason, decision, handedOverAt, provenAt, hours, proven };
        return [{ login: key, name: names.get(key) ?? null, ...told }];
      }),
    });
  },

  async nonHuman({ params: { period }, ports }) {
    const review = await lookAt(ports, period);
    if (review.kind === 'refused') return review;
    const { config, codesOf, state, frozen } = review.value;
    const { reviewers } = lineIndex(review.value);
    const at = new Map(frozen.lines.map(({ login }, index) => [login, index]));
    return ok({
      entries: config.nonHuman.flatMap(({ login, kind, owner = null, purpose = null, expires = null }) => {
        const key = canonicalLogin(login);
        if (key === null) return [];
        return [
          {
            login: key,
            kind,
            owner,
            purpose,
            expires,
            codes: codesOf.get(key) ?? [],
            reviewer: reviewers[at.get(key) ?? -1] ?? null,
            decision: state.decisions.get(key)?.decision ?? null,
          },
        ];
      }),
    });
  },
};
