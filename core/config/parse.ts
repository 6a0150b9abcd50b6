// The configuration file: its schema, its defaults, and refusals that name the key (contract, section 3).
import { domainToASCII } from 'node:url';
import * as z from 'zod/mini';
import { codes } from '../names/codes.ts';
import type { Code } from '../names/codes.ts';
import { parseDay } from '../values/instant.ts';
import type { Day } from '../values/instant.ts';
import { canonicalLogin } from '../values/login.ts';
import { ok, refused } from '../values/result.ts';
import type { Result } from '../values/result.ts';
import { refusalOfIssue } from '../values/schema-issue.ts';
import { contradictionsIn } from './contradictions.ts';
import { isMailAddress, isHttps, isHttpsOrLoopback } from '../values/addresses.ts';
import { isTimeZone } from '../values/time-zone.ts';

const text = z.string().check(z.trim(), z.minLength(1, 'expected a text that is not empty'));
const texts = z._default(z.array(text), []);
/** As canonical logins write their domain, so that the two can be compared. */
const domain = text.check(z.overwrite((value) => domainToASCII(value.replace(/^@/, '')) || value.toLowerCase()));
const domains = z._default(z.array(domain), []);
const login = text.check(z.refine((value) => canonicalLogin(value) !== null, 'expected a login'));
const count = (fallback: number): z.ZodMiniDefault<z.ZodMiniNumber> =>
  z._default(
    z.number().check(z.nonnegative('expected zero or more'), z.multipleOf(1, 'expected a whole number')),
    fallback,
  );

const day = z.pipe(
  z.string().check(z.refine((value) => parseDay(value) !== null, 'expected a day such as 2026-10-01')),
  z.transform((value): Day => {
    const parsed = parseDay(value);
    if (parsed === null) throw new Error(`not a day: ${value}`);
    return parsed;
  }),
);

const timeZone = z
  .string()
  .check(z.refine(isTimeZone, 'expected the IANA name of a time zone, such as Europe/Berlin or UTC, and no offset'));

const mailAddress = text.check(
  z.refine(isMailAddress, 'expected one bare address such as access-review@acme.com, without a name'),
);
const personAddress = text.check(z.refine(isMailAddress, 'expected the e-mail address of a person'));
/** Words that stand for whoever the directory or the register names. */
const reviewer = text.check(
  z.refine(
    (value) => value === 'manager' || value === 'owner' || isMailAddress(value),
    'expected the e-mail address of a person, or "manager" or "owner"',
  ),
);

const httpsUrl = z.string().check(z.refine(isHttps, 'expected an https address'));

const directoryId = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9_-]{0,31}$/, 'expected lower-case letters, digits, - or _, beginning with a letter'));
const role = z._default(z.enum(['gate', 'people']), 'gate');
const signIns = z._default(z.boolean(), false);

const entraSchema = z.strictObject({
  id: directoryId,
  kind: z.literal('entra'),
  role,
  authoritativeFor: domains,
  tenantId: text,
  appId: z.optional(text),
  nameId: z._default(
    z.enum(['userPrincipalName', 'mail', 'employeeId', 'onPremisesSamAccountName', 'onPremisesUserPrincipalName']),
    'userPrincipalName',
  ),
  graphUrl: z._default(httpsUrl, 'https://graph.microsoft.com'),
  loginUrl: z._default(httpsUrl, 'https://login.microsoftonline.com'),
  leaveGroupId: z._default(z.nullable(text), null),
  /** Reads employeeLeaveDateTime too, which takes the permission User-LifeCycleInfo.Read.All. */
  leaveDates: z.optional(z.boolean()),
  signIns,
});

const oktaSchema = z.strictObject({
  id: directoryId,
  kind: z.literal('okta'),
  role,
  authoritativeFor: domains,
  orgUrl: z.string().check(z.refine(isHttpsOrLoopback, 'expected an https address, or http on a loopback address')),
  appId: z.optional(text),
  signIns,
});

const directorySchema = z.discriminatedUnion('kind', [entraSchema, oktaSchema]);

const calendarSchema = z.strictObject({
  timeZone: z._default(timeZone, 'UTC'),
  fiscalYearStart: z._default(
    z.number().check(z.gte(1, 'expected a month, 1 to 12'), z.lte(12, 'expected a month, 1 to 12'), z.multipleOf(1)),
    1,
  ),
});

const instanceSchema = z.strictObject({
  environment: z._default(text, 'production'),
  userManagement: z._default(z.enum(['manual', 'salesforce']), 'manual'),
  noLoginLicenses: texts,
  vendorDomains: z._default(z.array(domain), ['people.ai', 'backstory.ai']),
});

/** Fields of an account that a column of the export can feed. */
export const exportFields = [
  'email',
  'name',
  'firstName',
  'lastName',
  'status',
  'role',
  'lastLogin',
  'createdAt',
  'suspendedAt',
  'team',
  'manager',
  'license',
  'employeeId',
  'userType',
] as const;
export type ExportField = (typeof exportFields)[number];

