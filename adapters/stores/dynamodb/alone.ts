// One function at a time, by a claim in DynamoDB that ends by itself: whoever was killed holds nobody up after that.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { claimItemKey, tableLayout } from '../../../core/names/table-keys.ts';
import type { Alone } from '../../../core/ports/stores.ts';
import type { Clock, Ids } from '../../../core/ports/world.ts';
import { msOf } from '../../../core/values/instant.ts';
import { TableConnection } from './connection.ts';

export interface ClaimOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** What is claimed. */
  readonly name: string;
  /** After how many milliseconds the claim ends: later than the work can, which the time-out of its function ends. */
  readonly endsAfterMs: number;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * @throws TableFailure, from what is returned
 * @example dynamoAlone({ client, table, name: 'handing-over', endsAfterMs: 360_000, clock, ids })
 */
export function dynamoAlone({ client, table: tableName, name, endsAfterMs, clock, ids }: ClaimOptions): Alone {
  const table = new TableConnection(client, tableName);
  return async (work) => {
    const holder = ids.next();
    const now = msOf(clock.now());
    const endsMs = now + endsAfterMs;
    const claim = { ...claimItemKey(name), holder, endsMs, [tableLayout.timeToLive]: Math.ceil(endsMs / 1000) };
    const isClaimed = await table.put(claim, {
      // Its own, where the answer to the first attempt was lost.
      ConditionExpression: 'attribute_not_exists(pk) OR endsMs <= :now OR holder = :holder',
      ExpressionAttributeValues: { ':now': now, ':holder': holder },
    });
    if (!isClaimed) return null;
    try {
      return { value: await work() };
    } finally {
      // Nothing is deleted; of one that is over and somebody else's by now, nothing is touched.
      await table.put(
        { ...claim, endsMs: 0 },
        { ConditionExpression: 'holder = :holder', ExpressionAttributeValues: { ':holder': holder } },
      );
    }
  };
}
