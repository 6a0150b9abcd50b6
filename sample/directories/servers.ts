// The company's directories as servers on this machine, which show them as they were on the day of a review.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGraphStandIn } from '../../test/support/directories/graph-stand-in.ts';
import { startOktaStandIn } from '../../test/support/directories/okta-stand-in.ts';
import type { Addresses } from '../world/company.ts';
import { contractorsSeed, entraClientId, entraSeed, oktaClientId, opticsSeed } from './seeds.ts';
import { quarters } from '../world/time.ts';
import type { Quarter } from '../world/time.ts';
import { worldOf } from '../world/world.ts';

export interface Servers {
  readonly addresses: Addresses;
  /** The credentials, by the names that the program looks for (contract, section 3), and trust in the certificate. */
  readonly environment: Readonly<Record<string, string>>;
  /** The certificate of the https server, made for it when it started. */
  readonly caPem: string;
  /** Makes the directories show what they held at that review. Their addresses and credentials stay. */
  turnTo(on: Quarter): void;
  close(): Promise<void>;
}

/** The same ports at each start, if they are free: a run is a function of its addresses too, and so is its id. */
const ports = { entra: 47_801, okta: 47_802, contractors: 47_803 };

/** Far fewer rows a page than the real ones send, so that a company of this size takes several pages too. */
const pageSize = 50;

/**
 * Starts Entra on https and the two Okta orgs on http, all on loopback addresses.
 *
 * @param folder where the files that the environment names are written: a certificate and a private key
 */
export async function startServers(folder: string): Promise<Servers> {
  const clientSecret = secret();
  const apiToken = secret();
  const key = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const seedsOf = (on: Quarter): Seeds => {
    const world = worldOf(on);
    return {
      entra: entraSeed(world.entra, clientSecret),
      okta: opticsSeed(world.okta, key.publicKey),
      contractors: contractorsSeed(world.contractors, apiToken),
    };
  };
  let seeds = seedsOf(quarters[0]);
  const entra = await startGraphStandIn({
    get seed() {
      return seeds.entra;
    },
    port: ports.entra,
    pageSize,
  });
  const okta = await startOktaStandIn({
    get seed() {
      return seeds.okta;
    },
    port: ports.okta,
    pageSize,
    demandsDpop: true,
  });
  const contractors = await startOktaStandIn({
    get seed() {
      return seeds.contractors;
    },
    port: ports.contractors,
    pageSize,
  });

  mkdirSync(folder, { recursive: true });
  const files = { certificate: join(folder, 'certificate.pem'), privateKey: join(folder, 'okta-private-key.pem') };
  writeFileSync(files.certificate, entra.caPem);
  writeFileSync(files.privateKey, key.privateKey, { mode: 0o600 });
  return {
    addresses: { graph: entra.url, login: entra.url, okta: okta.url, contractors: contractors.url },
    environment: {
      ENTRA_CLIENT_ID: entraClientId,
      ENTRA_CLIENT_SECRET: clientSecret,
      OKTA_CLIENT_ID: oktaClientId,
      OKTA_PRIVATE_KEY_FILE: files.privateKey,
      CONTRACTORS_API_TOKEN: apiToken,
      NODE_EXTRA_CA_CERTS: files.certificate,
    },
    caPem: entra.caPem,
    turnTo: (on) => {
      seeds = seedsOf(on);
    },
    close: async () => {
      await Promise.all([entra.close(), okta.close(), contractors.close()]);
    },
  };
}

/** The environment for commands of the sample: without credentials or a mail relay of the operator's own company. */
export function surroundings({ environment }: Pick<Servers, 'environment'>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(ENTRA|OKTA|CONTRACTORS|SMTP)_/i.test(name));
  return { ...Object.fromEntries(others), ...environment };
}

interface Seeds {
  readonly entra: ReturnType<typeof entraSeed>;
  readonly okta: ReturnType<typeof opticsSeed>;
  readonly contractors: ReturnType<typeof contractorsSeed>;
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
