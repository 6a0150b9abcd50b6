// The templates of two stages, as people review them: what is deployed, and whom it lets in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { synthesize, templateOf } from '../support/aws/deployment/synthesis.ts';
import type { SynthesizedTemplate } from '../support/aws/deployment/synthesis.ts';
import { aFolder } from '../support/folders.ts';
import { bothStages } from './both-stages.ts';

type Found = SynthesizedTemplate['Resources'][string];

const { template, ofType } = bothStages();

const behaviourSchema = z.object({ ResponseHeadersPolicyId: z.object({ Ref: z.string() }) });
const distributionSchema = z.object({
  DistributionConfig: z.object({
    DefaultCacheBehavior: behaviourSchema,
    CacheBehaviors: z.array(z.extend(behaviourSchema, { PathPattern: z.string() })),
  }),
});
const overriding = z.object({ Override: z.boolean() });
const headersSchema = z.object({
  ResponseHeadersPolicyConfig: z.object({
    SecurityHeadersConfig: z.object({
      ContentSecurityPolicy: overriding,
      ContentTypeOptions: overriding,
      FrameOptions: overriding,
      ReferrerPolicy: overriding,
      StrictTransportSecurity: overriding,
    }),
  }),
});

describe('the template', () => {
  test('is the one that was reviewed', async () => {
    // A difference is for a person to read: `npx vitest run test/cdk/template.test.ts -u` takes it over.
    const text = `${JSON.stringify(template('prod'), null, 1)}\n`;
    await expect(text).toMatchFileSnapshot('../../cdk/reviewed.template.json');
  });

  test('names no part of AWS but where the settings do, so that it is deployed in any', () => {
    const named = JSON.stringify(template('prod')).match(/arn:aws[^"]*/g) ?? [];
    const ofSettings = /^arn:aws:(?:iam::\d+:saml-provider|acm:us-east-1:\d+:certificate)\//;
    expect(named.filter((one) => !ofSettings.test(one))).toEqual([]);
  });

  test('opens no bucket to the public, and takes no request without TLS', () => {
    const buckets = ofType('prod', 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(5);
    for (const { Properties } of buckets) {
      expect(Properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    const policies = ofType('prod', 'AWS::S3::BucketPolicy').map(({ Properties }) => JSON.stringify(Properties));
    expect(policies.filter((text) => text.includes('"aws:SecureTransport":"false"'))).toHaveLength(5);
  });

  test('lets services use keys, topics, buckets and queues for this account alone', () => {
    const statements = Object.entries(template('prod').Resources).flatMap(([id, { Properties }]) =>
      [Properties['PolicyDocument'], Properties['KeyPolicy']].flatMap((policy) =>
        policy === undefined ? [] : z.parse(policyOfResource, policy).Statement.map((one) => ({ id, ...one })),
      ),
    );
    const ofServices = statements.filter(({ Principal }) => JSON.stringify(Principal ?? '').includes('"Service"'));
    expect(ofServices.length).toBeGreaterThan(6);
    const open = ofServices.filter(
      ({ Condition }) => !/"aws:Source(Account|Arn)"/i.test(JSON.stringify(Condition ?? '')),
    );
    expect(open).toEqual([]);
  });

  test('bounds how many of each function that is started from outside run at once', () => {
    const bounds = ofType('prod', 'AWS::Lambda::Function').flatMap(({ Properties }) =>
      'ReservedConcurrentExecutions' in Properties
        ? [[Properties['FunctionName'], Properties['ReservedConcurrentExecutions']]]
        : [],
    );
    expect(bounds).toEqual([
      ['access-review-prod-start', 4],
      ['access-review-prod-ingest-export', 2],
      ['access-review-prod-verify', 5],
      ['access-review-prod-portal', 20],
      ['access-review-prod-assistants', 5],
    ]);
  });

  test('reserves as many calls at once as the runbook says an account needs', () => {
    const reserved = Object.values(template('prod').Resources).map(({ Properties }) =>
      Number(Properties['ReservedConcurrentExecutions'] ?? 0),
    );
    const sum = reserved.reduce((all, one) => all + one, 0);
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    expect(runbook).toContain(
      `for ${sum} calls at once with the portal and its assistants and 2 more for intake by mail`,
    );
    expect(runbook).toContain(`below ${sum + 2 + 100}`);
  });

  test('lets auditors in for no longer than a working morning, and nobody when the settings name no way', async () => {
    const roles = ofType('prod', 'AWS::IAM::Role').filter(({ Properties }) => 'MaxSessionDuration' in Properties);
    expect(roles.map(({ Properties }) => Properties['MaxSessionDuration'])).toEqual([4 * 60 * 60]);
    const output = await aFolder();
    synthesize({
      stage: 'prod',
      output,
      context: { 'aws:cdk:bundling-stacks': [], 'access-review': withoutAuditors() },
      judged: false,
    });
    const closed = Object.entries(templateOf(output, 'AccessReview-prod').Resources);
    expect(closed.filter(([id, { Type }]) => id.includes('Auditor') || Type === 'AWS::IAM::ManagedPolicy')).toEqual([]);
    expect(JSON.stringify(closed)).not.toMatch(/AssumeRoleWithSAML|AUDITORS_SIGN_IN/);
  });

  test('has no portal, and counts a run as the control, when the settings name none', async () => {
    const output = await aFolder();
    const { portal, ...others } = settingsOfSample();
    expect(portal).toBeDefined();
    synthesize({
      stage: 'prod',
      output,
      context: { 'aws:cdk:bundling-stacks': [], 'access-review': others },
      judged: false,
    });
    const closed = Object.values(templateOf(output, 'AccessReview-prod').Resources);
    expect(closed.filter(({ Type }) => Type.startsWith('AWS::CloudFront') || Type === 'AWS::Lambda::Url')).toEqual([]);
    expect(JSON.stringify(closed)).not.toMatch(/[Pp]ortal|CorsConfiguration/);
    expect(JSON.stringify(closed)).toContain('"PERFORMED_BY":"run"');
  });

  test('puts the region into every name that holds for the whole account, when the settings say so', async () => {
    const output = await aFolder();
    const settings = { ...settingsOfSample(), namesPerRegion: true };
    const context = { 'aws:cdk:bundling-stacks': [], 'access-review': settings };
    synthesize({ stage: 'prod', output, context, judged: false });
    const { Resources } = templateOf(output, 'AccessReview-prod');
    const perRegion = Object.values(Resources).flatMap(namesInAccount);
    const alone = Object.values(template('prod').Resources).flatMap(namesInAccount);
    expect(perRegion).toHaveLength(alone.length);
    expect(perRegion.filter((name) => !name.includes('{"Ref":"AWS::Region"}'))).toEqual([]);
    // A name that a stage has would be another resource with another name.
    expect(alone.filter((name) => !name.includes('AWS::Region'))).toHaveLength(7);
  });

  test('takes files from the pages of the portal alone, and each kind of file one way', () => {
    const rules = ofType('prod', 'AWS::S3::Bucket').flatMap(({ Properties }) =>
      'CorsConfiguration' in Properties ? z.parse(cors, Properties['CorsConfiguration']).CorsRules : [],
    );
    expect(rules.map(({ AllowedMethods, AllowedOrigins }) => [AllowedMethods, AllowedOrigins])).toEqual([
      [['PUT'], ['https://review.quillfeather.example']],
      [['GET'], ['https://review.quillfeather.example']],
    ]);
  });

  test('lets the function of the portal say under which policy a browser shows its answers, and nothing else', () => {
    const [only] = ofType('prod', 'AWS::CloudFront::Distribution');
    const { DistributionConfig: config } = z.parse(distributionSchema, only?.Properties);
    const behaviours = [{ PathPattern: '*', ...config.DefaultCacheBehavior }, ...config.CacheBehaviors];
    const policies = behaviours.map(({ PathPattern, ResponseHeadersPolicyId: { Ref: id } }) => {
      const found = z.parse(headersSchema, template('prod').Resources[id]?.Properties).ResponseHeadersPolicyConfig;
      const { ContentSecurityPolicy: policy, ...others } = found.SecurityHeadersConfig;
      for (const { Override } of Object.values(others)) expect(Override).toBe(true);
      return [PathPattern, policy.Override];
    });
    expect(Object.fromEntries(policies)).toEqual({
      '*': true,
      '/assets/*': true,
      '/api/*': false,
      '/auth/*': true,
      '/mcp': true,
      '/.well-known/*': true,
    });
  });

  test('makes a signing key that is for signing only', () => {
    const keys = ofType('prod', 'AWS::KMS::Key').map(({ Properties }) => Properties);
    expect(keys).toEqual(
      expect.arrayContaining([expect.objectContaining({ KeySpec: 'RSA_3072', KeyUsage: 'SIGN_VERIFY' })]),
    );
  });
});

/** Kinds of resources whose names are those of the account, or of all AWS, and not of a region. */
const ofAccount = /^AWS::(?:CloudFront|IAM|Route53|WAFv2)::|^AWS::CloudWatch::Dashboard$|^AWS::S3::Bucket$/;

/** Every name that the template itself gives to something of the whole account, as JSON. An inline policy has its role's room. */
function namesInAccount({ Type, Properties }: Found): readonly string[] {
  if (!ofAccount.test(Type) || Type === 'AWS::IAM::Policy') return [];
  const configs = Object.entries(Properties).flatMap(([key, one]) => (key.endsWith('Config') ? [one] : []));
  return [Properties, ...configs].flatMap(namesIn);
}

function namesIn(properties: unknown): readonly string[] {
  const read = z.safeParse(z.record(z.string(), z.unknown()), properties);
  return Object.entries(read.data ?? {}).flatMap(([key, one]) =>
    /^(?:Bucket|Dashboard|Group|ManagedPolicy|Role|User)?Name$/.test(key) ? [JSON.stringify(one)] : [],
  );
}

function settingsOfSample() {
  const { context } = z.parse(cdkJson, JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')));
  return context['access-review'];
}

/** The settings of the sample, closed to auditors. */
function withoutAuditors(): object {
  const { auditors, ...others } = settingsOfSample();
  expect(auditors).toBeDefined();
  return others;
}

const cdkJson = z.object({
  context: z.object({ 'access-review': z.looseObject({ auditors: z.unknown(), portal: z.unknown() }) }),
});
const cors = z.object({
  CorsRules: z.array(z.object({ AllowedMethods: z.array(z.string()), AllowedOrigins: z.array(z.string()) })),
});
const policyOfResource = z.object({
  Statement: z.array(z.looseObject({ Principal: z.optional(z.unknown()), Condition: z.optional(z.unknown()) })),
});
