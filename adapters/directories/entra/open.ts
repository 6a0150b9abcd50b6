// From the settings of an Entra tenant and its credentials to a directory that can be read and examined.
import * as oauth from 'oauth4webapi';
import { variablesOf } from '../../../core/config/credentials.ts';
import type { EntraConfig, EntraCredentials } from '../../../core/config/directories/entra.ts';
import { credentialVariable } from '../../../core/config/directories/settings.ts';
import { ok } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { certificateKey, federatedAssertion, signedAssertion } from '../http/client-assertion.ts';
import { keyFrom } from '../http/key-file.ts';
import { onlyOnAws } from '../reading/opening.ts';
import type { OpenDirectory, Opening } from '../reading/opening.ts';
import { entraDirectory } from './directory.ts';
import { checkEntra } from './doctor/doctor.ts';

type EntraOpening = Opening<EntraConfig, EntraCredentials>;

export async function openEntra(opening: EntraOpening): Promise<Result<OpenDirectory>> {
  const { config, credentials, around } = opening;
  const proof = await proofOf(opening);
  if (proof.kind === 'refused') return proof;
  const credentialNames = variablesOf(config, credentials.kind).join(' and ');
  const options = { config, clientId: credentials.clientId, proof: proof.value, credentialNames, around };
  return ok({ ...entraDirectory(options), check: async () => checkEntra(options) });
}

async function proofOf({ config, credentials, around, lent }: EntraOpening): Promise<Result<oauth.ClientAuth>> {
  switch (credentials.kind) {
    case 'entra-secret':
      return ok(oauth.ClientSecretPost(credentials.clientSecret));
    case 'entra-certificate': {
      const variable = credentialVariable(config.id, 'CERTIFICATE_FILE');
      const key = await keyFrom(credentials.certificateFile, variable, certificateKey);
      return key.kind === 'refused' ? key : ok(signedAssertion(key.value, around));
    }
    case 'entra-federated':
      if (lent?.webIdentity === undefined) return onlyOnAws(credentialVariable(config.id, 'FEDERATION'));
      return ok(federatedAssertion(lent.webIdentity));
    default:
      return credentials satisfies never;
  }
}
