// What the template keeps and for how long: tables and buckets that outlive a mistake, evidence under lock, and what passes.
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { bothStages } from './both-stages.ts';

const { ofType } = bothStages();

const keeping = [
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
] as const;

describe('the template', () => {
  test.each(keeping)('keeps every %s of prod, and lets those of other stages go', (type) => {
    for (const [stage, policy] of [
      ['prod', 'Retain'],
      ['dev', 'Delete'],
    ] as const) {
      const found = ofType(stage, type);
      expect(found.length).toBeGreaterThan(0);
      expect(found.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(found.map(() => policy));
      expect(found.map(({ UpdateReplacePolicy }) => UpdateReplacePolicy)).toEqual(found.map(() => policy));
    }
  });

  test('protects the table of prod from deletion, and gives every table a past to go back to', () => {
    for (const stage of ['prod', 'dev'] as const) {
      expect(ofType(stage, 'AWS::DynamoDB::Table').map(({ Properties }) => Properties)).toMatchObject([
        {
          DeletionProtectionEnabled: stage === 'prod',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          BillingMode: 'PAY_PER_REQUEST',
        },
      ]);
    }
  });

  test('lets uploads stay unless a term is set: only what passes goes, also where nothing brings it any more, and parts that nobody finished', () => {
    const [exports] = ofType('prod', 'AWS::S3::Bucket').filter(({ Properties }) => 'CorsConfiguration' in Properties);
    const { Rules } = z.parse(lifecycle, exports?.Properties['LifecycleConfiguration']);
    const unfinished = { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
    // This deployment takes in no mail, and may have before: messages of others must not stay for good.
    expect(Rules).toEqual([
      unfinished,
      ...[
        ['handed/', 1],
        ['staged/', 1],
        ['incoming/', 30],
        ['quarantine/', 400],
        ['sending/', 400],
      ].map(([Prefix, ExpirationInDays]) => {
        const NoncurrentVersionExpiration = { NoncurrentDays: 1 };
        return { Prefix, ExpirationInDays, NoncurrentVersionExpiration, Status: 'Enabled' };
      }),
    ]);
  });

  test('locks evidence by object and never by default, which nobody could take back', () => {
    const locked = ofType('prod', 'AWS::S3::Bucket').filter(
      ({ Properties }) => Properties['ObjectLockEnabled'] === true,
    );
    expect(locked).toHaveLength(1);
    expect(locked[0]?.Properties).not.toHaveProperty('ObjectLockConfiguration');
  });

  test('lets only what passes expire: nothing of a run', () => {
    const prefixes = ofType('prod', 'AWS::S3::Bucket')
      .filter(({ Properties }) => Properties['ObjectLockEnabled'] === true)
      .flatMap(({ Properties }) => z.parse(lifecycle, Properties['LifecycleConfiguration']).Rules);
    expect(prefixes.map(({ Prefix }) => Prefix)).toEqual(['work/', 'watch/', 'watched/', 'sending/']);
  });

  test('keeps a trail of every access to evidence and exports and of every start of a run, in files that cannot be changed unseen', () => {
    const trails = ofType('prod', 'AWS::CloudTrail::Trail').map(({ Properties }) => z.parse(trail, Properties));
    expect(trails).toMatchObject([{ IsLogging: true, EnableLogFileValidation: true }]);
    const selected = trails.flatMap(({ AdvancedEventSelectors }) => AdvancedEventSelectors);
    // Reads and writes alike: nothing narrows by kind, name or reader.
    expect(selected.map(({ FieldSelectors }) => FieldSelectors.map(({ Field }) => Field))).toEqual([
      ['eventCategory', 'resources.type', 'resources.ARN'],
      ['eventCategory', 'resources.type', 'resources.ARN'],
    ]);
    expect(JSON.stringify(selected[0])).toMatch(/S3::Object.*StorageEvidence.*StorageExports/);
    // Whoever may invoke what makes a run could go past its start.
    expect(JSON.stringify(selected[1])).toMatch(
      /Lambda::Function.*ReviewStart.*ReviewRun.*ReviewReconcile.*ReviewPublish/,
    );
  });
});

const trail = z.object({
  IsLogging: z.boolean(),
  EnableLogFileValidation: z.boolean(),
  AdvancedEventSelectors: z.array(z.object({ FieldSelectors: z.array(z.looseObject({ Field: z.string() })) })),
});
const lifecycle = z.object({ Rules: z.array(z.looseObject({ Prefix: z.optional(z.string()) })) });
