// A message that comes to the address of the template: its receipt rule's actions in their order, then what they set off.
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { instantFromMs } from '../../../../core/values/instant.ts';
import { sesEvent } from '../../../support/mime/ses-event.ts';
import type { SesSays } from '../../../support/mime/ses-event.ts';
import type { Stage } from './stage.ts';

const actionSchema = z.union([
  z.strictObject({
    S3Action: z.strictObject({ BucketName: z.string(), ObjectKeyPrefix: z.string(), IamRoleArn: z.string() }),
  }),
  z.strictObject({ LambdaAction: z.strictObject({ FunctionArn: z.string(), InvocationType: z.literal('Event') }) }),
]);

/** What is not known here is not performed in silence: the schema refuses it. */
const ruleSchema = z.strictObject({
  Name: z.string(),
  Enabled: z.literal(true),
  Recipients: z.array(z.string()),
  ScanEnabled: z.boolean(),
  TlsPolicy: z.enum(['Require', 'Optional']),
  Actions: z.array(actionSchema),
});

export interface Posted extends SesSays {
  /** Whether the sending server speaks TLS; by default it does. */
  readonly tls?: boolean;
}

export type Delivery =
  /** Told to the sending server: nothing of the message is stored. */
  | { readonly kind: 'bounced' }
  /** @property answers of the functions: of the one that judges the message, then of each upload that landed */
  | { readonly kind: 'received'; readonly answers: readonly unknown[] };

let received = 0;

export async function post(stage: Stage, raw: Buffer, says: Posted = {}): Promise<Delivery> {
  const rules = stage.resources.filter(({ type }) => type === 'AWS::SES::ReceiptRule');
  const [rule] = rules.map(({ properties }) => z.parse(ruleSchema, properties['Rule']));
  if (rule === undefined) throw new Error('the template takes no mail');
  const { tls = true, recipient = rule.Recipients[0] ?? '' } = says;
  if (!rule.Recipients.includes(recipient) || (rule.TlsPolicy === 'Require' && !tls)) return { kind: 'bounced' };
  received += 1;
  const messageId = `message${received}`;
  const scanned = rule.ScanEnabled ? {} : { spamVerdict: 'DISABLED', virusVerdict: 'DISABLED' };
  const receivedAt = instantFromMs(Date.now());
  const before = landedIn(stage);
  const answers: unknown[] = [];
  for (const action of rule.Actions) {
    if ('S3Action' in action) {
      const { BucketName: Bucket, ObjectKeyPrefix: prefix } = action.S3Action;
      await stage.client.send(new PutObjectCommand({ Bucket, Key: `${prefix}${messageId}`, Body: raw }));
    } else {
      const called = stage.functions.get(action.LambdaAction.FunctionArn);
      if (called === undefined) throw new Error(`${action.LambdaAction.FunctionArn} is no function of the template`);
      const event = sesEvent(raw, { ...says, ...scanned, messageId, recipient, receivedAt });
      answers.push(await stage.invoke(called, event));
    }
  }
  for (const key of landedIn(stage)) if (!before.includes(key)) answers.push(await judgeUpload(stage, key));
  return { kind: 'received', answers };
}

function landedIn(stage: Stage): readonly string[] {
  const bucket = stage.s3.buckets.get(stage.bucket('Exports'));
  return ['inbox/', 'leavers/'].flatMap((prefix) => bucket?.keys(prefix) ?? []);
}

/** As the notice of the bucket does. */
async function judgeUpload(stage: Stage, key: string): Promise<unknown> {
  const bucket = stage.bucket('Exports');
  const { VersionId } = await stage.client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const event = { detail: { bucket: { name: bucket }, object: { key, 'version-id': VersionId } } };
  return stage.invoke(stage.named('ingest-export'), event);
}
