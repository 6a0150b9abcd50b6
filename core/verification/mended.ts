// What rules that were mended since would tell of a run of an earlier version, which is judged by its own.
import type { Assessment } from '../findings/assess.ts';

/** Findings that stand, `LEAVER_ACCOUNT of jane@acme.com (critical)` each, the gravest first. */
export interface ToldToday {
  readonly more: readonly string[];
  readonly fewer: readonly string[];
}

/**
 * @param before by the rules of its version
 * @param now by all rules
 * @returns `null` where the same findings stand, of the same severity
 */
export function toldToday(before: Pick<Assessment, 'findings'>, now: Pick<Assessment, 'findings'>): ToldToday | null {
  const [was, is] = [standingIn(before), standingIn(now)];
  const told = { more: is.difference(was), fewer: was.difference(is) };
  if (told.more.size === 0 && told.fewer.size === 0) return null;
  return { more: [...told.more], fewer: [...told.fewer] };
}

function standingIn({ findings }: Pick<Assessment, 'findings'>): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ code, login, severity, state }) =>
      state === 'closed' ? [] : [`${code}${login === null ? '' : ` of ${login}`} (${severity})`],
    ),
  );
}
