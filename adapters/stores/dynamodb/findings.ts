// The newest state of each finding in DynamoDB, under its stable id.
import * as z from 'zod/mini';
import { decodeFinding, encodeFinding } from '../../../core/findings/stored-finding.ts';
import { findingItemKey } from '../../../core/names/table-keys.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Findings } from '../../../core/ports/stores.ts';
import type { TableConnection } from './connection.ts';

const findingItem = z.object({ finding: z.string() });

/** Writes in flight: enough to fill the client's connections (50), and few enough for a new table on demand. */
const lanes = 32;

export function dynamoFindings(table: TableConnection): Findings {
  return {
    async put(run: { readonly id: string; readonly asOf: Instant }, findings: readonly Finding[]): Promise<void> {
      const asOfMs = msOf(run.asOf);
      // Encoded before the first write: a finding that cannot be stored stops the run before half of it is.
      const items = findings.map((finding) => ({
        ...findingItemKey(finding.id),
        run: run.id,
        asOfMs,
        finding: encodeFinding(finding),
      }));
      const waiting = items.values();
      await Promise.all(
        Array.from({ length: lanes }, async () => {
          // Whether it was written does not matter: if not, a later run has.
          for (const item of waiting) await table.put(item, notOlderThan(asOfMs));
        }),
      );
    },

    async get(id: string): Promise<Finding | null> {
      const item = await table.get(findingItem, findingItemKey(id));
      return item === null ? null : decodeFinding(item.finding, id);
    },
  };
}

function notOlderThan(asOfMs: number): {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: Record<string, number>;
} {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR asOfMs <= :asOfMs',
    ExpressionAttributeValues: { ':asOfMs': asOfMs },
  };
}
