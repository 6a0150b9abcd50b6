// From configuration and credentials to a directory that can be read and examined; files are read here, once.
import { readFile } from 'node:fs/promises';
import * as oauth from 'oauth4webapi';
import type { DirectoryConfig } from '../../core/config/directories/products.ts';
import type { EntraConfig, EntraCredentials } from '../../core/config/directories/entra.ts';
import type { OktaConfig, OktaCredentials } from '../../core/config/directories/okta.ts';
import { credentialVariable } from '../../core/config/directories/settings.ts';
import { variablesOf } from '../../core/config/credentials.ts';
import type { DirectoryCredentials } from '../../core/config/credentials.ts';
import type { Directory } from '../../core/ports.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { Check } from './reading/check.ts';
import { certificateKey, federatedAssertion, heldKey, privateKey, signedAssertion } from './http/client-assertion.ts';
import type { AssertionKey } from './http/client-assertion.ts';
import { checkEntra } from './entra/doctor.ts';
import { checkOkta } from './okta/doctor.ts';
import { entraDirectory } from './entra/directory.ts';
import { oktaDirectory } from './okta/directory.ts';
import type { OktaEntry } from './okta/directory.ts';
import type { Lent, Surroundings } from './reading/surroundings.ts';

export interface OpenDirectory extends Directory {
  /** What `doctor` says about it: each thing the reading needs, whether it is there, and how to get it. */
  check(): Promise<readonly Check[]>;
}

export interface OpenOptions {
  readonly config: DirectoryConfig;
  readonly credentials: DirectoryCredentials;
  readonly around: Surroundings;
  readonly lent?: Lent;
}

/**
 * Prepares a directory; nothing is sent yet.
 *
 * @returns a refusal naming the variable when its file cannot be read or holds no key, or when the credentials do not
 * fit the kind of directory
 * @example const opened = await openDirectory({ config, credentials, around }); // then opened.value.pull()
 */
export async function openDirectory(options: OpenOptions): Promise<Result<OpenDirectory>> {
  const { config, credentials } = options;
  switch (credentials.kind) {
    case 'entra-secret':
    case 'entra-certificate':
    case 'entra-federated':
      return config.kind === 'entra' ? openEntra(config, credentials, options) : unfit(config);
    case 'okta-token':
    case 'okta-key-file':
    case 'okta-key-kms':
      return config.kind === 'okta' ? openOktaOrg(config, credentials, options) : unfit(config);
    default:
      return credentials satisfies never;
  }
}

function unfit(config: DirectoryConfig): Result<never> {
  return refused({
    what: 'credentials of another kind of directory',
    where: `environment, directory "${config.id}"`,
    found: 'credentials that do not fit',
    expected: `credentials for ${config.kind}`,
  });
}

async function openEntra(
  config: EntraConfig,
  credentials: EntraCredentials,
  { around, lent }: OpenOptions,
): Promise<Result<OpenDirectory>> {
  const proof = await entraProof(config.id, credentials, { around, ...(lent === undefined ? {} : { lent }) });
  if (proof.kind === 'refused') return proof;
  const credentialNames = variablesOf(config.id, credentials.kind).join(' and ');
  const options = { config, clientId: credentials.clientId, proof: proof.value, credentialNames, around };
  return ok({ ...entraDirectory(options), check: async () => checkEntra(options) });
}

async function entraProof(
  id: string,
  credentials: EntraCredentials,
  by: Pick<OpenOptions, 'around' | 'lent'>,
): Promise<Result<oauth.ClientAuth>> {
  switch (credentials.kind) {
    case 'entra-secret':
      return ok(oauth.ClientSecretPost(credentials.clientSecret));
    case 'entra-certificate': {
      const key = await keyFrom(
        credentials.certificateFile,
        credentialVariable(id, 'CERTIFICATE_FILE'),
        certificateKey,
      );
      return key.kind === 'refused' ? key : ok(signedAssertion(key.value, by.around));
    }
    case 'entra-federated':
      if (by.lent?.webIdentity === undefined) return onlyOnAws(credentialVariable(id, 'FEDERATION'));
      return ok(federatedAssertion(by.lent.webIdentity));
    default:
      return credentials satisfies never;
  }
}

async function openOktaOrg(
  config: OktaConfig,
  credentials: OktaCredentials,
  options: OpenOptions,
): Promise<Result<OpenDirectory>> {
  const by = await oktaEntry(config.id, credentials, options);
  if (by.kind === 'refused') return by;
  const credentialNames = variablesOf(config.id, credentials.kind).join(' and ');
  const opened = { config, by: by.value, credentialNames, around: options.around };
  return ok({ ...oktaDirectory(opened), check: async () => checkOkta(opened) });
}

async function oktaEntry(
  id: string,
  credentials: OktaCredentials,
  by: Pick<OpenOptions, 'around' | 'lent'>,
): Promise<Result<OktaEntry>> {
  switch (credentials.kind) {
    case 'okta-token':
      return ok({ kind: 'api-token', apiToken: credentials.apiToken });
    case 'okta-key-file': {
      const { clientId, keyId, privateKeyFile } = credentials;
      const parse = (pem: string, where: string): Result<AssertionKey> => privateKey(pem, keyId, where);
      const key = await keyFrom(privateKeyFile, credentialVariable(id, 'PRIVATE_KEY_FILE'), parse);
      if (key.kind === 'refused') return key;
      return ok({ kind: 'service-app', clientId, proof: signedAssertion(key.value, by.around) });
    }
    case 'okta-key-kms': {
      const sign = by.lent?.sign;
      if (sign === undefined) return onlyOnAws(credentialVariable(id, 'KMS_KEY_ID'));
      const key = heldKey(async (data) => sign(credentials.kmsKeyId, data), credentials.keyId);
      return ok({ kind: 'service-app', clientId: credentials.clientId, proof: signedAssertion(key, by.around) });
    }
    default:
      return credentials satisfies never;
  }
}

async function keyFrom(
  path: string,
  variable: string,
  parse: (pem: string, where: string) => Result<AssertionKey>,
): Promise<Result<AssertionKey>> {
  const where = `environment, ${variable}`;
  try {
    return parse(await readFile(path, 'utf8'), where);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refused({
      what: 'file cannot be read',
      where,
      found: `${path} (${String(error.code)})`,
      expected: 'a PEM file',
    });
  }
}

function onlyOnAws(variable: string): Result<never> {
  return refused({
    what: 'credentials that only work on AWS',
    where: `environment, ${variable}`,
    found: 'no AWS function around them',
    expected: 'a secret, certificate or key file on this machine',
  });
}
