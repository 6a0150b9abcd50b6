// Work orders handed over by the function of the template, from its bundle, over HTTP: once, also when it is killed between
// sending and recording. The review comes from a home, whose records and files are those of a deployment.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { claimItemKey } from '../../../core/names/table-keys.ts';
import { assemblyWith } from '../../support/aws/deployment/assemblies.ts';
import type { Company } from '../../support/program/company.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { anOrder } from '../../support/tickets/an-order.ts';
import { placesAt, standIns } from '../../support/tickets/stand-ins.ts';
import type { StandIns } from '../../support/tickets/stand-ins.ts';
import type { DeployedFunction } from './machine/functions.ts';
import { raiseStage } from './machine/stage.ts';
import type { Stage } from './machine/stage.ts';

/** By the id of the place: what stands in its secret. */
function secretsOf(env: Readonly<Record<string, string>>): Readonly<Record<string, Record<string, string>>> {
  const held: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(env)) {
    const [, id = '', part = ''] = /^([A-Z]+)_(.+)$/.exec(name) ?? [];
    held[id.toLowerCase()] = { ...held[id.toLowerCase()], [part]: value };
  }
  return held;
}

interface Deployed {
  readonly stage: Stage;
  readonly handOver: DeployedFunction;
  readonly desks: StandIns;
}

function configWith(handOver: readonly object[]): object {
  return {
    organisation: 'Acme Corp',
    directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }],
    mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
    handOver,
  };
}

/** @param ids of the places that the deployment names; the review that it holds was run under a configuration without any */
async function aDeployment(
  ids: readonly string[],
  held: Parameters<typeof raiseStage>[0]['secrets'] | null = null,
): Promise<Deployed> {
  const [desks, folder] = [await standIns(), await aFolder()];
  const company = await anOrder([]);
  const places = placesAt(desks.url);
  const [whole, config] = [join(folder, 'whole.json'), join(folder, 'review.json')];
  await writeFile(whole, JSON.stringify(configWith(places)));
  const named = places.filter((one) => 'id' in one && ids.includes(String(one.id)));
  await writeFile(config, JSON.stringify(configWith(named)));
  const assembly = join(folder, 'cdk.out');
  const schedules = { review: 'cron(0 8 5 1 ? *)', watch: 'cron(0 6 * * ? *)', tick: 'cron(30 6 * * ? *)' };
  // One for all: a function leaves alone the secrets of places that its configuration does not name.
  await assemblyWith(config, assembly, {
    name: 'rehearsal-hand-over',
    stage: 'rehearsal',
    judged: false,
    context: { 'access-review': { config: whole, operators: ['operations@acme.com'], ...schedules } },
  });
  const stack = 'AccessReview-rehearsal';
  const stage = await raiseStage({ assembly, stack, caPem: '', folder, secrets: held ?? secretsOf(desks.env) });
  onTestFinished(async () => stage.close());
  await bringOver(company, stage);
  return { stage, desks, handOver: stage.named('hand-over') };
}

/** As if the time of the claim had passed. */
async function endClaim({ table: { client, name } }: Stage): Promise<void> {
  await DynamoDBDocumentClient.from(client).send(
    new UpdateCommand({
      TableName: name,
      Key: claimItemKey('handing-over'),
      UpdateExpression: 'SET endsMs = :now',
      ConditionExpression: 'endsMs > :now',
      ExpressionAttributeValues: { ':now': Date.now() },
    }),
  );
}

/** What a home holds of runs and reviews. */
async function bringOver(company: Company, stage: Stage): Promise<void> {
  const home = company.path('home');
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const Key = relative(home, file);
    if (!entry.isFile() || !/^(?:runs|reviews)\//.test(Key)) continue;
    await stage.client.send(
      new PutObjectCommand({ Bucket: stage.bucket('Evidence'), Key, Body: await readFile(file) }),
    );
  }
  const from = openSqliteStore({ file: join(home, 'access-review.db') });
  const to = dynamoStore({ client: stage.table.client, table: stage.table.name, ids: countingIds() });
  for (const run of await from.runs.list()) await to.runs.put(run);
  for (const review of await from.reviews.list()) {
    for (const { event, sequence } of await from.reviews.load(review))
      await to.reviews.append(review, sequence - 1, event);
  }
  from.close();
}

