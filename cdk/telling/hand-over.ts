// Where work orders are handed over to: a function of its own, and a secret for each place that the configuration names.
import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { HandOverConfig } from '../../core/config/hand-over.ts';
import type { handOverVariables } from '../../core/names/variables.ts';
import * as grants from '../access/grants.ts';
import { handedOver, witnesses } from '../access/keys.ts';
import { ReviewFunction, serviceName } from '../function.ts';
import type { Settings } from '../settings/settings.ts';
import type { Storage } from '../storage.ts';

export interface HandOverProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly places: readonly HandOverConfig[];
}

const atMost = Duration.minutes(5);
/** Longer than the function can run, so that none begins while another may still be sending. */
const claimed = Duration.minutes(6);

/**
 * Hands work orders over to Jira and other places. It reads no findings, adds nothing to a review and signs nothing;
 * all that it can tell stands in the orders.
 */
export class HandOver extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { settings, storage, places }: HandOverProps) {
    super(scope, id);
    const { evidence, table, dataKey } = storage;
    const secrets = places.map((place) => ({ id: place.id, secret: this.#secret(settings, storage, place) }));
    const environment = {
      EVIDENCE_BUCKET: evidence.bucketName,
      TABLE_NAME: table.tableName,
      CLAIM_SECONDS: String(claimed.toSeconds()),
      HAND_OVER_SECRETS: storage.table.stack.toJsonString(
        Object.fromEntries(secrets.map((one) => [one.id, one.secret.secretArn])),
      ),
    } satisfies z.input<typeof handOverVariables>;
    const { function: own } = new ReviewFunction(this, 'HandOver', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'hand-over',
      room: 'telling',
      description: 'Tells tickets and channels of work orders, and asks how tickets stand',
      timeout: atMost,
      environment,
      grants: [
        grants.lists(evidence),
        grants.reads(evidence, 'runs/*/evidence/policy.json', witnesses.decisions, ...handedOver),
        grants.writesOnce(evidence, ...handedOver),
        grants.readsRecords(table),
        grants.claims(table),
        grants.uses(dataKey, 's3', 'dynamodb'),
        grants.decrypts(dataKey, 'secretsmanager'),
        grants.exactly(
          ['secretsmanager:GetSecretValue'],
          secrets.map(({ secret }) => secret.secretArn),
        ),
      ],
    });
    this.arn = own.functionArn;
  }

  #secret({ stage, isProd }: Settings, { dataKey }: Storage, { id }: HandOverConfig): Secret {
    const secretName = `${serviceName(stage)}/hand-over-${id}`;
    const secret = new Secret(this, `Credentials-${id}`, {
      secretName,
      description: `Credentials of ${id} as JSON; docs/runbook.md#hand-work-orders-over says which`,
      encryptionKey: dataKey,
      removalPolicy: isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The owner of the place issues the credential, so no function here can rotate it.',
    });
    new CfnOutput(this, `Secret-${id}`, { value: secretName, description: `Takes the credentials of ${id}, as JSON` });
    return secret;
  }
}
