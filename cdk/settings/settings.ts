// What a deployment decides: its stage, its schedules, and the configuration file that it carries.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import * as z from 'zod/mini';
import { configIn } from '../../core/config/file.ts';
import { sendersAddress } from '../../core/config/config.ts';
import type { Config } from '../../core/config/config.ts';
import { contradictionsIn, SettingsRefused } from './contradictions.ts';
import { settingsSchema } from './written.ts';
import type { AuditorsSettings, Credentials, FetchSettings, MailIntakeSettings, PortalSettings } from './written.ts';

export interface Settings {
  /** `prod` keeps evidence whatever happens; every other stage can be torn down. */
  readonly stage: string;
  readonly isProd: boolean;
  /** Whether another region of the account has a stage of this name. */
  readonly namesPerRegion: boolean;
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

const ownKeys = ['access-review', 'stage', 'config'];
/** Keys of the CDK have a sign within, but for a few of its command line. */
const cdkKey = /[:@/]|^(?:cli-|acknowledged-issue-numbers$)/;

/** A slip of the hand in `-c stage=prod` would deploy another stage than was asked for, and say nothing. */
function unknownKeys(context: object): readonly string[] {
  return Object.keys(context).flatMap((key) =>
    ownKeys.includes(key) || cdkKey.test(key)
      ? []
      : [`${key}: not a key of the context (cdk.json, -c), expected one of ${ownKeys.join(', ')}`],
  );
}

/** Reads the context of cdk.json and the command line: `-c stage=prod`, `-c config=review.json`. @throws SettingsRefused */
export function settingsOf(app: App): Settings {
  const unknown = unknownKeys(app.node.getAllContext());
  if (unknown.length > 0) throw new SettingsRefused(unknown.join('\n'));
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
  const contradictions = contradictionsIn(read.data, { config, configFile });
  if (sender === null || contradictions.length > 0) throw new SettingsRefused(contradictions.join('\n'));
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

/** @throws SettingsRefused */
function readConfig(file: string): Config {
  const config = configIn(bytesOf(file), file);
  if (config.kind === 'ok') return config.value;
  const refusals = config.refusals.map(
    ({ where, what, found, expected }) => `${where}: ${what}, found ${found}, expected ${expected}`,
  );
  throw new SettingsRefused(refusals.join('\n'));
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsRefused(`access-review.config in cdk.json, or -c config: ${file} cannot be read: ${why}`);
  }
}
