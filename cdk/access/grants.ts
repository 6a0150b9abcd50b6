// The grants that several functions are given, each naming the very objects and records that it is about.
import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { eventSource } from '../../core/names/variables.ts';
import {
  accessPartition,
  claimsPartition,
  findingPrefix,
  passingPrefix,
  reviewsPartition,
  runCounterKey,
  runsPartition,
  tableLayout,
  watchesPartition,
} from '../../core/names/table-keys.ts';

/** A permission, and for each star in it the reason why nothing narrower will do. */
export interface Grant {
  readonly statement: PolicyStatement;
  /** As cdk-nag names what it found: `Resource::*`. */
  readonly stars: readonly { readonly finding: string; readonly reason: string }[];
}

/** Adds the grants to a role, and tells cdk-nag of each star in them why it stands there. */
export function give(role: Role, grants: readonly Grant[]): void {
  for (const { statement, stars } of grants) {
    role.addToPolicy(statement);
    for (const { finding, reason } of stars) {
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[${finding}]`, reason });
    }
  }
}

export function exactly(actions: readonly string[], resources: readonly string[]): Grant {
  return { statement: new PolicyStatement({ actions: [...actions], resources: [...resources] }), stars: [] };
}

/** @param keys of the objects; a star stands for names that a run or an upload makes: `work/*` */
export function reads(bucket: Bucket, ...keys: readonly string[]): Grant {
  // Objects are read by version, so that what is read is what was found.
  return onObjects(bucket, { actions: ['s3:GetObject', 's3:GetObjectVersion'], keys });
}

/**
 * The right to put objects, for services that set no condition: one of SES and one of Transfer Family. There is no right
 * to delete, so what was replaced would stay as a version.
 */
export function writes(bucket: Bucket, ...keys: readonly string[]): Grant {
  return onObjects(bucket, { actions: ['s3:PutObject'], keys });
}

/** The right to list the bucket. Without it S3 calls a missing object forbidden. */
export function lists(bucket: Bucket): Grant {
  return exactly(['s3:ListBucket'], [bucket.bucketArn]);
}

/** For every function: S3 refuses a put without the condition that nothing is there, so no object is ever replaced. */
export function writesOnce(bucket: Bucket, ...keys: readonly string[]): Grant {
  const grant = writes(bucket, ...keys);
  grant.statement.addConditions({ Null: { 's3:if-none-match': 'false' } });
  return grant;
}

export interface Lock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly years: number;
}

/** The lock of evidence. Outside of prod an administrator may take it off. */
export function lockOf({
  isProd,
  retentionYears,
}: {
  readonly isProd: boolean;
  readonly retentionYears: number;
}): Lock {
  return { mode: isProd ? 'COMPLIANCE' : 'GOVERNANCE', years: retentionYears };
}

/** The right to lock objects, in this mode and for at least these years only. */
export function locks(bucket: Bucket, { mode, years }: Lock, keys: readonly string[]): Grant {
  const grant = onObjects(bucket, { actions: ['s3:PutObjectRetention'], keys });
  grant.statement.addConditions({
    StringEquals: { 's3:object-lock-mode': mode },
    NumericGreaterThanEquals: { 's3:object-lock-remaining-retention-days': String(years * 365) },
  });
  return grant;
}

export interface OnObjects {
  readonly actions: readonly string[];
  readonly keys: readonly string[];
}

export function onObjects(bucket: Bucket, { actions, keys }: OnObjects): Grant {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnElement)) throw new Error('a bucket without its resource');
  const stack = Stack.of(bucket);
  const id: unknown = stack.resolve(stack.getLogicalId(defaultChild));
  return {
    statement: new PolicyStatement({ actions: [...actions], resources: keys.map((key) => bucket.arnForObjects(key)) }),
    stars: keys.map((key) => ({
      finding: `Resource::<${String(id)}.Arn>/${key}`,
      reason: 'The star stands for a run, an upload or a file of a run; their names are made when they are written.',
    })),
  };
}

/** The services that encrypt with our key for whoever asks them. */
type Through = 's3' | 'dynamodb' | 'secretsmanager';

/**
 * The right to use the key through these services, without which nothing that they encrypt can be read or written. No
 * function has it decrypt anything by itself.
 */
export function uses(key: Key, ...services: readonly Exclude<Through, 'secretsmanager'>[]): Grant {
  return throughServices(key, ['kms:Decrypt', 'kms:GenerateDataKey'], services);
}

/** The right to read what these services encrypted, for whoever writes nothing there. */
export function decrypts(key: Key, ...services: readonly Through[]): Grant {
  return throughServices(key, ['kms:Decrypt'], services);
}

