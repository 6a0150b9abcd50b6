// What rules that were mended since would tell of a run of an earlier version, which is judged by its own.
import type { Assessment } from '../findings/assess.ts';
import { holds } from '../inputs/gates.ts';

/** Findings that stand, `LEAVER_ACCOUNT of jane@acme.com (critical)` each, the gravest first. */
export interface ToldToday {
  readonly more: readonly string[];
  readonly fewer: readonly string[];
  /** Gates that would hold the run and did not, each with its reason. */
  readonly held: readonly string[];
}

/**
 * @param before by the rules of its version
 * @param now by all rules
 * @returns `null` where the same findings stand, of the same severity, and the same gates hold the run
 */
export function toldToday(before: Judged, now: Judged): ToldToday | null {
  const [was, is] = [standingIn(before), standingIn(now)];
  const told = {
    more: [...is.difference(was)],
    fewer: [...was.difference(is)],
    held: [...holdingIn(now).difference(holdingIn(before))],
  };
  return Object.values(told).every(({ length }) => length === 0) ? null : told;
}

type Judged = Pick<Assessment, 'findings' | 'gates'>;

function holdingIn({ gates }: Judged): ReadonlySet<string> {
  return new Set(gates.filter(holds).map(({ gate, reason }) => `${gate}: ${reason}`));
}

function standingIn({ findings }: Judged): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ code, login, severity, state }) =>
      state === 'closed' ? [] : [`${code}${login === null ? '' : ` of ${login}`} (${severity})`],
    ),
  );
}
