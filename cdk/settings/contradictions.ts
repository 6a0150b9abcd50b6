// Refuses settings that are right by themselves, but contradict one another or the configuration.
import { mailBeyondAscii } from '../../core/config/config.ts';
import type { Config } from '../../core/config/config.ts';
import { accessOf } from '../../core/config/directories/products.ts';
import type { DirectoryConfig } from '../../core/config/directories/products.ts';
import type { Credentials, FetchSettings, WrittenSettings } from './written.ts';

/** The settings are refused: the message names the key and what is expected. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}

interface Carried {
  readonly config: Config;
  /** Only for the message. */
  readonly configFile: string;
}

/** @returns a message for each contradiction: what it is about, and what is expected */
export function contradictionsIn(settings: WrittenSettings, carried: Carried): readonly string[] {
  const { credentials, mailIntake, fetch, portal } = settings;
  const { config, configFile } = carried;
  const ids = config.directories.map(({ id }) => id);
  const unknown = Object.keys(credentials).filter((id) => !ids.includes(id));
  return [
    ...mailWithout(carried),
    ...mailBeyondSes(carried),
    ...unknown.map(
      (id) => `access-review.credentials.${id}: no directory of ${configFile}; its directories are ${ids.join(', ')}`,
    ),
    ...(mailIntake !== undefined && (config.intake?.senders ?? []).length === 0
      ? [
          `access-review.mailIntake: ${configFile} names nobody who may send; name them in intake.senders, or leave mailIntake out`,
        ]
      : []),
    ...serversTwice(fetch),
    ...(portal === undefined ? [] : portalUnusable(carried, portal.domain)),
    ...config.directories.flatMap((directory) => unfit(directory, credentials[directory.id])),
    ...secretsTwice(settings, carried),
  ];
}

function mailWithout({ config, configFile }: Carried): readonly string[] {
  const { from, to } = config.mail;
  if (from !== undefined && to.length > 0) return [];
  return [`${configFile}: a deployment needs mail.from and mail.to, or nobody hears of a run`];
}

function mailBeyondSes({ config, configFile }: Carried): readonly string[] {
  return mailBeyondAscii(config).map(
    ({ key, address }) =>
      `${configFile}: ${key}: found ${address}; expected ASCII alone before the @, because SES takes no other address`,
  );
}

/** Two servers with one id, and two files of a server with one name. */
function serversTwice(fetch: readonly FetchSettings[]): readonly string[] {
  const ids = fetch.map(({ id }) => id);
  const twice = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [`access-review.fetch[${index}].id: ${id} is used twice; expected one id a server`],
  );
  const files = fetch.flatMap(({ id, files: paths }, index) => {
    // In the bucket a file has its name without the path. Its receipt finds the path by the name, so the name must be
    // unique.
    const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
    return paths
      .filter((_, at) => names.indexOf(names[at] ?? '') !== at)
      .map(
        (path) =>
          `access-review.fetch[${index}].files: ${path} of ${id} is called as another; expected a name once a server`,
      );
  });
  return [...twice, ...files];
}

/** A portal in which nobody could sign in, or do anything. */
function portalUnusable({ config: { portal }, configFile }: Carried, domain: string): readonly string[] {
  const lacking = [
    ...(portal?.issuer === undefined ? ['portal.issuer'] : []),
    ...(portal?.clientId === undefined ? ['portal.clientId'] : []),
    ...(['admin', 'reviewer', 'control-owner'] as const).flatMap((role) =>
      (portal?.roles[role] ?? []).length === 0 ? [`portal.roles.${role}`] : [],
    ),
  ];
  // `portal.address` is where mails lead to; without it they name commands instead.
  const leads = portal?.address;
  const elsewhere = leads !== undefined && URL.parse(leads)?.host !== domain;
  return [
    ...(lacking.length === 0
      ? []
      : [`access-review.portal: ${configFile} lacks ${lacking.join(', ')}; name them, or leave the portal out`]),
    ...(elsewhere
      ? [
          `access-review.portal.domain: found ${domain}, and portal.address of ${configFile} leads to ${leads}; expected the same place`,
        ]
      : []),
  ];
}

/** Each secret is called after what it lets in to, and a name is taken once. */
function secretsTwice(
  { credentials, fetch, portal }: WrittenSettings,
  { config, configFile }: Carried,
): readonly string[] {
  const ids = config.directories.map(({ id }) => id);
  const withSecret = ids.filter((id) => (credentials[id]?.kind ?? 'secret') === 'secret');
  const others = [
    ...(portal === undefined ? [] : ['portal']),
    ...fetch.map(({ id }) => `sftp-${id}`),
    ...(config.handOver ?? []).map(({ id }) => `hand-over-${id}`),
  ];
  return others
    .filter((name) => withSecret.includes(name))
    .map(
      (name) =>
        `${configFile}: the directory ${name} has the name of another secret; expected an id other than ${name}`,
    );
}

/** The variable by which a product is asked to take a proof; every product has a secret of some kind. */
const proofs = { secret: null, federation: 'FEDERATION', 'kms-key': 'KMS_KEY_ID' } as const satisfies Record<
  Credentials['kind'],
  string | null
>;

function unfit({ id, kind }: DirectoryConfig, credentials: Credentials | undefined): readonly string[] {
  const taken = Object.values(accessOf(kind).variables).flat();
  const fits = Object.entries(proofs).flatMap(([proof, by]) => (by === null || taken.includes(by) ? [proof] : []));
  if (credentials === undefined || fits.includes(credentials.kind)) return [];
  return [`access-review.credentials.${id}: ${credentials.kind} is not for ${kind}; use ${fits.join(' or ')}`];
}
