// What the report says about itself: the policy in words, what it does not prove, and who could alter its evidence.
import { application, exportForm } from '../application/applications.ts';
import type { Config } from '../config/config.ts';
import { policyDigest } from '../config/approval.ts';
import type { Code } from '../names/codes.ts';
import { policyStanding } from '../inputs/policy-standing.ts';
import { plural, quoted } from '../values/text.ts';
import { isBefore } from '../values/instant.ts';
import type { Day } from '../values/instant.ts';
import { dayText, hoursText, instantText } from '../values/time-text.ts';
import type { History } from '../inputs/history.ts';
import type { Report } from './report.ts';
import { leaversNotProven } from './told/leavers-file.ts';
import type { OfItsDay } from './told/leavers-file.ts';

/** Every threshold that can change a finding, in words, as it was in force. */
function policyValues(config: Config): Report['policy']['values'] {
  const { policy, instance } = config;
  return [
    { label: 'Company domains', value: listed(policy.companyDomains, 'not given: no domain counts as outside') },
    { label: 'Privileged roles', value: listed(policy.privilegedRoles, 'none named') },
    { label: 'Ordinary roles', value: listed(policy.ordinaryRoles, 'none named') },
    { label: 'An account is dormant after', value: plural(policy.dormantDays, 'day') },
    { label: 'Grace for new accounts', value: plural(policy.newAccountGraceDays, 'day') },
    { label: 'Oldest export accepted', value: plural(policy.maxExportAgeDays, 'day') },
    { label: 'Export and snapshots at most apart', value: hoursText(policy.maxSkewHours) },
    { label: 'Largest drop between two runs', value: `${policy.maxDropPercent} %` },
    { label: 'A leaver is removed within', value: hoursText(policy.leaverHours) },
    { label: 'Longest exception', value: plural(policy.maxExceptionDays, 'day') },
    {
      label: 'Plus addressing',
      value: policy.plusAddressing === 'distinct' ? 'jane+x@ and jane@ are two logins' : 'jane+x@ counts as jane@',
    },
    { label: 'Proposed for suspension', value: listed(policy.propose, 'nothing') },
    { label: 'Proof that password login is off', value: ssoText(config) },
    { label: 'Licences without login', value: listed(instance.noLoginLicenses, 'none named') },
    { label: 'Vendor domains', value: listed(instance.vendorDomains, 'none named') },
    {
      label: 'User management',
      value: instance.userManagement === 'manual' ? 'manual, by CSV import' : 'automatic, from Salesforce',
    },
  ];
}

/** What a rule looks for in accounts and nobody told it: it finds nothing, and says nothing of what is there. */
function unaskedBy({ policy, instance }: Config): Report['policy']['unasked'] {
  const described = policy.roles ?? [];
  const namesPrivileged = policy.privilegedRoles.length + described.filter(isOfPrivileged).length > 0;
  const classifies = namesPrivileged || policy.ordinaryRoles.length + described.length > 0;
  const lacking: readonly (readonly [code: Code, isTold: boolean, why: string])[] = [
    ['EXTERNAL_ACCOUNT', policy.companyDomains.length > 0, 'the policy names no company domains'],
    ['VENDOR_ACCOUNT', instance.vendorDomains.length > 0, 'the configuration names no domains of the vendor'],
    ['PRIVILEGED_ACCOUNT', namesPrivileged, 'the policy names no privileged roles'],
    ['ROLE_UNCLASSIFIED', classifies, 'the policy classifies no roles'],
  ];
  return lacking.flatMap(([code, isTold, why]) => (isTold ? [] : [{ code, why }]));
}

function isOfPrivileged({ class: of }: NonNullable<Config['policy']['roles']>[number]): boolean {
  return of === 'privileged';
}

function listed(values: readonly string[], none: string): string {
  return values.length === 0 ? none : values.join(', ');
}

function ssoText({ policy }: Config): string {
  if (policy.ssoEvidence === null) return 'none';
  const { takenOn, sha256 } = policy.ssoEvidence;
  return `of ${dayText(takenOn)}, by its digest alone: SHA-256 ${sha256.toLowerCase()}`;
}

export function policyOf(
  config: Config,
  { history, today }: { readonly history: History; readonly today: Day },
): Report['policy'] {
  const standing = policyStanding(config, history, today);
  return {
    ...(standing.kind === 'approved'
      ? { approved: { by: standing.by, on: standing.on, how: standing.how }, unapproved: null }
      : { approved: null, unapproved: standing.reason }),
    sha256: policyDigest(config),
    values: policyValues(config),
    unasked: unaskedBy(config),
    aliases: config.aliases.map(({ login, identity, approvedBy, expires }) => ({
      login,
      identity,
      approvedBy,
      expires: expires === null || expires === undefined ? 'no end date' : dayText(expires),
    })),
  };
}

