// What was looked for and not found: negative answers are evidence too, and each needs one line, not a page.
import { codes } from '../../names/codes.ts';
import type { Code } from '../../names/codes.ts';
import type { Report } from '../report.ts';

/** A sentence each, in the order of the report. */
export function notFound(report: Report): readonly string[] {
  const { changes, policy } = report;
  const empty: readonly (readonly [list: readonly unknown[], sentence: string])[] = [
    [report.gates, 'No gate had anything to object to.'],
    [report.rejected, 'No row was rejected.'],
    [report.duplicates, 'No login stands in more than one row.'],
    [report.privileged, 'No account has a privileged role.'],
    [report.leavers, 'No account belongs to a person who is known to have left.'],
    [report.register, 'The register of non-human accounts is empty.'],
    [policy.aliases, 'No alias is approved.'],
    [report.proposals, 'No account is proposed for suspension.'],
    [report.revokedBefore, 'No account was revoked in an earlier review.'],
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

/** Codes whose rules found nothing in this run, by what they are called; of a run that is not complete it proves nothing. */
export function codesNotFound({ findings }: Pick<Report, 'findings'>): readonly Code[] {
  const found = new Set(findings.map(({ code }) => code));
  return codeNames.filter((code) => !found.has(code));
}

const codeNames = Object.keys(codes) as readonly Code[];
