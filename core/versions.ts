// Which rules of findings were mended since which version. A report of an earlier version is judged by the rules that
// it had.

/**
 * Each rule with the first version that has it. A run of an earlier version is judged without it, so that its report still
 * comes out as it was. Whoever mends a rule adds a line here and asks the set `JudgingRules` where the rule applies; no rule
 * of findings compares versions itself. What `verify` asks of a report besides its findings is in `askedBy`, also by version.
 */
const mended = [
  // A deleted identity that a living one of its directory replaced brings nobody else in, except by an employee number.
  { rule: 'joins-the-living-first', since: '0.8.0' },
  // A directory that does not say whether somebody may sign in does not speak for either side.
  { rule: 'weighs-no-silence', since: '0.8.0' },
  // What stands behind the last @ of an address must be a domain; an address such as `jane@acme.com/x` is rejected.
  { rule: 'names-domains', since: '0.9.0' },
  // `N/A` and the like in the column of employee numbers are no numbers.
  { rule: 'knows-no-numbers', since: '0.9.0' },
  // Neither an entry of the register nor a leave date that cannot be read hides somebody who left.
  { rule: 'hides-no-leaver', since: '0.10.0' },
  // An account that only an employee number ties to somebody of another name has to be confirmed.
  { rule: 'asks-of-numbers', since: '0.10.0' },
  // A row that could not be read may be the missing one, and an export was taken before it was received.
  { rule: 'doubts-exports', since: '0.10.0' },
  // An address with letters that only stand for letters of ASCII, such as `ſ`, is rejected.
  { rule: 'rejects-stand-ins', since: '0.11.0' },
  // Somebody whom a directory purged is still the one whom HR's list names, who owns an account and who bore a login.
  { rule: 'remembers-purged', since: '0.11.0' },
  // Somebody whom a directory no longer shows may still be there, unless it is proven that it shows everybody.
  { rule: 'misses-unseen', since: '0.11.0' },
  // A login that its directory gave to somebody else joins people only by an employee number.
  { rule: 'asks-who-bears-now', since: '0.11.0' },
  // A proof whose day has not come by the time of the run proves nothing.
  { rule: 'awaits-proofs', since: '0.12.0' },
  // Two rows that only spell one role differently do not contradict each other.
  { rule: 'folds-roles', since: '0.12.0' },
  // When a finding that a sign-in had told ends, its reason says that directories keep sign-ins for some time only.
  { rule: 'names-the-log', since: '0.12.0' },
  // An employee number that too many identities of a directory bear ties nobody.
  { rule: 'counts-bearers', since: '0.13.0' },
  // A snapshot that was taken before somebody was last seen does not show that they are gone.
  { rule: 'asks-when-seen', since: '0.14.0' },
  // An owner who can sign in by one identity of a directory is not gone from it because of another one.
  { rule: 'hears-the-able-owner', since: '0.14.0' },
  // A number that too many bear does not make two people one either, whether an account has that number or not.
  { rule: 'counts-all-bearers', since: '0.15.0' },
  // Somebody who is gone left on the leave date that an earlier run read, once that day has passed.
  { rule: 'remembers-leave-dates', since: '0.15.0' },
  // Somebody whose newer object was made after they had left came back, even if the older one was purged since.
  { rule: 'returns-after-leaving', since: '0.16.0' },
  // A login that passed from one person to another is found out also when both were there before the account.
  { rule: 'sees-logins-pass', since: '0.17.0' },
  // Rows that Excel saved without the empty cells at their end are read, not rejected.
  { rule: 'reads-saved-blocks', since: '0.18.0' },
  // One role in two spellings that nobody classified makes one finding.
  { rule: 'tells-roles-once', since: '0.18.0' },
  // A row that is rejected for a sign that only looks like @ says so.
  { rule: 'tells-other-ats', since: '0.18.0' },
  // An export whose rows bear the names of other people of the export holds the run.
  { rule: 'holds-mixed-rows', since: '0.19.0' },
  // An account with the number and the name of one person and the login of another was made for the first.
  { rule: 'asks-whose-number', since: '0.19.0' },
  // A time of suspension after the export was taken, or before the account was created, tells nothing.
  { rule: 'doubts-suspensions', since: '0.19.0' },
  // Rows above the header, errors of a spreadsheet and letters in the wrong encoding are signs of editing.
  { rule: 'sees-more-edits', since: '0.19.0' },
  // An address with an asterisk is masked, and is rejected.
  { rule: 'rejects-masks', since: '0.19.0' },
  // Times of suspension that mostly stand beside active accounts hold the run.
  { rule: 'holds-moved-statuses', since: '0.20.0' },
  // A row of HR's list whose name is not that of the person with its address is told, and many of them hold the run.
  { rule: 'asks-whom-hr-names', since: '0.20.0' },
  // Somebody whom one directory purged is no leaver by that, when another identity of the same person is still there.
  { rule: 'remembers-joins', since: '0.20.0' },
  // Somebody whose identity is deleted and who is there again under another login is found by the newer identity.
  { rule: 'finds-who-came-back', since: '0.20.0' },
  // A role that every row spells in another way than before keeps its finding, and the id of it.
  { rule: 'follows-respelled-roles', since: '0.20.0' },
  // An account with the number and the name of somebody whom an earlier run knew was made for them, even if they were purged.
  { rule: 'remembers-whose-number', since: '0.20.0' },
  // An account that is missing may be the one that is there under a new login.
  { rule: 'follows-renamed-accounts', since: '0.21.0' },
  // What was decided about an account is not about one that was made under its login since.
  { rule: 'asks-of-new-accounts', since: '0.21.0' },
  // An owner whose login only a purged object told is there by another address of that object.
  { rule: 'finds-purged-owners', since: '0.21.0' },
  // Of two people with one employee number the one whose name the account bears decides, not the one who can sign in.
  { rule: 'asks-whose-name', since: '0.22.0' },
  // An entry of the register hides nobody who is gone by the directory with the last word.
  { rule: 'hears-the-last-word', since: '0.22.0' },
  // A directory that was read before an account was made does not show that nobody bears it.
  { rule: 'asks-when-made', since: '0.22.0' },
  // Somebody who is gone from one directory may have moved to another that was read before.
  { rule: 'asks-where-to', since: '0.22.0' },
  // An account with several rows is as old as the oldest of them.
  { rule: 'counts-oldest-row', since: '0.22.0' },
  // An owner whose login only a purged object told is there by the employee number of that object.
  { rule: 'finds-owners-by-number', since: '0.22.0' },
  // Somebody whose leave date is a midnight may have left until that day ended, as by a day of HR's list.
  { rule: 'spans-midnights', since: '0.22.0' },
  // A time of creation after the export was taken is counted as one that cannot be.
  { rule: 'doubts-creations', since: '0.22.0' },
  // A login that another account has by now does not show that the account before it did not go on under another login.
  { rule: 'follows-reused-logins', since: '0.22.0' },
  // The newest last day of HR's list that is over is told: nothing else shows how old the list is.
  { rule: 'dates-lists', since: '0.23.0' },
  // Whom one directory purged is no leaver while another has them, also once an address that both bore was changed there.
  { rule: 'remembers-lost-addresses', since: '0.23.0' },
  // An employee number that a program shielded or counted with (`="00471"`, `471.0`) is the number that people see.
  { rule: 'undresses-numbers', since: '0.23.0' },
  // Whom a directory shows as deleted is no leaver by that either, when another identity of the same person is there.
  { rule: 'finds-the-deleted-again', since: '0.23.0' },
  // Whom one directory purged may be there by the number of an object that another one may have without showing it.
  { rule: 'asks-of-the-unseen', since: '0.23.0' },
  // Who has the number of an account and a word of its name hides nobody who has its whole name and cannot sign in.
  { rule: 'asks-which-namesake', since: '0.23.0' },
  // An employee number alone does not make namesakes one person either: the account has to be confirmed, and somebody who is
  // purged stays a leaver where the other one was there before.
  { rule: 'asks-of-numbered-namesakes', since: '0.23.0' },
  // A login that passed on is found out also between two people who have a word of their names in common, and by the row
  // that bears the name of somebody who is deleted.
  { rule: 'asks-of-namesakes', since: '0.23.0' },
  // Who is absent may have left while the directory was read, and not before the reading began.
  { rule: 'spans-readings', since: '0.23.0' },
  // Whom an accepted run tied to an account is told as they stand today, also where their login was changed since: who is
  // gone is a leaver, and an account of somebody who can sign in is not proposed for suspension.
  { rule: 'hears-the-renamed', since: '0.24.0' },
  // Whoever came back by a newer object of the same directory is that person also once the login of this object changes.
  { rule: 'follows-new-objects', since: '0.24.0' },
  // An approved alias is that of the person whom it named, not of whoever got their login since.
  { rule: 'asks-whom-approvals-meant', since: '0.24.0' },
  // A row of HR's list may be about somebody who bore the login before, where account and person were made after its day.
  { rule: 'asks-when-hr-means', since: '0.24.0' },
  // A header whose signs a program replaced, as R writes `Last.Login`, is the one with the same letters.
  { rule: 'reads-respelled-headers', since: '0.25.0' },
  // A header amid the rows, which fills in no operation, and question marks for letters of names are signs of editing.
  { rule: 'sees-yet-more-edits', since: '0.25.0' },
  // An employee number whose thousands a spreadsheet set apart suggests who has it without the separators.
  { rule: 'ungroups-numbers', since: '0.25.0' },
  // The furthest last day of HR's list that is to come is told: a mistyped year hides somebody who left.
  { rule: 'dates-those-to-come', since: '0.25.0' },
  // An owner whose login was changed since an accepted run saw it is there under the login of today.
  { rule: 'finds-renamed-owners', since: '0.25.0' },
] as const;

