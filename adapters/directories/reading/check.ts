// One thing that a reading needs, as `doctor` reports it.
import { adviceFor } from './advice.ts';
import { CallFailure } from './call-failure.ts';

export interface Check {
  /** What was looked at: `permission User.Read.All`. */
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do about it; `null` when there is nothing to do. */
  readonly remedy: string | null;
}

export function passed(check: string, detail: string): Check {
  return { check, ok: true, detail, remedy: null };
}

export function failing(check: string, detail: string, remedy: string): Check {
  return { check, ok: false, detail, remedy };
}

/** A run reads every page; an examination of these finds what is wrong with most lists. */
export const mostPages = 10;

/** @returns what is said of a list of which nothing is wrong with the pages that were looked at */
export function allowed({ check, purpose }: { readonly check: string; readonly purpose: string }, seen: Seen): Check {
  const unread = seen.whole ? '' : `, of the first ${seen.rows.length} rows alone: what follows was not looked at`;
  return passed(check, `allowed; it is needed for ${purpose}${unread}`);
}

interface Seen {
  readonly rows: readonly unknown[];
  readonly whole: boolean;
}

/** Tries one call; a failed one is a finding of the examination, anything else a bug. */
export async function tried(
  probe: { readonly check: string; readonly purpose: string; readonly remedy: string },
  call: () => Promise<Check | null>,
): Promise<Check> {
  try {
    return (await call()) ?? passed(probe.check, `allowed; it is needed for ${probe.purpose}`);
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const detail = `${error.message}; it is needed for ${probe.purpose}`;
    return failing(probe.check, detail, adviceFor(error.message) ?? probe.remedy);
  }
}
