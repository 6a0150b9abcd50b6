// The settings of a deployment, each judged by itself; docs/runbook.md tells what they do.
import * as z from 'zod/mini';
import { signInDestination } from '../../core/names/variables.ts';

// zod/mini has no messages unless a language is loaded.
z.config(z.locales.en());

/** Six fields, in UTC: AWS numbers the days of the week from 1 and wants a question mark. */
const cron = z
  .string()
  .check(z.regex(/^cron\((\S+ ){5}\S+\)$/, 'expected six fields, such as cron(0 8 5 1,4,7,10 ? *)'));
/** The same, at least once on every day: an alarm tells when it was not. */
const daily = cron.check(
  z.regex(
    /^cron\(\S+ \S+ (?:(?:\*|[*1]\/1) (?:\*|[*1]\/1) \?|\? (?:\*|[*1]\/1) \*) \*\)$/,
    'expected a time of every day, such as cron(0 6 * * ? *)',
  ),
);
const address = z.string().check(z.regex(/^[^\s@]+@[^\s@]+$/, 'expected an address'));

/**
 * How the function that reads a directory proves who it is: by a secret; for Entra by the word of AWS; for Okta by a
 * key in KMS. A client id is no secret.
 */
const credentialsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('secret') }),
  z.strictObject({ kind: z.literal('federation'), clientId: z.string() }),
  z.strictObject({ kind: z.literal('kms-key'), clientId: z.string(), keyId: z.optional(z.string()) }),
]);

/**
 * How auditors come to the evidence: through a provider of IAM that vouches for them, or by a permission set of IAM
 * Identity Center, which needs no provider here; docs/runbook.md#let-auditors-in.
 */
const auditorsSchema = z
  .strictObject({
    samlProvider: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^arn:aws(?:-us-gov|-cn)?:iam::\d{12}:saml-provider\/[\w.-]{1,128}$/,
            'expected an ARN such as arn:aws:iam::111122223333:saml-provider/corporate',
          ),
        ),
    ),
    /** Address by which they sign in and land on a page. */
    signIn: z.optional(
      z
        .string()
        .check(
          z.refine(
            takesDestination,
            `expected an https address whose query or fragment holds ${signInDestination} once, such as https://acme.awsapps.com/start/#/console?account_id=111122223333&role_name=Auditor&destination=${signInDestination}`,
          ),
        ),
    ),
  })
  .check(
    z.refine(
      ({ samlProvider, signIn }) => samlProvider !== undefined || signIn !== undefined,
      'expected samlProvider, signIn or both; leave auditors out to let nobody in',
    ),
  );

/** The address at which SES takes exports in; docs/runbook.md#let-exports-arrive-by-mail. */
const mailIntakeSchema = z.strictObject({
  address,
  /** The active set of receipt rules, where the account has one: only one set a region can be active. */
  ruleSet: z.optional(
    z
      .string()
      .check(z.regex(/^[\w.-]{1,64}$/, 'expected the name of a set of receipt rules, such as default-rule-set')),
  ),
});

/** A server from which files are fetched on schedule; docs/runbook.md#fetch-files-from-a-server. */
const fetchSchema = z.strictObject({
  /** A part of the names of its secret and of what it brings. */
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/, 'expected at most 20 lower-case letters, digits and -')),
  url: z
    .string()
    .check(z.regex(/^sftp:\/\/[\w.-]+(:\d{1,5})?$/, 'expected an address such as sftp://files.vendor.com')),
  /** Public keys of the server, as it or `ssh-keyscan` tells them: without one, anybody could be the server. */
  hostKeys: z
    .array(z.string().check(z.regex(/^(ssh|ecdsa)-\S+ \S+$/, 'expected a key such as ssh-ed25519 AAAA…')))
    .check(z.minLength(1, 'expected at least one key'), z.maxLength(10, 'expected at most ten keys')),
  as: z.enum(['export', 'leavers']),
  files: z
    .array(z.string().check(z.regex(/^\/\S+$/, 'expected a path such as /out/users.csv')))
    .check(z.minLength(1, 'expected at least one path'), z.maxLength(10, 'expected at most ten paths')),
  schedule: cron,
});

/** Where people decide in the browser: a name that leads to the portal, and the certificate for it. */
const portalSchema = z.strictObject({
  domain: z.string().check(z.regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'expected a host such as review.acme.com')),
  /** CloudFront takes certificates of this region alone. */
  certificate: z
    .string()
    .check(
      z.regex(
        /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/,
        'expected an ARN such as arn:aws:acm:us-east-1:111122223333:certificate/5c1c2c1e-…',
      ),
    ),
});

/**
 * The fewest days that uploads are kept: longer than a period with the days until its review is due, and as much again
 * for a review that is made up later.
 */
export const leastUploadDays = 200;

export const settingsSchema = z.strictObject({
  /** Path of the configuration (contract, section 3), from the folder of cdk.json. */
  config: z.string(),
  /** Who is told when an alarm fires. */
  operators: z.array(address).check(z.minLength(1, 'expected at least one address')),
  review: cron,
  watch: daily,
  /** When the reviews move on by a day: reminders, what is late, what was missed. */
  tick: daily,
  /**
   * Puts the region behind names that must be unique in the account: for a second stage of this name in another region.
   */
  namesPerRegion: z._default(z.boolean(), false),
  retentionYears: z._default(z.number().check(z.gte(1), z.lte(99), z.multipleOf(1)), 7),
  /** Days after which uploads are removed, because they hold names and addresses; without it they stay. */
  uploadDays: z.optional(
    z
      .number()
      .check(z.gte(leastUploadDays, `expected at least ${leastUploadDays} days`), z.lte(36_500), z.multipleOf(1)),
  ),
  /** How each directory is read, by its id; by a secret when it is left out. */
  credentials: z._default(z.record(z.string(), credentialsSchema), {}),
  /** Name of a bus of EventBridge, such as `default`; events about findings go nowhere unless it is named. */
  eventBus: z.optional(z.string().check(z.regex(/^[\w./-]{1,256}$/, 'expected the name of a bus'))),
  /** Nobody is let in unless it says how. */
  auditors: z.optional(auditorsSchema),
  /** Nothing arrives by mail unless it says where. */
  mailIntake: z.optional(mailIntakeSchema),
  /** Nothing is fetched unless it says from where. */
  fetch: z._default(z.array(fetchSchema), []),
  /** Without it there is no portal, and people decide in a home of their own. */
  portal: z.optional(portalSchema),
});

export type WrittenSettings = z.infer<typeof settingsSchema>;
export type Credentials = z.infer<typeof credentialsSchema>;
export type MailIntakeSettings = z.infer<typeof mailIntakeSchema>;
export type FetchSettings = z.infer<typeof fetchSchema>;
export type AuditorsSettings = z.infer<typeof auditorsSchema>;
export type PortalSettings = z.infer<typeof portalSchema>;

/**
 * Whether the address of the page can be put into this address: behind its ? or #, never into the host, where people
 * type their password.
 */
function takesDestination(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  const [before = '', ...after] = address.split(signInDestination);
  return protocol === 'https:' && username === '' && password === '' && after.length === 1 && /[?#]/.test(before);
}