/** AS 1105.10A asks what the company could have altered; a report that claims more than it knows proves nothing. */
export function notProven(
  {
    export: source,
    directories,
    leaversFile,
    ...ofItsDay
  }: Pick<Report, 'export' | 'directories' | 'leaversFile'> & OfItsDay,
  config: Config,
): readonly string[] {
  const said = [
    `That nobody signed in with a local password: ${application.name} keeps local logins beside single sign-on, and an absent sign-in in a directory does not show them.`,
    `That the export holds every account: ${source.editedSigns.length === 0 ? `it shows no sign of editing since ${application.name} wrote it` : `it is not even the list as ${application.name} wrote it`}. The number that its page showed is compared where somebody declared it.`,
    `What a person did inside ${application.name}: the review is about access, not about use.`,
    leaversNotProven(leaversFile, ofItsDay),
    'That guests still work for their home companies: only the guest record in this directory was read.',
    'Sign-ins older than the logs: the directories keep them for a limited time.',
    'That whoever decided or signed looked at each line: decisions, comments and signatures are recorded, and not what was looked at.',
  ];
  if (!source.exportedAtDeclared)
    said.unshift('When the export was taken: nobody declared it, the time of the file was used.');
  if (isBefore(source.takenBy, source.exportedAt)) {
    said.unshift(
      `That the export is of ${instantText(source.exportedAt)}: the same file came in before as one of ${instantText(source.takenBy)}, so it proves no more than it did then.`,
    );
  }
  if (source.countShown === null)
    said.push(
      `That the export has as many rows as ${application.name} showed users: nobody declared the number shown.`,
    );
  if (source.exportedBy === null) said.push('Who took the export: nobody was declared.');
  const { ssoEvidence } = config.policy;
  said.push(
    ssoEvidence === null
      ? `That password login to ${application.name} is off: no dated proof is on record.`
      : `That password login to ${application.name} is off: the configuration names a proof of ${dayText(ssoEvidence.takenOn)} by its digest; nobody looked at it here, and the setting may have changed since.`,
  );
  const asleep = liveWordsAsSuspended(config);
  if (asleep.length > 0)
    said.push(
      `That the status ${listedWords(asleep)} means suspended: the configuration says so, ${application.name} calls accounts that are live by that word, and nobody decides about suspended ones.`,
    );
  const unproven = directories.filter(({ sight }) => sight !== undefined).map(({ id }) => id);
  if (unproven.length > 0)
    said.push(
      `That whoever ${unproven.join(' and ')} did not show is not there: the roles of whoever asked could not be read, so nothing proves that the credentials see everybody. Every account that is called an orphan assumes it.`,
    );
  if (directories.some(({ role }) => role === 'people'))
    said.push(
      `That people of a directory that only lists people may use ${application.name}: it holds no assignments.`,
    );
  return said;
}

/** What the export itself means by a word is not what a configuration makes of it. */
function liveWordsAsSuspended({ export: { statuses } }: Config): readonly string[] {
  const live = new Set<string>([...exportForm.statusWords.active, ...exportForm.statusWords.pending]);
  return (statuses.suspended ?? []).filter((word) => live.has(word.trim().toLowerCase()));
}

function listedWords(words: readonly string[]): string {
  return words.map((word) => quoted(word)).join(', ');
}

export function alterable({ export: source, leaversFile }: Pick<Report, 'export' | 'leaversFile'>): readonly string[] {
  return [
    `The export, until it was read here with the digest ${source.sha256}: whoever took it and whoever stored it.`,
    ...(leaversFile === null
      ? []
      : [
          `The leavers file, until it was read here with the digest ${leaversFile.sha256}: whoever wrote it and whoever stored it.`,
        ]),
    'The snapshots, until they were stored here with the digests above: administrators of the directories, and whoever ran the collection.',
    'The configuration and its registers: whoever can write the configuration file. Its digest is printed with the policy.',
    'Names given on the command line were typed and not authenticated ("asserted").',
    'Everything after this report was issued shows: each file of the run is named in the manifest with its SHA-256, each event of the review holds the digest of the one before, and a signature covers the whole report.',
  ];
}

/** The report as it is printed when this key seals it. */
export function sealedWith(report: Report, { kind, fingerprint }: NonNullable<Report['signer']>): Report {
  const signer = { kind, fingerprint };
  return { ...report, signer, alterable: [...report.alterable, signedWith(signer)] };
}

function signedWith({ kind, fingerprint }: NonNullable<Report['signer']>): string {
  const key =
    kind === 'local'
      ? 'This report is signed with a local key: whoever can read the folder of the key could sign another report with it.'
      : 'This report is signed with a key whose certificate does not call it local. This file does not show where the key lies, or who may use it; in a key management service, the access policy of the key says so.';
  return `${key} SHA-256 fingerprint of its certificate: ${fingerprint}.`;
}

/** What a company itself must do for the vendor's own controls to hold (complementary user-entity controls). */
export const userEntityControls: Report['userEntityControls'] = [
  {
    control: 'Access is granted only to authorised people',
    served: 'Every live account is tied to a person or to the register, or reported.',
  },
  {
    control: 'Access is removed in time when people leave',
    served: 'Each account that counts as a leaver’s is listed, with its hours if known.',
  },
  {
    control: 'Access is reviewed periodically',
    served: 'A period has frozen lines, decisions and a report, or one that says why not.',
  },
  {
    control: 'Privileged access is restricted',
    served: 'Accounts with a privileged role are listed apart, and no filter decides them.',
  },
  {
    control: 'Single sign-on is enforced by the customer',
    served: 'The dated proof is recorded, or reported as missing.',
  },
  {
    control: 'Non-human access is owned',
    served: 'The register names owner, purpose and end date; an entry without an owner clears nothing.',
  },
];
