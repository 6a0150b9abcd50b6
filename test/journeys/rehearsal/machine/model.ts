// The synthesized template as the rehearsal reads it: what it does not model, it refuses, so that nothing goes unnoticed.
import { readTemplate } from '../../../support/aws/deployment/template.ts';
import type { NameOf, Resource } from '../../../support/aws/deployment/template.ts';

/** Every resource type and each of its properties: those that the rehearsal acts on, and those it only takes note of. */
const modelled: Readonly<Record<string, { readonly acts: readonly string[]; readonly notes: readonly string[] }>> = {
  'AWS::S3::Bucket': {
    acts: ['VersioningConfiguration', 'ObjectLockEnabled', 'NotificationConfiguration', 'CorsConfiguration'],
    notes: [
      'BucketEncryption',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
    ],
  },
  'AWS::DynamoDB::Table': {
    acts: ['AttributeDefinitions', 'KeySchema', 'LocalSecondaryIndexes', 'BillingMode'],
    // What is over is deleted days later, if at all: nothing may build on it.
    notes: [
      'DeletionProtectionEnabled',
      'PointInTimeRecoverySpecification',
      'SSESpecification',
      'Tags',
      'TimeToLiveSpecification',
    ],
  },
  'AWS::KMS::Key': {
    acts: ['KeySpec', 'KeyUsage'],
    notes: ['Description', 'EnableKeyRotation', 'KeyPolicy', 'Tags'],
  },
  'AWS::SecretsManager::Secret': {
    acts: ['Name'],
    notes: ['Description', 'GenerateSecretString', 'KmsKeyId', 'Tags'],
  },
  'AWS::Lambda::Function': {
    acts: ['FunctionName', 'Handler', 'Runtime', 'Code', 'Environment', 'DurableConfig'],
    // Where the order of a durable function goes that failed or never began: test/cdk/watched.test.ts.
    notes: [
      'Architectures',
      'DeadLetterConfig',
      'Description',
      'EphemeralStorage',
      'LoggingConfig',
      'MemorySize',
      'ReservedConcurrentExecutions',
      'Role',
      'Tags',
      'Timeout',
    ],
  },
  'AWS::Lambda::Alias': { acts: ['FunctionName', 'FunctionVersion', 'Name'], notes: [] },
  'AWS::Lambda::Version': { acts: ['FunctionName'], notes: [] },
  'AWS::Events::Rule': { acts: ['EventPattern', 'Targets', 'State'], notes: ['Description', 'Tags'] },
  'AWS::Scheduler::Schedule': {
    acts: ['Target', 'ScheduleExpression'],
    notes: ['Description', 'FlexibleTimeWindow', 'ScheduleExpressionTimezone'],
  },
  'AWS::SES::ReceiptRule': { acts: ['Rule', 'RuleSetName'], notes: [] },
  'AWS::SES::ReceiptRuleSet': { acts: ['RuleSetName'], notes: [] },
  // What fails again and again is seen by the alarm: test/cdk/intake.test.ts.
  'AWS::Lambda::EventInvokeConfig': {
    acts: [],
    notes: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  },
  'AWS::SES::EmailIdentity': { acts: ['EmailIdentity'], notes: ['ConfigurationSetAttributes', 'Tags'] },
  // That SES sends over TLS alone, and counts what did not arrive: test/cdk/mail.test.ts.
  'AWS::SES::ConfigurationSet': { acts: [], notes: ['DeliveryOptions', 'Tags'] },
  'AWS::SES::ConfigurationSetEventDestination': { acts: [], notes: ['ConfigurationSetName', 'EventDestination'] },
  // Whether roles and policies allow what the functions do is asked by simulation: test/cdk/permissions/permissions.test.ts.
  'AWS::IAM::Role': {
    acts: [],
    notes: ['AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'RoleName', 'Tags'],
  },
  'AWS::IAM::ManagedPolicy': {
    acts: [],
    notes: ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'],
  },
  'AWS::IAM::Policy': { acts: [], notes: ['PolicyDocument', 'PolicyName', 'Roles'] },
  'AWS::Lambda::Permission': {
    acts: ['Action', 'FunctionName', 'FunctionUrlAuthType', 'Principal', 'SourceArn', 'InvokedViaFunctionUrl'],
    notes: ['SourceAccount'],
  },
  'AWS::Lambda::Url': { acts: ['AuthType', 'TargetFunctionArn'], notes: [] },
  'AWS::CloudFront::Distribution': { acts: ['DistributionConfig'], notes: ['Tags'] },
  'AWS::CloudFront::Function': { acts: ['FunctionCode'], notes: ['AutoPublish', 'FunctionConfig', 'Name', 'Tags'] },
  'AWS::CloudFront::OriginAccessControl': { acts: ['OriginAccessControlConfig'], notes: [] },
  'AWS::CloudFront::ResponseHeadersPolicy': { acts: ['ResponseHeadersPolicyConfig'], notes: [] },
  'AWS::S3::BucketPolicy': { acts: [], notes: ['Bucket', 'PolicyDocument'] },
  'AWS::CloudTrail::Trail': {
    acts: [],
    notes: [
      'AdvancedEventSelectors',
      'EnableLogFileValidation',
      'IsLogging',
      'KMSKeyId',
      'S3BucketName',
      'Tags',
      'TrailName',
    ],
  },
  'AWS::SQS::Queue': { acts: [], notes: ['MessageRetentionPeriod', 'SqsManagedSseEnabled', 'Tags'] },
  'AWS::SQS::QueuePolicy': { acts: [], notes: ['PolicyDocument', 'Queues'] },
  'AWS::SNS::Topic': { acts: [], notes: ['KmsMasterKeyId', 'Tags'] },
  'AWS::SNS::TopicPolicy': { acts: [], notes: ['PolicyDocument', 'Topics'] },
  'AWS::SNS::Subscription': { acts: [], notes: ['Endpoint', 'Protocol', 'TopicArn'] },
  'AWS::Logs::LogGroup': { acts: [], notes: ['RetentionInDays', 'Tags'] },
  'AWS::CloudWatch::Alarm': {
    acts: [],
    notes: [
      'AlarmActions',
      'AlarmDescription',
      'AlarmName',
      'ComparisonOperator',
      'Dimensions',
      'EvaluationPeriods',
      'MetricName',
      'Metrics',
      'Namespace',
      'Period',
      'Statistic',
      'Tags',
      'Threshold',
      'TreatMissingData',
    ],
  },
  'AWS::CloudWatch::Dashboard': { acts: [], notes: ['DashboardBody', 'DashboardName', 'Tags'] },
};

/**
 * The resources of a template, each with the properties that the rehearsal acts on.
 *
 * @throws Error naming the first type or property that is not modelled
 */
export function modelledResources(folder: string, stack: string, nameOf: NameOf): readonly Resource[] {
  return readTemplate(folder, stack, nameOf).map(({ id, type, properties }) => {
    const known = modelled[type];
    if (known === undefined) throw new Error(`${id} is of the type ${type}, which the rehearsal does not model`);
    for (const property of Object.keys(properties)) {
      if (known.acts.includes(property) || known.notes.includes(property)) continue;
      throw new Error(`${id} (${type}) has the property ${property}, which the rehearsal does not model`);
    }
    const acted = Object.entries(properties).filter(([property]) => known.acts.includes(property));
    return { id, type, properties: Object.fromEntries(acted) };
  });
}
