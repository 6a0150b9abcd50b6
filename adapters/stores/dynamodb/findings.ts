// The newest state of each finding in DynamoDB, under its stable id.
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { decodeFinding, encodeFinding } from '../../../core/findings/stored-finding.ts';
import { findingItemKey } from '../../../core/names/table-keys.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Findings } from '../../../core/ports/stores.ts';
import type { TableConnection } from './connection.ts';
import { unpacked } from './unpacked.ts';

/** Text, or compressed what is too long to be kept as it is. */
const findingItem = z.object({ finding: z.union([z.string(), z.instanceof(Uint8Array)]) });

/** An item holds 400 KB with its names and keys. */
const mostBytes = 390_000;

/** No finding comes near, compressed; the export or a directory says more of an account than a person reads. */
export class FindingTooLarge extends Error {
  override readonly name = 'FindingTooLarge';
  constructor({ id, code, row }: Finding, bytes: number) {
    const where = row === null ? '' : `, row ${row} of the export`;
    super(
      `the finding ${id} (${code}${where}) has ${bytes} bytes compressed, and an item of the table holds ${mostBytes}: shorten what the export or the directory says there, and start the run again at the present time`,
    );
  }
}

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
        finding: keptText(finding),
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
      return item === null ? null : decodeFinding(textIn(item.finding, id), id);
    },
  };
}

/** @throws FindingTooLarge */
function keptText(finding: Finding): string | Uint8Array {
  const text = encodeFinding(finding);
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const compressed = gzipSync(text);
  if (compressed.length > mostBytes) throw new FindingTooLarge(finding, compressed.length);
  return compressed;
}

function textIn(kept: string | Uint8Array, id: string): string {
  return typeof kept === 'string' ? kept : unpacked(kept, `finding ${id}`);
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
