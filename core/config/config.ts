// The configuration file: its schema, its defaults, and refusals that name the key (contract, section 3).
import * as z from 'zod/mini';
import { directorySchema } from './directories/products.ts';
import { handOverSchema } from './hand-over.ts';
import { intakeSchema } from './intake.ts';
import { exportFields } from '../application/account.ts';
import { application } from '../application/applications.ts';
import { codeNames } from '../names/codes.ts';
import { roleClasses } from '../names/role-classes.ts';
import { papers } from '../names/paper.ts';
import type { Paper } from '../names/paper.ts';
import { hasAsciiName, isMailAddress, withAsciiDomain } from '../values/addresses.ts';
import {
  text,
  timeZone,
  texts,
  domain,
  day,
  domains,
  count,
  login,
  personAddress,
  mailAddress,
  httpsUrl,
  httpsOrLoopbackUrl,
} from '../values/schemas/written.ts';

/** Besides a login: words for the person whom the directory or the register names. */
const reviewer = text.check(
  z.refine(
    (value) => value === 'manager' || value === 'owner' || isMailAddress(value),
    'expected the e-mail address of a person, or "manager" or "owner"',
  ),
);

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
  vendorDomains: z._default(z.array(domain), [...application.vendorDomains]),
});

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
  /**
   * Without it, ISO dates are read, and slash dates whose order the values prove. Slash dates that fit both orders are
   * refused, and so are dates with dots.
   */
  dateFormat: z.optional(z.enum(['ISO', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY'])),
  timeZone: z._default(timeZone, 'UTC'),
});

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
  /**
   * What each role is for, and its class, as in the two lists above. It has no default, so that the digest of earlier
   * configurations stays the same.
   */
  roles: z.optional(z.array(z.strictObject({ role: text, class: z.enum(roleClasses), means: text }))),
  dormantDays: count(90),
  newAccountGraceDays: count(7),
  maxExportAgeDays: count(7),
  maxSkewHours: count(24),
  maxDropPercent: z._default(
    z.number().check(
      z.gte(0, percentage),
      // Above 100 percent the gate could never hold a run.
      z.lte(100, percentage),
      z.multipleOf(1, 'expected a whole number'),
    ),
    20,
  ),
  leaverHours: count(24),
  /**
   * By how many days after the period each step of a review is to be done. It has no default, so that the digest of
   * earlier configurations stays the same.
   */
  timely: z.optional(
    z.strictObject({ extraction: count(15), signOff: count(15), order: count(15), removal: count(15) }),
  ),
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
  /** An API key pair is not an account. It stands in the register so that it is reviewed with the accounts. */
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
  /** Printed in reports beside the address. Nobody checks it. */
  controlOwnerName: z.optional(text),
  controlOwnerTitle: z.optional(text),
});

const mailSchema = z.strictObject({ to: z._default(z.array(mailAddress), []), from: z.optional(mailAddress) });

/** How reports are printed. It has no default, so that the digest of earlier configurations stays the same. */
const reportSchema = z.strictObject({ paper: z.optional(z.enum(papers)) });

/** Who may do what in the portal. It has no default, so that the digest of earlier configurations stays the same. */
const portalSchema = z.strictObject({
  /** Where people open it: mails lead there. */
  address: z.optional(httpsOrLoopbackUrl),
  /** The company's issuer: `https://login.microsoftonline.com/TENANT/v2.0` or `https://acme.okta.com`. */
  issuer: z.optional(httpsUrl),
  clientId: z.optional(text),
  /** The claim whose values give roles. */
  claim: z._default(text, 'groups'),
  /** Values of the claim, such as ids of groups, by the role that they give. */
  roles: z.prefault(z.strictObject({ admin: texts, reviewer: texts, 'control-owner': texts, auditor: texts }), {}),
  /** Which periods an auditor may see, and until which day. */
  auditors: z._default(
    z.array(z.strictObject({ login: personAddress, periods: z.optional(z.array(text)), until: z.optional(day) })),
    [],
  ),
  /** Assistants may ask at `/mcp` only where this is set. */
  assistants: z.optional(
    z.strictObject({
      /**
       * The issuer of the assistants' tokens, where it is not the one of the sign-in:
       * `https://acme.okta.com/oauth2/default`.
       */
      issuer: z.optional(httpsUrl),
      /** The audience of their tokens; by default the address at which they ask. */
      audience: z.optional(text),
      /** The scope that assistants request from the issuer. */
      scope: z._default(text, 'access-review.read'),
    }),
  ),
});

const configSchema = z.strictObject({
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
  report: z.optional(reportSchema),
  /** Absent where orders are not handed over, so that the digest of earlier configurations stays the same. */
  handOver: z.optional(z.array(handOverSchema)),
  intake: z.optional(intakeSchema),
  portal: z.optional(portalSchema),
});

/** As it stands in a file: an editor finds the schema by `$schema`, which is no setting and goes no further. */
export const configFileSchema = z.extend(configSchema, { $schema: z.optional(z.string()) });

export type Config = z.infer<typeof configSchema>;

export type Policy = Config['policy'];

export type RegisterEntry = Config['nonHuman'][number];

export type AliasEntry = Config['aliases'][number];

/** @example paperOf(config) // 'A4' where the configuration says nothing */
export function paperOf({ report }: Pick<Config, 'report'>): Paper {
  return report?.paper ?? 'A4';
}

/** The sender as mail servers take it: on AWS, functions may send mail from this address alone. */
export function sendersAddress({ mail }: Pick<Config, 'mail'>): string | null {
  return mail.from === undefined ? null : withAsciiDomain(mail.from);
}

/** The addresses of the mail that have a letter beyond ASCII before the @, each with the key that names it. */
export function mailBeyondAscii({
  mail,
}: Pick<Config, 'mail'>): readonly { readonly key: string; readonly address: string }[] {
  const named = [
    ...(mail.from === undefined ? [] : [{ key: 'mail.from', address: mail.from }]),
    ...mail.to.map((address, index) => ({ key: `mail.to[${index}]`, address })),
  ];
  return named.filter(({ address }) => !hasAsciiName(address));
}
