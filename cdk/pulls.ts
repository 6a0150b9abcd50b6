// One function a directory: each reads the credentials of its own directory, and no function reads those of two.
import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { DirectoryConfig } from '../core/config/directories/products.ts';
import { credentialVariable } from '../core/config/directories/settings.ts';
import type { pullVariables } from '../core/names/variables.ts';
import type * as z from 'zod/mini';
import { ReviewFunction, serviceName } from './function.ts';
import { decrypts, exactly, lists, reads, uses, writesOnce } from './access/grants.ts';
import type { Grant } from './access/grants.ts';
import { lookedUpOf, passing, snapshotOf } from './access/keys.ts';
import type { Settings } from './settings/settings.ts';
import type { Credentials } from './settings/written.ts';
import type { Storage } from './storage.ts';

export interface PullProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly directory: DirectoryConfig;
}

interface Proof {
  readonly grants: readonly Grant[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads one directory. What it cannot read stands in the snapshot, and the run goes on; when it fails, the run fails. */
export class PullFunction extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { settings, storage, directory }: PullProps) {
    super(scope, id);
    const proof = this.#proof(settings, storage, directory);
    const snapshots = [snapshotOf(directory.id), lookedUpOf(directory.id)];
    const environment = { EVIDENCE_BUCKET: storage.evidence.bucketName, DIRECTORY: directory.id } satisfies z.infer<
      typeof pullVariables
    >;
    const { function: own } = new ReviewFunction(this, 'Pull', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'pull',
      suffix: directory.id,
      description: `Reads the directory ${directory.id} into a snapshot`,
      scratch: 2048,
      memory: 1024,
      environment: { ...environment, ...proof.environment },
      grants: [
        lists(storage.evidence),
        reads(storage.evidence, ...snapshots, passing.unmatched),
        writesOnce(storage.evidence, ...snapshots),
        uses(storage.dataKey, 's3'),
        ...proof.grants,
      ],
    });
    this.arn = own.functionArn;
  }

  #proof(settings: Settings, storage: Storage, { id }: DirectoryConfig): Proof {
    const credentials = settings.credentialsOf(id);
    switch (credentials.kind) {
      case 'secret':
        return this.#secret(settings, storage, id);
      case 'federation':
        return federation(id, credentials.clientId);
      case 'kms-key':
        return this.#key(settings, id, credentials);
      default:
        return credentials satisfies never;
    }
  }

  #secret({ stage, isProd }: Settings, { dataKey }: Storage, directory: string): Proof {
    const secretName = `${serviceName(stage)}/${directory}`;
    const secret = new Secret(this, 'Credentials', {
      secretName,
      description: `Credentials of ${directory} as JSON; docs/runbook.md#credentials says which`,
      encryptionKey: dataKey,
      removalPolicy: isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The directory issues the credential, so no function here can rotate it; docs/runbook.md says how people do.',
    });
    new CfnOutput(this, 'CredentialsSecret', {
      value: secretName,
      description: `Takes the credentials of ${directory}, as JSON`,
    });
    return {
      environment: { CREDENTIALS_SECRET: secret.secretArn },
      grants: [exactly(['secretsmanager:GetSecretValue'], [secret.secretArn]), decrypts(dataKey, 'secretsmanager')],
    };
  }

  #key({ isProd }: Settings, directory: string, { clientId, keyId }: Credentials & { kind: 'kms-key' }): Proof {
    const key = new Key(this, 'AssertionKey', {
      description: `Proves to ${directory} who reads it`,
      keySpec: KeySpec.RSA_2048,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    return {
      environment: {
        [credentialVariable(directory, 'CLIENT_ID')]: clientId,
        [credentialVariable(directory, 'KMS_KEY_ID')]: key.keyId,
        ...(keyId === undefined ? {} : { [credentialVariable(directory, 'KEY_ID')]: keyId }),
      },
      grants: [exactly(['kms:Sign'], [key.keyArn])],
    };
  }
}

function federation(directory: string, clientId: string): Proof {
  const grant = exactly(['sts:GetWebIdentityToken'], ['*']);
  grant.statement.addConditions({
    'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': 'api://AzureADTokenExchange' },
    // `ForAllValues` also holds where no audience is named.
    Null: { 'sts:IdentityTokenAudience': 'false' },
  });
  const reason = "AWS's word about oneself has no resource to name; the audience narrows it to Entra.";
  return {
    environment: {
      [credentialVariable(directory, 'CLIENT_ID')]: clientId,
      [credentialVariable(directory, 'FEDERATION')]: 'aws',
    },
    grants: [{ ...grant, stars: [{ finding: 'Resource::*', reason }] }],
  };
}
