// Who read and wrote evidence and exports, object by object, and who started runs or parts of one, in files that CloudTrail signs.
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { serviceName } from './function.ts';
import type { ReviewFunction } from './function.ts';
import type { Settings } from './settings/settings.ts';
import { acknowledgeLogs, closedBucket, staysAsGuarded } from './storage.ts';
import type { Storage } from './storage.ts';

export interface TrailProps {
  readonly settings: Settings;
  readonly storage: Storage;
  /**
   * The function that starts runs and takes the gates that a person accepts, and those by which a run could be started
   * without it.
   */
  readonly starting: readonly ReviewFunction[];
}

const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');

export class Trail extends Construct {
  readonly #props: TrailProps;
  readonly #name: string;
  readonly #arn: string;

  constructor(scope: Construct, id: string, props: TrailProps) {
    super(scope, id);
    this.#props = props;
    this.#name = `${serviceName(props.settings.stage)}-data`;
    this.#arn = Stack.of(this).formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: this.#name });
    const { exports, evidence, dataKey } = props.storage;
    const bucket = this.#bucket();
    this.#letWrite(bucket);
    const trail = new CfnTrail(this, 'Trail', {
      trailName: this.#name,
      s3BucketName: bucket.bucketName,
      kmsKeyId: dataKey.keyArn,
      isLogging: true,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        {
          name: 'Who reads and writes evidence and exports',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            { field: 'resources.ARN', startsWith: [`${evidence.bucketArn}/`, `${exports.bucketArn}/`] },
          ],
        },
        {
          name: 'Who starts runs',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::Lambda::Function'] },
            // `startsWith`, because an alias or a version may follow the name.
            { field: 'resources.ARN', startsWith: props.starting.map((one) => one.function.functionArn) },
          ],
        },
      ],
    });
    new CfnOutput(this, 'Bucket', {
      value: bucket.bucketName,
      description: 'Who read and wrote what, and started runs, by day',
    });
    // When the trail is created CloudTrail tries to write, which the policy must allow by then.
    if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
  }

  #bucket(): Bucket {
    const { settings, storage } = this.#props;
    const removalPolicy = settings.isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const bucket = new Bucket(this, 'Log', {
      // CloudTrail encrypts the files of the trail with our key itself.
      encryption: BucketEncryption.S3_MANAGED,
      ...closedBucket,
      versioned: true,
      serverAccessLogsBucket: storage.accessLogs,
      serverAccessLogsPrefix: 'trail/',
      // As long as the evidence is locked.
      lifecycleRules: [
        {
          expiration: Duration.days(settings.retentionYears * 366),
          noncurrentVersionExpiration: Duration.days(settings.retentionYears * 366),
        },
      ],
      removalPolicy,
    });
    acknowledgeLogs(bucket);
    staysAsGuarded(bucket, removalPolicy);
    return bucket;
  }

  /** Lets this trail write to the bucket, and no other trail of any account. */
  #letWrite(bucket: Bucket): void {
    const ours = { 'aws:SourceArn': this.#arn };
    const { account } = Stack.of(this);
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TheTrailLooksWhoseBucketItIs',
        principals: [cloudTrail],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: ours },
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TheTrailWrites',
        principals: [cloudTrail],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: { StringEquals: { ...ours, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    );
    this.#props.storage.dataKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TheTrailEncrypts',
        principals: [cloudTrail],
        actions: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
        // In a key policy, the star is this key.
        resources: ['*'],
        conditions: { StringEquals: ours },
      }),
    );
  }
}
