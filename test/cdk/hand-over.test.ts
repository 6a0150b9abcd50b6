// What is deployed beside the rest where work orders are handed over: off in cdk.json, so it is synthesized here.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { HandOverConfig } from '../../core/config/hand-over.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { handOverEverything } from '../../steps/remove/hand-over-orders.ts';
import { decided, first, openedWorld, ordered } from '../steps/review/year/opened.ts';
import { templateAlone } from '../support/aws/deployment/assemblies.ts';
import { SimulatedStage } from '../support/aws/deployment/simulation.ts';
import { synthesize, templateOf, validationReport } from '../support/aws/deployment/synthesis.ts';
import type { SynthesizedTemplate } from '../support/aws/deployment/synthesis.ts';
import { madeOnce } from '../support/suite/made-once.ts';

const root = join(import.meta.dirname, '..', '..');
const cdkJson = z.object({ context: z.looseObject({ 'access-review': z.record(z.string(), z.unknown()) }) });

const handOver = [
  { id: 'jira', kind: 'jira', url: 'https://quillfeather.example', project: 'IAM' },
  { id: 'slack', kind: 'slack' },
];

async function synthesized(output: string): Promise<void> {
  const { context } = z.parse(cdkJson, JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')));
  const own: unknown = JSON.parse(await readFile(join(root, 'cdk/sample.json'), 'utf8'));
  const config = `${output}-review.json`;
  await writeFile(config, JSON.stringify({ ...z.parse(z.looseObject({}), own), handOver }));
  const settings = { ...context['access-review'], config };
  synthesize({ stage: 'prod', output, context: { 'aws:cdk:bundling-stacks': [], 'access-review': settings } });
}

let assembly = '';
let template: SynthesizedTemplate;
let stage: SimulatedStage;
beforeAll(async () => {
  assembly = await madeOnce('template-hand-over', synthesized);
  template = templateOf(assembly, 'AccessReview-prod');
  stage = SimulatedStage.of(assembly);
}, 300_000);

const evidence = (key: string): string => `${stage.arn('AWS::S3::Bucket', 'Evidence')}/${key}`;

async function may(
  action: string,
  resource: string,
  context: Record<string, string | string[]> = {},
): Promise<boolean> {
  return stage.roleMay(stage.arn('AWS::IAM::Role', 'ReviewHandOver'), { action, resource, context });
}

const once = { 's3:if-none-match': '*' };
const place = {
  kind: 'servicenow',
  id: 'servicenow',
  url: 'https://acme.example',
  table: 'incident',
  logins: false,
} as const satisfies HandOverConfig;
const order = 'reviews/2026-Q4/work-order-1';

describe('handing work orders over', () => {
  test('is in no template whose configuration names no place', async () => {
    const without = JSON.stringify(templateOf(await templateAlone('prod'), 'AccessReview-prod'));
    expect(without).not.toMatch(/hand-over|HandOver|HAND_OVER/);
  });

  test('adds a function, its role and log, a secret for each place and an alarm, and tells the run of it alone', async () => {
    const without = templateOf(await templateAlone('prod'), 'AccessReview-prod').Resources;
    const added = Object.entries(template.Resources).flatMap(([id, one]) =>
      without[id] === undefined ? [one.Type] : [],
    );
    expect(added.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::SecretsManager::Secret',
      'AWS::SecretsManager::Secret',
    ]);
    const changed = Object.entries(without).flatMap(([id, one]) =>
      JSON.stringify(one) === JSON.stringify(template.Resources[id]) ? [] : [id.replace(/[0-9A-F]{8}$/, '')],
    );
    expect(new Set(changed)).toEqual(new Set(['ReviewRunFunction', 'ReviewRunRoleDefaultPolicy', 'AlarmsDashboard']));
  });

  test('passes every rule of cdk-nag, or says why not', () => {
    expect(validationReport(assembly)).toMatchObject({ pluginReports: [] });
  });

  test('names its secrets as those of directories are named', () => {
    const names = Object.values(template.Resources).flatMap((one) =>
      one.Type === 'AWS::SecretsManager::Secret' ? [one.Properties['Name']] : [],
    );
    expect(names).toEqual(
      expect.arrayContaining(['access-review-prod/hand-over-jira', 'access-review-prod/hand-over-slack']),
    );
  });

  test('ends before its claim does, so that no second function can be sending', () => {
    const own = Object.values(template.Resources).find(
      (one) => one.Properties['FunctionName'] === 'access-review-prod-hand-over',
    )?.Properties;
    const schema = z.object({
      Timeout: z.number(),
      Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
    });
    const { Timeout, Environment } = z.parse(schema, own);
    expect(Number(Environment.Variables['CLAIM_SECONDS'])).toBeGreaterThan(Timeout);
  });

  test('reads the configuration of a run, the decisions and its own files, and no finding, person or report', async () => {
    for (const key of [
      'runs/1/evidence/policy.json',
      'reviews/2026-Q4/review.jsonl',
      `${order}/handed-over-jira.json`,
    ]) {
      expect(await may('s3:GetObject', evidence(key))).toBe(true);
    }
    for (const key of ['runs/1/findings.json', 'runs/1/report.pdf', `${order}/suspend-001.csv`, 'history/a.json']) {
      expect(await may('s3:GetObject', evidence(key))).toBe(false);
    }
  });

  test('may read whatever handing an order over asks for', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke' });
    await ordered(world);
    const keys = new Set<string>();
    const objects: Objects = {
      ...world.dependencies.objects,
      get: async (key) => {
        keys.add(key);
        return world.dependencies.objects.get(key);
      },
    };
    const desk = {
      knowsRepeats: true,
      send: async () => ({ reference: 'INC1', where: place.url }),
      status: async () => 'New',
    };
    const alone = { handingOverAlone: async <Done>(act: () => Promise<Done>) => ({ value: await act() }) };
    const handed = await handOverEverything({ ...world.dependencies, objects, ...alone, deskOf: () => desk }, [place]);
    expect(handed).toHaveLength(1);
    const asked = await Promise.all([...keys].map(async (key) => [key, await may('s3:GetObject', evidence(key))]));
    expect(asked.filter(([, isRead]) => isRead !== true)).toEqual([]);
  });

  test('writes what came of it once, and neither orders nor anything else', async () => {
    for (const name of ['handing-over-1-jira', 'handed-over-jira', 'refused-1-jira', 'status-1-jira']) {
      expect(await may('s3:PutObject', evidence(`${order}/${name}.json`), once)).toBe(true);
      expect(await may('s3:PutObject', evidence(`${order}/${name}.json`))).toBe(false);
      expect(await may('s3:DeleteObject', evidence(`${order}/${name}.json`))).toBe(false);
    }
    for (const key of [`${order}/work-order.txt`, 'reviews/2026-Q4/report.pdf', 'runs/1/findings.json']) {
      expect(await may('s3:PutObject', evidence(key), once)).toBe(false);
    }
  });

  test('claims, and adds to no review: a closed ticket can become no proof', async () => {
    const table = stage.arn('AWS::DynamoDB::Table', 'Table');
    const putting = async (partition: string): Promise<boolean> =>
      may('dynamodb:PutItem', table, { 'dynamodb:LeadingKeys': [partition] });
    expect(await Promise.all(['claims', 'reviews', 'runs', 'access', 'passing#1'].map(putting))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('reads the secrets of its places alone, which no other function reads, and signs and mails nothing', async () => {
    const secrets = stage.ofType('AWS::SecretsManager::Secret').map(({ id }) => id);
    const read = await Promise.all(
      secrets.map(async (id) =>
        (await may('secretsmanager:GetSecretValue', stage.arn('AWS::SecretsManager::Secret', id))) ? [id] : [],
      ),
    );
    expect(read.flat().map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'ReviewHandOverCredentialsjira',
      'ReviewHandOverCredentialsslack',
    ]);
    const [first = ''] = read.flat();
    const resource = stage.arn('AWS::SecretsManager::Secret', first);
    const roles = stage.ofType('AWS::IAM::Role').map(({ id }) => stage.arn('AWS::IAM::Role', id));
    const able = await Promise.all(
      roles.map((role) => stage.roleMay(role, { action: 'secretsmanager:GetSecretValue', resource })),
    );
    expect(able.filter(Boolean)).toHaveLength(1);
    expect(await may('kms:Sign', stage.arn('AWS::KMS::Key', 'SigningKey'))).toBe(false);
    expect(await may('ses:SendEmail', '*')).toBe(false);
  });
});
