// What a run finds is the word of the version that made it: rules that were mended since, and from which version on.

/**
 * The first version that has each; before it a run is judged as every version before judged it. A rule that is mended gets
 * its line here, and asks the set `JudgingRules` where it applies: no rule of findings compares versions itself. What `verify`
 * asks of a report beside its findings, by version, is `askedBy`.
 */
const mended = [
  // Somebody who left, and whom another one replaced in the directory, joins people by a number only.
  { rule: 'joins-the-living-first', since: '0.8.0' },
  // A directory that does not say whether somebody may sign in speaks for neither side.
  { rule: 'weighs-no-silence', since: '0.8.0' },
  // What stands behind the last @ is a domain, and nothing that the host of a web address may begin with.
  { rule: 'names-domains', since: '0.9.0' },
  // `N/A` and the like in the column of employee numbers are none.
  { rule: 'knows-no-numbers', since: '0.9.0' },
  // No entry of the register hides who left, and no leave date that nobody can read.
  { rule: 'hides-no-leaver', since: '0.10.0' },
  // A number alone that ties an account to somebody of another name is to be confirmed.
  { rule: 'asks-of-numbers', since: '0.10.0' },
  // A row that could not be read may be the one that is missing, and an export was taken before it was received.
  { rule: 'doubts-exports', since: '0.10.0' },
  // An address with letters that only stand for letters of ASCII is nobody's.
  { rule: 'rejects-stand-ins', since: '0.11.0' },
  // Whom a directory purged is still who HR's list names, who owns, and who bore a login.
  { rule: 'remembers-purged', since: '0.11.0' },
  // Whom a directory that may not show everybody showed before could be there still.
  { rule: 'misses-unseen', since: '0.11.0' },
  // By a login that its directory gave to somebody else only a number joins people.
  { rule: 'asks-who-bears-now', since: '0.11.0' },
  // A proof of a day that had not come by the run proves nothing.
  { rule: 'awaits-proofs', since: '0.12.0' },
  // Two rows that spell one role differently do not contradict one another.
  { rule: 'folds-roles', since: '0.12.0' },
  // What a sign-in told ends with the log that held it, and the end says so.
  { rule: 'names-the-log', since: '0.12.0' },
  // An employee number that too many of a directory bear ties nobody.
  { rule: 'counts-bearers', since: '0.13.0' },
  // A snapshot that was taken before somebody was seen does not show that they are gone.
  { rule: 'asks-when-seen', since: '0.14.0' },
  // An owner who can sign in by one identity of a directory is not gone from it by another.
  { rule: 'hears-the-able-owner', since: '0.14.0' },
  // A number that too many bear whom the export does not name makes nobody one person either.
  { rule: 'counts-all-bearers', since: '0.15.0' },
  // Who is gone left on the day that an earlier run read before it came.
  { rule: 'remembers-leave-dates', since: '0.15.0' },
  // Who came back did so after they had left, also where their directory has purged the object that told it.
  { rule: 'returns-after-leaving', since: '0.16.0' },
  // A login that passed from one person to another passed also where both were there before the account.
  { rule: 'sees-logins-pass', since: '0.17.0' },
  // Rows of a CSV that Excel saved without the empty cells at their end are rows.
  { rule: 'reads-saved-blocks', since: '0.18.0' },
  // One role that is spelled in two ways is one that nobody classified.
  { rule: 'tells-roles-once', since: '0.18.0' },
  // Of an address with a sign that only looks like @, the rejected row says so.
  { rule: 'tells-other-ats', since: '0.18.0' },
  // Rows whose names are those of other people of the export are not believed.
  { rule: 'holds-mixed-rows', since: '0.19.0' },
  // An account with the number and the name of one person and the login of another was made for the first.
  { rule: 'asks-whose-number', since: '0.19.0' },
  // A suspension after the export was taken, or before the account was created, tells no time.
  { rule: 'doubts-suspensions', since: '0.19.0' },
  // Rows above the header, errors of a spreadsheet and letters in the wrong encoding show that an export was saved again.
  { rule: 'sees-more-edits', since: '0.19.0' },
  // An address with an asterisk is masked, and nobody's.
  { rule: 'rejects-masks', since: '0.19.0' },
  // Times of suspension that mostly stand beside active accounts are not believed, nor what stands beside them.
  { rule: 'holds-moved-statuses', since: '0.20.0' },
  // A row of HR's list names somebody by an address, and may call them by another one's name.
  { rule: 'asks-whom-hr-names', since: '0.20.0' },
  // Whom one directory purged and another one still has is no leaver by a login that only the first told.
  { rule: 'remembers-joins', since: '0.20.0' },
  // Whoever came back by an object of another login is there, also while the one that bears the login is shown as deleted.
  { rule: 'finds-who-came-back', since: '0.20.0' },
  // A role that every row spells in another way than before is the one that was told, under the id that it had.
  { rule: 'follows-respelled-roles', since: '0.20.0' },
  // An account with the number and the name of somebody whom an earlier run knew was made for them, be they purged or not.
  { rule: 'remembers-whose-number', since: '0.20.0' },
  // An account that is missing may be the one that is there under a new login.
  { rule: 'follows-renamed-accounts', since: '0.21.0' },
] as const;

export type JudgingRule = (typeof mended)[number]['rule'];

/** Those of the mended rules by which a run is judged. */
export type JudgingRules = ReadonlySet<JudgingRule>;

/**
 * @param of a run as its findings.json tells it; one that names no version has all
 * @example rulesOf({ tool: { version: '0.10.0' } }).has('remembers-purged') // false
 */
export function rulesOf({ tool }: { readonly tool?: Versioned | undefined }): JudgingRules {
  return new Set(mended.flatMap(({ rule, since }) => (tool === undefined || isSince(tool, since) ? [rule] : [])));
}

/** Those of a run that is made now. */
export const allRules = rulesOf({});

export interface Versioned {
  readonly version: string;
}

/**
 * Whether a version had a rule that came with another one; what is no version had it, so that nobody escapes it by a name.
 *
 * @example isSince({ version: '0.2.0' }, '0.3.0') // false
 */
export function isSince({ version }: Versioned, first: string): boolean {
  const [have, wanted] = [numbers(version), numbers(first)];
  const at = wanted.findIndex((number, index) => have[index] !== number);
  return at === -1 || !((have[at] ?? 0) < (wanted[at] ?? 0));
}

/** In one writing only: `0.011.0` and `0.1e1.0` would be read as versions that they do not name. */
const written = /^(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}$/;

function numbers(version: string): readonly number[] {
  return written.test(version) ? version.split('.').map(Number) : [Number.NaN];
}
