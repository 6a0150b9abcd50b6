// The grants that several functions are given, each naming the very objects and records that it is about.
import { CfnElement, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { eventSource } from '../../core/names/variables.ts';
import {
  accessPartition,
  claimsPartition,
  passingPrefix,
  reviewsPartition,
  tableLayout,
  watchesPartition,
} from '../../core/names/table-keys.ts';

/** A permission, and for each star in it the reason why nothing narrower will do. */
export interface Grant {
  readonly statement: PolicyStatement;
  /** As cdk-nag names what it found: `Resource::*`. */
  readonly stars: readonly { readonly finding: string; readonly reason: string }[];
}

export function exactly(actions: readonly string[], resources: readonly string[]): Grant {
  return { statement: new PolicyStatement({ actions: [...actions], resources: [...resources] }), stars: [] };
}

/** @param keys of the objects, a star for what only a run knows: `work/*` */
export function reads(bucket: Bucket, ...keys: readonly string[]): Grant {
  // Reading is by version, so that what was found is what is read.
  return onObjects(bucket, { actions: ['s3:GetObject', 's3:GetObjectVersion'], keys });
}

/**
 * Puts, with or without a condition: the program asks each time that nothing be there, and no policy does. Without the
 * right to delete, what was there stays a version of its own.
 */
export function writes(bucket: Bucket, ...keys: readonly string[]): Grant {
  return onObjects(bucket, { actions: ['s3:PutObject'], keys });
}

/** Also what makes S3 say that an object is missing instead of forbidden. */
export function lists(bucket: Bucket): Grant {
  return exactly(['s3:ListBucket'], [bucket.bucketArn]);
}

/** As `writes`, and refused unless the put itself asks that nothing be there: no version comes after another. */
export function writesOnce(bucket: Bucket, ...keys: readonly string[]): Grant {
  const grant = writes(bucket, ...keys);
  grant.statement.addConditions({ Null: { 's3:if-none-match': 'false' } });
  return grant;
}

export interface Lock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly years: number;
}

/** Of evidence: outside of prod an administrator may take a lock off. */
export function lockOf({
  isProd,
  retentionYears,
}: {
  readonly isProd: boolean;
  readonly retentionYears: number;
}): Lock {
  return { mode: isProd ? 'COMPLIANCE' : 'GOVERNANCE', years: retentionYears };
}

/** Locks of this mode and for at least these years: whoever may lock evidence can never lock it for less. */
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

/** What stands encrypted in buckets and tables is read and written through the key. */
export function uses(key: Key): Grant {
  return exactly(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]);
}

export function readsRecords(table: Table): Grant {
  const index = `${table.tableArn}/index/${tableLayout.orderIndex.name}`;
  return exactly(['dynamodb:GetItem', 'dynamodb:Query'], [table.tableArn, index]);
}

/** Puts and updates of any record; the program makes them under conditions, and no policy does. It deletes nothing. */
export function writesRecords(table: Table): Grant {
  return exactly(['dynamodb:PutItem', 'dynamodb:UpdateItem'], [table.tableArn]);
}

/** Records of these partitions and no others; a star at the end of one stands for any that begin so. */
function ofPartitions(table: Table, action: string, partitions: readonly string[]): Grant {
  const grant = exactly([action], [table.tableArn]);
  const compared = partitions.some((partition) => partition.endsWith('*')) ? 'StringLike' : 'StringEquals';
  grant.statement.addConditions({ [`ForAllValues:${compared}`]: { 'dynamodb:LeadingKeys': partitions } });
  return grant;
}

/** Adds events to reviews, and touches no other record. */
export function writesReviews(table: Table): Grant {
  return ofPartitions(table, 'dynamodb:PutItem', [reviewsPartition]);
}

/** Claims what one at a time may do, and touches no other record. */
export function claims(table: Table): Grant {
  return ofPartitions(table, 'dynamodb:PutItem', [claimsPartition]);
}

/** Records watch runs, and touches no other record. */
export function writesWatches(table: Table): Grant {
  return ofPartitions(table, 'dynamodb:PutItem', [watchesPartition]);
}

/** What a person does in the portal: adds events and entries of the record of access, and opens sessions. */
export function recordsPeople(table: Table): Grant {
  return ofPartitions(table, 'dynamodb:PutItem', [reviewsPartition, accessPartition, `${passingPrefix}*`]);
}

/** Adds entries to the record of access, and nothing else. */
export function recordsAccess(table: Table): Grant {
  return ofPartitions(table, 'dynamodb:PutItem', [accessPartition]);
}

/** Empties what passes, a session or a sign-in, and changes no other record. */
export function endsSessions(table: Table): Grant {
  return ofPartitions(table, 'dynamodb:UpdateItem', [`${passingPrefix}*`]);
}

export function invokes(...functionArns: readonly string[]): Grant {
  return exactly(['lambda:InvokeFunction'], functionArns);
}

/** Under the own source alone: nobody's rules take these events for another product's. */
export function putsEvents(bus: IEventBus): Grant {
  const grant = exactly(['events:PutEvents'], [bus.eventBusArn]);
  // One call puts several events, so the key has several values; without any, the first condition would hold.
  grant.statement.addConditions({
    'ForAllValues:StringEquals': { 'events:source': eventSource },
    Null: { 'events:source': 'false' },
  });
  return grant;
}

/** @param sender the only address that mail may come from */
export function sendsMail(identityArn: string, sender: string): Grant {
  const grant = exactly(['ses:SendEmail', 'ses:SendRawEmail'], [identityArn]);
  grant.statement.addConditions({ StringEquals: { 'ses:FromAddress': sender } });
  return grant;
}
