// DynamoDB as the stores use it: consistent reads, conditional writes, parsed items, failures named.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PutCommandInput, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ItemKey } from '../../../core/names/table-keys.ts';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';

/** The table cannot be reached or does not allow it; DynamoDB's own error is the cause. */
export class TableFailure extends Error {
  override readonly name = 'TableFailure';
  constructor(what: string, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

export type Condition = Pick<
  PutCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** Holds for an item that is not there yet. */
export const absent: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

export type Query = Omit<QueryCommandInput, 'TableName' | 'ConsistentRead' | 'ExclusiveStartKey'>;

export interface TakingOut {
  readonly attribute: string;
  /** Of this taking and no other. */
  readonly taker: string;
  /** Beside that the attribute is there. */
  readonly condition: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const takenItem = z.object({ taker: z.optional(z.string()) });
const counterItem = z.object({ counted: z.number() });

/**
 * One table; every method throws TableFailure when DynamoDB does not answer as it should, and StoredRecordUnreadable for an
 * item in another form.
 */
export class TableConnection {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = DynamoDBDocumentClient.from(client);
    this.#table = table;
  }

  /** @returns whether the condition held and the item was written */
  async put(item: ItemKey & Readonly<Record<string, unknown>>, condition: Condition): Promise<boolean> {
    try {
      await this.#client.send(new PutCommand({ TableName: this.#table, Item: item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw new TableFailure(`cannot write to the table ${this.#table}`, error);
    }
  }

  async get<Item>(schema: z.ZodMiniType<Item>, key: ItemKey): Promise<Item | null> {
    const command = new GetCommand({ TableName: this.#table, Key: key, ConsistentRead: true });
    const { Item: found } = await this.#reading(this.#client.send(command));
    return found === undefined ? null : itemIn(schema, found);
  }

  /** Items in the order of the index, page after page; a consumer that stops asks for no further page. */
  async *query<Item>(schema: z.ZodMiniType<Item>, query: Query): AsyncGenerator<Item, void, void> {
    let after: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = { TableName: this.#table, ConsistentRead: true, ExclusiveStartKey: after, ...query };
      const answer = await this.#reading(this.#client.send(new QueryCommand(page)));
      for (const item of answer.Items ?? []) yield itemIn(schema, item);
      after = answer.LastEvaluatedKey;
    } while (after !== undefined);
  }

  async first<Item>(schema: z.ZodMiniType<Item>, query: Query): Promise<Item | null> {
    for await (const item of this.query(schema, query)) return item;
    return null;
  }

  /** Takes the next number of a counter: 1, 2, 3; a number that its taker does not use is not given again. */
  async next(counter: ItemKey): Promise<number> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: counter,
      UpdateExpression: 'ADD counted :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    });
    try {
      return z.parse(counterItem, (await this.#client.send(command)).Attributes).counted;
    } catch (error) {
      throw new TableFailure(`cannot count in the table ${this.#table}`, error);
    }
  }

  /**
   * Takes one attribute out of an item: of several who try at once, one gets it. The item itself stays, for nothing here
   * may delete. It is read before, because an answer may be lost that nobody gives a second time.
   *
   * @returns the item as it was before; `null` when there is none, the condition does not hold, or it was taken
   */
  async takeOut<Item>(schema: z.ZodMiniType<Item>, key: ItemKey, taking: TakingOut): Promise<Item | null> {
    const { attribute, taker, condition, values } = taking;
    const before = await this.get(schema, key);
    if (before === null) return null;
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: key,
      UpdateExpression: 'SET taker = :taker REMOVE #taken',
      ConditionExpression: `attribute_exists(#taken) AND ${condition}`,
      ExpressionAttributeNames: { '#taken': attribute },
      ExpressionAttributeValues: { ...values, ':taker': taker },
    });
    try {
      await this.#client.send(command);
      return before;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return (await this.get(takenItem, key))?.taker === taker ? before : null;
      throw new TableFailure(`cannot take from the table ${this.#table}`, error);
    }
  }

  async #reading<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (cause) {
      throw new TableFailure(`cannot read the table ${this.#table}`, cause);
    }
  }
}

/** @throws StoredRecordUnreadable for what somebody altered, or a later version wrote */
function itemIn<Item>(schema: z.ZodMiniType<Item>, item: Readonly<Record<string, unknown>>): Item {
  const parsed = z.safeParse(schema, item);
  if (parsed.success) return parsed.data;
  throw new StoredRecordUnreadable(itemPlace({ pk: String(item['pk']), sk: String(item['sk']) }), parsed.error);
}

/** Which item it is, for an error. */
export function itemPlace({ pk, sk }: ItemKey): string {
  return `the item ${pk}, ${sk} of the table`;
}
