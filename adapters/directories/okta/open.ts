// From the settings of an Okta org and its credentials to a directory that can be read and examined.
import { variablesOf } from '../../../core/config/credentials.ts';
import type { OktaConfig, OktaCredentials } from '../../../core/config/directories/okta.ts';
import { credentialVariable } from '../../../core/config/directories/settings.ts';
import { ok } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { heldKey, privateKey, signedAssertion } from '../http/client-assertion.ts';
import type { AssertionKey } from '../http/client-assertion.ts';
import { keyFrom } from '../http/key-file.ts';
import { onlyOnAws } from '../reading/opening.ts';
import type { OpenDirectory, Opening } from '../reading/opening.ts';
import { oktaDirectory } from './directory.ts';
import type { OktaEntry } from './directory.ts';
import { checkOkta } from './doctor.ts';

type OktaOpening = Opening<OktaConfig, OktaCredentials>;

export async function openOkta(opening: OktaOpening): Promise<Result<OpenDirectory>> {
  const { config, credentials, around } = opening;
  const by = await entryOf(opening);
  if (by.kind === 'refused') return by;
  const credentialNames = variablesOf(config, credentials.kind).join(' and ');
  const options = { config, by: by.value, credentialNames, around };
  return ok({ ...oktaDirectory(options), check: async () => checkOkta(options) });
}

async function entryOf({ config, credentials, around, lent }: OktaOpening): Promise<Result<OktaEntry>> {
  switch (credentials.kind) {
    case 'okta-token':
      return ok({ kind: 'api-token', apiToken: credentials.apiToken });
    case 'okta-key-file': {
      const { clientId, keyId, privateKeyFile } = credentials;
      const parse = (pem: string, where: string): Result<AssertionKey> => privateKey(pem, keyId, where);
      const key = await keyFrom(privateKeyFile, credentialVariable(config.id, 'PRIVATE_KEY_FILE'), parse);
      if (key.kind === 'refused') return key;
      return ok({ kind: 'service-app', clientId, proof: signedAssertion(key.value, around) });
    }
    case 'okta-key-kms': {
      const sign = lent?.sign;
      if (sign === undefined) return onlyOnAws(credentialVariable(config.id, 'KMS_KEY_ID'));
      const key = heldKey(async (data) => sign(credentials.kmsKeyId, data), credentials.keyId);
      return ok({ kind: 'service-app', clientId: credentials.clientId, proof: signedAssertion(key, around) });
    }
    default:
      return credentials satisfies never;
  }
}
