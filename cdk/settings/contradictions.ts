// Refuses settings that are right by themselves, but contradict one another or the configuration.
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

/** @throws SettingsRefused for the first contradiction */
export function refuseContradictions(
  { credentials, mailIntake, fetch, portal }: WrittenSettings,
  { config, configFile }: Carried,
): void {
  const ids = config.directories.map(({ id }) => id);
  for (const named of Object.keys(credentials).filter((id) => !ids.includes(id))) {
    throw new SettingsRefused(
      `access-review.credentials.${named}: no directory of ${configFile}; its directories are ${ids.join(', ')}`,
    );
  }
  if (mailIntake !== undefined && (config.intake?.senders ?? []).length === 0) {
    throw new SettingsRefused(
      `access-review.mailIntake: ${configFile} names nobody who may send; name them in intake.senders, or leave mailIntake out`,
    );
  }
  refuseTwice(fetch);
  if (portal !== undefined) refuseUnusablePortal(configFile, config, portal.domain);
  for (const directory of config.directories) refuseUnfit(directory, credentials[directory.id]);
}

/** Refuses two servers with one id, and two files of a server with one name. */
function refuseTwice(fetch: readonly FetchSettings[]): void {
  for (const [index, { id }] of fetch.entries()) {
    if (fetch.findIndex((one) => one.id === id) === index) continue;
    throw new SettingsRefused(`access-review.fetch[${index}].id: ${id} is used twice; expected one id a server`);
  }
  for (const [index, { id, files }] of fetch.entries()) {
    // In the bucket a file has its name without the path. Its receipt finds the path by the name, so the name must be
    // unique.
    const names = files.map((path) => path.slice(path.lastIndexOf('/') + 1));
    const twice = files.find((_, at) => names.indexOf(names[at] ?? '') !== at);
    if (twice === undefined) continue;
    throw new SettingsRefused(
      `access-review.fetch[${index}].files: ${twice} of ${id} is called as another; expected a name once a server`,
    );
  }
}

/** Refuses a portal in which nobody could sign in, or do anything. */
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
  // `portal.address` is where mails lead to; without it they name commands instead.
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