const exportSchema = z.strictObject({
  columns: z._default(z.partialRecord(z.enum(exportFields), text), {}),
  statuses: z._default(
    z.strictObject({
      active: z.optional(z.array(text)),
      pending: z.optional(z.array(text)),
      suspended: z.optional(z.array(text)),
    }),
    {},
  ),
  /** Undeclared: ISO, or a slash form that the values themselves prove; what fits two forms is refused. */
  dateFormat: z.optional(z.enum(['ISO', 'MM/DD/YYYY', 'DD/MM/YYYY'])),
  timeZone: z._default(timeZone, 'UTC'),
});

const codeNames = Object.keys(codes) as readonly Code[];
const ssoEvidenceSchema = z.strictObject({
  /** The day on which the screenshot or export of the setting was taken. */
  takenOn: day,
  sha256: z.string().check(z.regex(/^[0-9a-fA-F]{64}$/, 'expected a SHA-256 digest, 64 hex digits')),
  description: z.optional(text),
});

const percentage = 'expected a percentage, 0 to 100';

const policySchema = z.strictObject({
  approvedBy: z.optional(z.nullable(z.string())),
  approvedOn: z.optional(z.nullable(day)),
  companyDomains: domains,
  privilegedRoles: texts,
  ordinaryRoles: texts,
  dormantDays: count(90),
  newAccountGraceDays: count(7),
  maxExportAgeDays: count(7),
  maxSkewHours: count(24),
  maxDropPercent: z._default(
    z.number().check(
      z.gte(0, percentage),
      // Nothing drops by more than all of it: the gate would never hold a run.
      z.lte(100, percentage),
      z.multipleOf(1, 'expected a whole number'),
    ),
    20,
  ),
  leaverHours: count(24),
  maxExceptionDays: count(180),
  plusAddressing: z._default(z.enum(['distinct', 'ignore']), 'distinct'),
  propose: z._default(z.array(z.enum(codeNames)), ['ORPHANED_ACCOUNT', 'LEAVER_ACCOUNT', 'DISABLED_IDENTITY']),
  ssoEvidence: z._default(z.nullable(ssoEvidenceSchema), null),
});

const nonHumanSchema = z.strictObject({
  login,
  owner: z.optional(z.nullable(z.string())),
  purpose: z.optional(z.nullable(z.string())),
  expires: z.optional(z.nullable(day)),
  /** An API key pair is no account; it stands in the register so that it is reviewed in the same cycle. */
  kind: z._default(z.enum(['account', 'api-key']), 'account'),
});

const aliasSchema = z.strictObject({
  login,
  identity: login,
  approvedBy: text,
  expires: z.optional(z.nullable(day)),
});

const reviewersSchema = z.strictObject({
  rules: z._default(z.array(z.strictObject({ team: z.optional(text), role: z.optional(text), reviewer })), []),
  fallback: z.optional(personAddress),
  controlOwner: z.optional(personAddress),
});

const mailSchema = z.strictObject({ to: z._default(z.array(mailAddress), []), from: z.optional(mailAddress) });

export const configSchema = z.strictObject({
  organisation: z._default(text, 'Organisation not named'),
  calendar: z.prefault(calendarSchema, {}),
  directories: z.array(directorySchema).check(z.minLength(1, 'expected at least one directory')),
  instance: z.prefault(instanceSchema, {}),
  export: z.prefault(exportSchema, {}),
  policy: z.prefault(policySchema, {}),
  nonHuman: z._default(z.array(nonHumanSchema), []),
  aliases: z._default(z.array(aliasSchema), []),
  reviewers: z.prefault(reviewersSchema, {}),
  mail: z.prefault(mailSchema, {}),
});

export type Config = z.infer<typeof configSchema>;
export type DirectoryConfig = z.infer<typeof directorySchema>;
export type EntraConfig = z.infer<typeof entraSchema>;
export type OktaConfig = z.infer<typeof oktaSchema>;
export type Policy = Config['policy'];
export type RegisterEntry = Config['nonHuman'][number];
export type AliasEntry = Config['aliases'][number];

/** The JSON Schema that is published as `review.schema.json`, for editors and other tools. */
export function configJsonSchema(): object {
  return {
    title: 'Configuration of the People.ai access review',
    ...z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }),
  };
}

/**
 * Checks a configuration as parsed from JSON and fills the defaults in.
 *
 * @param fileName only for the refusals
 * @example parseConfig({ directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }] }, 'review.json')
 */
export function parseConfig(input: unknown, fileName: string): Result<Config> {
  const parsed = z.safeParse(configSchema, input);
  if (!parsed.success) {
    const refusals = parsed.error.issues.map((issue) => refusalOfIssue(issue, input));
    return refused(...refusals.map((refusal) => ({ ...refusal, where: `${fileName}, ${refusal.where}` })));
  }
  const contradictions = contradictionsIn(parsed.data).map((one) => ({ ...one, where: `${fileName}, ${one.where}` }));
  return contradictions.length > 0 ? refused(...contradictions) : ok(parsed.data);
}