function throughServices(key: Key, actions: readonly string[], services: readonly Through[]): Grant {
  const grant = exactly(actions, [key.keyArn]);
  grant.statement.addConditions(through(key, services));
  return grant;
}

/** KMS sets this value, not the caller. The star is for China, where the names end otherwise. */
export function through(key: Key, services: readonly Through[]): Readonly<Record<string, object>> {
  const { region } = Stack.of(key);
  return { StringLike: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com*`) } };
}

/** The records that functions have in common who read any: of runs, of watch runs, and the events of reviews. */
const history = [runsPartition, watchesPartition, reviewsPartition];

/** A star at the end stands for all partitions that begin so. */
const sessions = `${passingPrefix}*`;

export function readsRecords(table: Table): Grant {
  return readsPartitions(table, history);
}

/** Finds the last run before a moment. */
export function readsOrder(table: Table): Grant {
  const index = `${table.tableArn}/index/${tableLayout.orderIndex.name}`;
  return ofPartitions(['dynamodb:Query'], index, [runsPartition]);
}

/** For the portal: who read what, and whoever has signed in. */
export function readsPeople(table: Table): Grant {
  return readsPartitions(table, [accessPartition, sessions]);
}

/** Finds the number of the next entry. */
export function readsAccess(table: Table): Grant {
  return readsPartitions(table, [accessPartition]);
}

function readsPartitions(table: Table, partitions: readonly string[]): Grant {
  return ofPartitions(['dynamodb:GetItem', 'dynamodb:Query'], table.tableArn, partitions);
}

/** Puts records into these partitions only. Conditions are set by the program; this policy demands none. */
function writesPartitions(table: Table, partitions: readonly string[]): Grant {
  return ofPartitions(['dynamodb:PutItem'], table.tableArn, partitions);
}

/** The right to these actions on the records of these partitions only. There is none to delete. */
function ofPartitions(actions: readonly string[], resource: string, partitions: readonly string[]): Grant {
  const grant = exactly(actions, [resource]);
  const compared = partitions.some((partition) => partition.endsWith('*')) ? 'StringLike' : 'StringEquals';
  grant.statement.addConditions({ [`ForAllValues:${compared}`]: { 'dynamodb:LeadingKeys': partitions } });
  return grant;
}

/** Records runs with what they found, and adds events to reviews. */
export function writesRuns(table: Table): Grant {
  return writesPartitions(table, [runsPartition, `${findingPrefix}*`, reviewsPartition]);
}

/** Counts the runs. */
export function countsRuns(table: Table): Grant {
  return ofPartitions(['dynamodb:UpdateItem'], table.tableArn, [runCounterKey.pk]);
}

/** Adds events to reviews, and touches no other record. */
export function writesReviews(table: Table): Grant {
  return writesPartitions(table, [reviewsPartition]);
}

/** The right to claim work that one function at a time may do, and to touch no other record. */
export function claims(table: Table): Grant {
  return writesPartitions(table, [claimsPartition]);
}

/** Records watch runs, and touches no other record. */
export function writesWatches(table: Table): Grant {
  return writesPartitions(table, [watchesPartition]);
}

/** What a person does in the portal: adds events and entries of the record of access, and opens sessions. */
export function recordsPeople(table: Table): Grant {
  return writesPartitions(table, [reviewsPartition, accessPartition, sessions]);
}

/** Adds entries to the record of access, and nothing else. */
export function recordsAccess(table: Table): Grant {
  return writesPartitions(table, [accessPartition]);
}

/** Empties what passes, a session or a sign-in, and changes no other record. */
export function endsSessions(table: Table): Grant {
  return ofPartitions(['dynamodb:UpdateItem'], table.tableArn, [sessions]);
}

export function invokes(...functionArns: readonly string[]): Grant {
  return exactly(['lambda:InvokeFunction'], functionArns);
}

/** The right to put events under the source of this product alone, so that no rule takes them for another product's. */
export function putsEvents(bus: IEventBus): Grant {
  const grant = exactly(['events:PutEvents'], [bus.eventBusArn]);
  // One call puts several events, so `events:source` has several values. `ForAllValues` also holds when there is none,
  // which `Null` excludes.
  grant.statement.addConditions({
    'ForAllValues:StringEquals': { 'events:source': eventSource },
    Null: { 'events:source': 'false' },
  });
  return grant;
}

/** @param arns what is sent with @param sender the only address that mail may come from */
export function sendsMail(arns: readonly string[], sender: string): Grant {
  const grant = exactly(['ses:SendEmail', 'ses:SendRawEmail'], arns);
  grant.statement.addConditions({ StringEquals: { 'ses:FromAddress': sender } });
  return grant;
}
