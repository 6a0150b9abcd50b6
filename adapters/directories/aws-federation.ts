// What AWS lends to a function in place of secrets: its word for who runs, and signatures of a key that stays in KMS.
import { createHash } from 'node:crypto';
import { SignCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import { GetWebIdentityTokenCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Lent } from './reading/surroundings.ts';

/** The audience that Entra asks of a federated credential (Microsoft: "workload identity federation"). */
const entraAudience = 'api://AzureADTokenExchange';

/** Long enough for one exchange: the statement is used at once, and a fresh one is asked for each time. */
const lifetimeSeconds = 300;

/** AWS did not vouch for the function, or did not sign for it. */
export class FederationFailure extends Error {
  override readonly name = 'FederationFailure';
}

/**
 * @example await openDirectory({ config, credentials, around, lent: awsLent({ sts: new STSClient(), kms: new KMSClient() }) })
 */
export function awsLent({ sts, kms }: { readonly sts: STSClient; readonly kms: KMSClient }): Required<Lent> {
  return {
    async webIdentity(): Promise<string> {
      const command = new GetWebIdentityTokenCommand({
        Audience: [entraAudience],
        SigningAlgorithm: 'RS256',
        DurationSeconds: lifetimeSeconds,
      });
      const answer = await lent('STS did not vouch for this function', sts.send(command));
      if (answer.WebIdentityToken === undefined) throw new FederationFailure('STS answered no statement');
      return answer.WebIdentityToken;
    },

    async sign(kmsKeyId: string, data: Uint8Array): Promise<Uint8Array> {
      const command = new SignCommand({
        KeyId: kmsKeyId,
        // The digest, because KMS itself hashes no more than 4 KB.
        Message: createHash('sha256').update(data).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
      });
      const { Signature } = await lent(`KMS did not sign with ${kmsKeyId}`, kms.send(command));
      if (Signature === undefined) throw new FederationFailure(`KMS answered no signature of ${kmsKeyId}`);
      return Signature;
    },
  };
}

async function lent<Answer>(failure: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw new FederationFailure(failure, { cause });
  }
}