export type JudgingRule = (typeof mended)[number]['rule'];

/** The mended rules by which a run is judged. */
export type JudgingRules = ReadonlySet<JudgingRule>;

/**
 * The rules of the version that made a run.
 *
 * @param tool of the run, as its findings.json tells it; without it, all rules
 * @example rulesOf({ tool: { version: '0.10.0' } }).has('remembers-purged') // false
 */
export function rulesOf({ tool }: { readonly tool?: Versioned | undefined }): JudgingRules {
  return new Set(mended.flatMap(({ rule, since }) => (tool === undefined || isSince(tool, since) ? [rule] : [])));
}

/** The rules of a run that is made now. */
export const allRules = rulesOf({});

export interface Versioned {
  readonly version: string;
}

/** @example toolText({ name: 'access-review', version: '0.22.0' }) // 'access-review 0.22.0' */
export function toolText({ name, version }: Versioned & { readonly name: string }): string {
  return `${name} ${version}`;
}

/**
 * Whether a version is the given one or a later one. A text that is no version counts as later, so that nobody escapes a rule
 * by an odd name.
 *
 * @example isSince({ version: '0.2.0' }, '0.3.0') // false
 */
export function isSince({ version }: Versioned, first: string): boolean {
  const [have, wanted] = [numbers(version), numbers(first)];
  const at = wanted.findIndex((number, index) => have[index] !== number);
  return at === -1 || !((have[at] ?? 0) < (wanted[at] ?? 0));
}

/** Three numbers in their only spelling: `0.011.0` and `0.1e1.0` would otherwise be read as versions that they do not name. */
const written = /^(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}$/;

function numbers(version: string): readonly number[] {
  return written.test(version) ? version.split('.').map(Number) : [Number.NaN];
}