const asked = { execution: '1-tick' };

function receipts(stage: Stage): readonly string[] {
  const keys = stage.s3.buckets.get(stage.bucket('Evidence'))?.keys('reviews/2026-Q4/work-order-1/') ?? [];
  return keys.map((key) => key.slice('reviews/2026-Q4/work-order-1/'.length)).filter((name) => name.endsWith('.json'));
}

describe('the function that hands work orders over', { timeout: 300_000 }, () => {
  test('tells every place once with its own secret, then asks how tickets stand, and a closed one proves nothing', async () => {
    const { stage, handOver, desks } = await aDeployment(['jira', 'snow', 'hook', 'slack', 'teams']);
    expect(await stage.invoke(handOver, asked)).toEqual({ orders: 5, sent: 5, refused: 0 });
    expect(await stage.invoke(handOver, asked)).toEqual({ orders: 5, sent: 0, refused: 0 });
    expect(Object.values(desks.taken).map((all) => all.length)).toEqual([1, 1, 1, 1, 1]);
    expect(receipts(stage)).toEqual(
      expect.arrayContaining(['handed-over-jira.json', 'status-1-jira.json', 'status-1-snow.json']),
    );
    const { reviews } = dynamoStore({ client: stage.table.client, table: stage.table.name, ids: countingIds() });
    const kinds = (await reviews.load('2026-Q4')).map(({ event }) => event.kind);
    expect(kinds.at(-1), 'no event says that anything was removed').toBe('work-order-issued');
  });

  test.each(['jira', 'slack'])(
    'has told %s once when it is killed between sending and recording, and nobody is at it until its claim is over',
    async (id) => {
      const { stage, handOver, desks } = await aDeployment([id]);
      const killing = new AbortController();
      desks.onTaken = () => killing.abort();
      await expect(stage.invoke(handOver, asked, killing.signal)).rejects.toThrow(/was killed/);
      desks.onTaken = () => undefined;
      await expect(stage.invoke(handOver, asked)).rejects.toThrow('being handed over already');
      await endClaim(stage);
      // A channel cannot tell whether it had the post: it gets nothing again, and somebody has to look.
      const [sent, refused] = id === 'jira' ? [1, 0] : [0, 1];
      expect(await stage.invoke(handOver, asked)).toEqual({ orders: 1, sent, refused });
      // Asked again at once, as a run does that lost the answer.
      expect(await stage.invoke(handOver, asked)).toEqual({ orders: 1, sent: 0, refused });
      expect(desks.taken[id === 'jira' ? 'jira' : 'slack']).toHaveLength(1);
    },
  );

  test('counts a place that refuses, or whose secret is empty, tells the others, and tries again', async () => {
    const held: Record<string, Record<string, string>> = {
      jira: { EMAIL: 'bot@acme.com', API_TOKEN: ' ' },
    };
    const { stage, handOver, desks } = await aDeployment(['jira', 'hook'], held);
    expect(await stage.invoke(handOver, asked)).toEqual({ orders: 2, sent: 0, refused: 2 });
    held['jira'] = { EMAIL: 'bot@acme.com', API_TOKEN: 'token' };
    held['hook'] = { SECRET: desks.env['HOOK_SECRET'] ?? '' };
    desks.refusesWith = 403;
    expect(await stage.invoke(handOver, asked)).toEqual({ orders: 2, sent: 0, refused: 2 });
    desks.refusesWith = 0;
    expect(await stage.invoke(handOver, asked)).toEqual({ orders: 2, sent: 2, refused: 0 });
  });
});
