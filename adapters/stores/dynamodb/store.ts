// The table behind the stores' ports: what a deployment records.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Stores } from '../../../core/ports/stores.ts';
import type { Ids } from '../../../core/ports/world.ts';
import { dynamoAccess } from './access.ts';
import { TableConnection } from './connection.ts';
import { dynamoFindings } from './findings.ts';
import { dynamoPassing } from './passing.ts';
import { dynamoReviews } from './reviews.ts';
import { dynamoRuns } from './runs.ts';

/**
 * A table of the layout in `core/names/table-keys.ts`. All reads are consistent and all writes conditional; there are no
 * transactions, because no rule needs two items to change at once. Every method throws `TableFailure`.
 *
 * @example dynamoStore({ client: new DynamoDBClient(), table: 'access-review-prod', ids })
 */
export function dynamoStore(options: {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly ids: Ids;
}): Stores {
  const table = new TableConnection(options.client, options.table);
  return {
    runs: dynamoRuns(table),
    findings: dynamoFindings(table),
    reviews: dynamoReviews(table, options.ids),
    passing: dynamoPassing(table, options.ids),
    access: dynamoAccess(table, options.ids),
  };
}
