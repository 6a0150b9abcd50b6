// What a deployment decides: its stage, its schedules, and the configuration file that it carries.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import * as z from 'zod/mini';
import { parseConfig } from '../core/config/parse.ts';
import { sendersAddress } from '../core/config/config.ts';
import type { Config } from '../core/config/config.ts';
import { accessOf } from '../core/config/directories/products.ts';
import type { DirectoryConfig } from '../core/config/directories/products.ts';
import { signInDestination } from '../core/names/variables.ts';

// The small form of the library has no words of its own.
z.config(z.locales.en());

/** Six fields, in UTC: AWS numbers the days of the week from 1 and wants a question mark. */
const cron = z
  .string()
  .check(z.regex(/^cron\((\S+ ){5}\S+\)$/, 'expected six fields, such as cron(0 8 5 1,4,7,10 ? *)'));
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
            /^arn:aws:iam::\d{12}:saml-provider\/[\w.-]{1,128}$/,
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
  /** The active set of receipt rules, where the account has one: AWS knows one active set a region. */
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

/** Longer than a period with the days until its review is due, and as much again for one that is made up for. */
export const leastUploadDays = 200;

const settingsSchema = z.strictObject({
  /** Path of the configuration (contract, section 3), from the folder of cdk.json. */
  config: z.string(),
  /** Who is told when an alarm fires. */
  operators: z.array(address).check(z.minLength(1, 'expected at least one address')),
  review: cron,
  watch: cron,
  /** When the reviews move on by a day: reminders, what is late, what was missed. */
  tick: cron,
  retentionYears: z._default(z.number().check(z.gte(1), z.lte(99), z.multipleOf(1)), 7),
  /** Days after which uploads go, which hold names and addresses; without it they stay. */
  uploadDays: z.optional(
    z
      .number()
      .check(z.gte(leastUploadDays, `expected at least ${leastUploadDays} days`), z.lte(36_500), z.multipleOf(1)),
  ),
  /** By directory; a secret when nothing is said. */
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

export type Credentials = z.infer<typeof credentialsSchema>;
export type MailIntakeSettings = z.infer<typeof mailIntakeSchema>;
export type FetchSettings = z.infer<typeof fetchSchema>;
export type AuditorsSettings = z.infer<typeof auditorsSchema>;
export type PortalSettings = z.infer<typeof portalSchema>;

export interface Settings {
  /** `prod` keeps evidence whatever happens; every other stage can be torn down. */
  readonly stage: string;
  readonly isProd: boolean;
  readonly configFile: string;
  readonly config: Config;
  /** The one address that mail comes from. */
  readonly sender: string;
  readonly operators: readonly string[];
  readonly review: string;
  readonly watch: string;
  readonly tick: string;
  readonly retentionYears: number;
  /** `null` when uploads stay. */
  readonly uploadDays: number | null;
  /** `null` when events about findings go nowhere. */
  readonly eventBus: string | null;
  /** `null` when no auditor is let in. */
  readonly auditors: AuditorsSettings | null;
  /** `null` when nothing arrives by mail. */
  readonly mailIntake: MailIntakeSettings | null;
  readonly fetch: readonly FetchSettings[];
  /** `null` where people decide elsewhere. */
  readonly portal: PortalSettings | null;
  readonly credentialsOf: (directory: string) => Credentials;
}

/** The settings are refused: the message names the key and what is expected. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}

/** Reads the context of cdk.json and the command line: `-c stage=prod`, `-c config=review.json`. @throws SettingsRefused */
export function settingsOf(app: App): Settings {
  const given: unknown = app.node.tryGetContext('access-review');
  const read = z.safeParse(settingsSchema, given);
  if (!read.success) throw new SettingsRefused(`access-review in cdk.json: ${z.prettifyError(read.error)}`);
  const {
    credentials,
    auditors = null,
    portal = null,
    eventBus = null,
    mailIntake = null,
    uploadDays = null,
    ...settings
  } = read.data;
  const stage = stageOf(app.node.tryGetContext('stage'));
  const other: unknown = app.node.tryGetContext('config');
  const configFile = resolve(typeof other === 'string' ? other : settings.config);
  const config = readConfig(configFile);
  const sender = sendersAddress(config);
  if (sender === null || config.mail.to.length === 0) {
    throw new SettingsRefused(`${configFile}: a deployment needs mail.from and mail.to, or nobody hears of a run`);
  }
  const ids = config.directories.map(({ id }) => id);
  for (const named of Object.keys(credentials).filter((id) => !ids.includes(id))) {
    throw new SettingsRefused(
      `access-review.credentials.${named}: no directory of ${configFile}; its directories are ${ids.join(', ')}`,
    );
  }
  if (mailIntake !== null && (config.intake?.senders ?? []).length === 0) {
    throw new SettingsRefused(
      `access-review.mailIntake: ${configFile} names nobody who may send; name them in intake.senders, or leave mailIntake out`,
    );
  }
  for (const [index, { id }] of settings.fetch.entries()) {
    if (settings.fetch.findIndex((one) => one.id === id) === index) continue;
    throw new SettingsRefused(`access-review.fetch[${index}].id: ${id} is used twice; expected one id a server`);
  }
  for (const [index, { id, files }] of settings.fetch.entries()) {
    // A file lies in the bucket under its name alone, and its receipt names the path: it must be the one.
    const names = files.map((path) => path.slice(path.lastIndexOf('/') + 1));
    const twice = files.find((_, at) => names.indexOf(names[at] ?? '') !== at);
    if (twice === undefined) continue;
    throw new SettingsRefused(
      `access-review.fetch[${index}].files: ${twice} of ${id} is called as another; expected a name once a server`,
    );
  }
  if (portal !== null) refuseUnusablePortal(configFile, config, portal.domain);
  for (const directory of config.directories) refuseUnfit(directory, credentials[directory.id]);
  return {
    ...settings,
    stage,
    isProd: stage === 'prod',
    configFile,
    config,
    sender,
    eventBus,
    auditors,
    mailIntake,
    uploadDays,
    portal,
    credentialsOf: (directory) => credentials[directory] ?? { kind: 'secret' },
  };
}

/** A part of the names of what is deployed, some of which AWS keeps short. */
function stageOf(given: unknown): string {
  if (typeof given === 'string' && /^[a-z][a-z0-9]{0,11}$/.test(given)) return given;
  throw new SettingsRefused(
    `stage: found ${JSON.stringify(given)}, expected at most 12 lower-case letters and digits, such as -c stage=prod`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsRefused(`access-review.config in cdk.json, or -c config: ${file} cannot be read: ${why}`);
  }
}

function readConfig(file: string): Config {
  const config = parseConfig(readJson(file), file);
  if (config.kind === 'ok') return config.value;
  const refusals = config.refusals.map(
    ({ where, what, found, expected }) => `${where}: ${what}, found ${found}, expected ${expected}`,
  );
  throw new SettingsRefused(refusals.join('\n'));
}

/** A portal in which nobody could sign in, or do anything. */
function refuseUnusablePortal(configFile: string, { portal }: Config, domain: string): void {
  const lacking = [
    ...(portal?.issuer === undefined ? ['portal.issuer'] : []),
    ...(portal?.clientId === undefined ? ['portal.clientId'] : []),
    ...(['admin', 'reviewer', 'control-owner'] as const).flatMap((role) =>
      (portal?.roles[role] ?? []).length === 0 ? [`portal.roles.${role}`] : [],
    ),
  ];
  if (lacking.length > 0) {
    throw new SettingsRefused(
      `access-review.portal: ${configFile} lacks ${lacking.join(', ')}; name them, or leave the portal out`,
    );
  }
  // Mails lead there; without an address they tell commands.
  if (portal?.address === undefined || URL.parse(portal.address)?.host === domain) return;
  throw new SettingsRefused(
    `access-review.portal.domain: found ${domain}, and portal.address of ${configFile} leads to ${portal.address}; expected the same place`,
  );
}

/** The variable by which a product is asked to take a proof; every product has a secret of some kind. */
const proofs = { secret: null, federation: 'FEDERATION', 'kms-key': 'KMS_KEY_ID' } as const satisfies Record<
  Credentials['kind'],
  string | null
>;

function refuseUnfit({ id, kind }: DirectoryConfig, credentials: Credentials | undefined): void {
  const taken = Object.values(accessOf(kind).variables).flat();
  const fits = Object.entries(proofs).flatMap(([proof, by]) => (by === null || taken.includes(by) ? [proof] : []));
  if (credentials === undefined || fits.includes(credentials.kind)) return;
  throw new SettingsRefused(
    `access-review.credentials.${id}: ${credentials.kind} is not for ${kind}; use ${fits.join(' or ')}`,
  );
}

/** The page goes where the provider reads it, and never into the host that people hand their password to. */
function takesDestination(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  const [before = '', ...after] = address.split(signInDestination);
  return protocol === 'https:' && username === '' && password === '' && after.length === 1 && /[?#]/.test(before);
}
