// What was looked for and not found: negative answers are evidence too, and each needs one line, not a page.
import { codeNames } from '../../names/codes.ts';
import type { Code } from '../../names/codes.ts';
import type { Report } from '../report.ts';

/** A sentence each, in the order of the report. */
export function notFound(report: Report): readonly string[] {
  const { changes, policy } = report;
  const unlooked = new Set(notLookedFor(report).map(({ code }) => code));
  const empty: readonly (readonly [list: readonly unknown[], sentence: string])[] = [
    [report.gates, 'No gate had anything to object to.'],
    [report.rejected, 'No row was rejected.'],
    [report.duplicates, 'No login stands in more than one row that could be read.'],
    ...(unlooked.has('PRIVILEGED_ACCOUNT')
      ? []
      : ([[report.privileged, 'No live account has a privileged role.']] as const)),
    [report.leavers, 'No account counts as that of a person who left.'],
    [report.register, 'The register of non-human accounts is empty.'],
    [policy.aliases, 'No alias is approved.'],
    [report.proposals, 'No account is proposed for suspension.'],
    [report.revokedBefore, 'No account stands revoked by an earlier review.'],
    [report.files, 'No file is listed.'],
    [report.population, 'The export holds no account.'],
  ];
  const since: readonly (readonly [list: readonly unknown[], sentence: string])[] =
    changes.since === null
      ? []
      : [
          [changes.added, 'No account was added since the last accepted run.'],
          [changes.removed, 'No account was removed since the last accepted run.'],
          [changes.changed, 'No account changed its role, status or situation since the last accepted run.'],
        ];
  return [...empty, ...since].filter(([list]) => list.length === 0).map(([, sentence]) => sentence);
}

/** Codes whose rules looked and found nothing; of a run that is not complete it proves nothing. */
export function codesNotFound(report: Report): readonly Code[] {
  const told = new Set([...report.findings.map(({ code }) => code), ...notLookedFor(report).map(({ code }) => code)]);
  return codeNames.filter((code) => !told.has(code));
}

/** Codes for which this run had nothing to look into, or not everywhere, and why; those that it found all the same left out. */
export function notLookedFor(report: Report): readonly { readonly code: Code; readonly why: string }[] {
  const { findings, unjudged, history, directories, policy } = report;
  const found = new Set(findings.map(({ code }) => code));
  const unasked = directories.flatMap(({ id, lookBack }) => (lookBack === null ? [id] : []));
  const lacking: readonly (readonly [code: Code, lacks: boolean, why: string])[] = [
    ['VANISHED_ACCOUNT', history === null, 'there is no earlier accepted run'],
    ['DIRECTORY_CONFLICT', directories.length < 2, 'one directory cannot disagree with another'],
    ['UNEXPLAINED_SIGN_IN', unasked.length > 0, `sign-ins were not looked up in ${unasked.join(', ')}`],
  ];
  const whys = new Map(unjudged.flatMap(({ codes: some, reason }) => some.map((code) => [code, reason] as const)));
  for (const [code, lacks, why] of lacking) if (lacks) whys.set(code, why);
  for (const { code, why } of policy.unasked) whys.set(code, why);
  return [...whys].flatMap(([code, why]) => (found.has(code) ? [] : [{ code, why }]));
}
