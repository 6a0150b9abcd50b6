// Files that are fetched on schedule from a server of the vendor or of HR: a connector that exists only while it is called.
import { Aws, CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AnyPrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnConnector } from 'aws-cdk-lib/aws-transfer';
import { Construct } from 'constructs';
import { fetchedPrefixOf } from '../../core/names/object-keys.ts';
import * as grants from '../access/grants.ts';
import { serviceName } from '../function.ts';
import type { Settings } from '../settings/settings.ts';
import type { FetchSettings } from '../settings/written.ts';
import type { Storage } from '../storage.ts';

export interface FetchProps {
  readonly settings: Settings;
  readonly storage: Storage;
  /** Takes fetches that could not be started, and the events that say a file could not be fetched. */
  readonly lost: Queue;
  readonly server: FetchSettings;
}

/**
 * Fetches the files of one server on schedule. They are judged like uploads by hand, but nobody declares anything of
 * them, not even when they were taken.
 */
export class Fetch extends Construct {
  constructor(scope: Construct, id: string, props: FetchProps) {
    super(scope, id);
    const connector = this.#connector(props, this.#secret(props));
    this.#schedule(props, connector);
    // The schedule only starts a fetch. An event tells what became of each file.
    new Rule(this, 'Failed', {
      description: `A file of ${props.server.id} could not be fetched`,
      eventPattern: {
        source: ['aws.transfer'],
        detailType: ['SFTP Connector File Retrieve Failed'],
        detail: { 'connector-id': [connector.attrConnectorId] },
      },
      targets: [new SqsQueue(props.lost)],
    });
  }

  #secret({ settings: { stage, isProd }, storage, server }: FetchProps): Secret {
    const secretName = `${serviceName(stage)}/sftp-${server.id}`;
    const secret = new Secret(this, 'Credentials', {
      secretName,
      description: 'User and key of the server as JSON: Username with PrivateKey or Password',
      encryptionKey: storage.dataKey,
      removalPolicy: isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The owner of the server issues the credential, so no function here can rotate it.',
    });
    new CfnOutput(this, 'CredentialsSecret', {
      value: secretName,
      description: `Takes the user and key of ${server.id}, as JSON`,
    });
    return secret;
  }

  #connector({ storage, server }: FetchProps, secret: Secret): CfnConnector {
    const stack = Stack.of(this);
    const role = new Role(this, 'ConnectorRole', {
      assumedBy: new ServicePrincipal('transfer.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({ service: 'transfer', resource: 'connector', resourceName: '*' }),
          },
        },
      }),
    });
    grants.give(role, [
      grants.exactly(['s3:ListBucket', 's3:GetBucketLocation'], [storage.exports.bucketArn]),
      grants.writes(storage.exports, `${fetchedPrefixOf(server)}*`),
      grants.exactly(['secretsmanager:GetSecretValue'], [secret.secretArn]),
      grants.uses(storage.dataKey, 's3'),
      grants.decrypts(storage.dataKey, 'secretsmanager'),
    ]);
    // A file under this prefix counts as brought by the server, so only the connector may put files there.
    storage.exports.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [storage.exports.arnForObjects(`${fetchedPrefixOf(server)}*`)],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
    const connector = new CfnConnector(this, 'Connector', {
      accessRole: role.roleArn,
      url: server.url,
      sftpConfig: {
        userSecretId: secret.secretArn,
        trustedHostKeys: [...server.hostKeys],
        maxConcurrentConnections: 1,
      },
      securityPolicyName: 'TransferSFTPConnectorSecurityPolicy-2024-03',
    });
    connector.node.addDependency(role);
    return connector;
  }

  #schedule({ storage, lost, server }: FetchProps, connector: CfnConnector): void {
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        // Schedules of other accounts use the same service principal.
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(grants.exactly(['transfer:StartFileTransfer'], [connector.attrArn]).statement);
    role.addToPolicy(grants.exactly(['sqs:SendMessage'], [lost.queueArn]).statement);
    new CfnSchedule(this, 'Schedule', {
      description: `Fetches files of ${server.id}`,
      scheduleExpression: server.schedule,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:transfer:startFileTransfer`,
        roleArn: role.roleArn,
        input: Stack.of(this).toJsonString({
          ConnectorId: connector.attrConnectorId,
          RetrieveFilePaths: server.files,
          LocalDirectoryPath: `/${storage.exports.bucketName}/${fetchedPrefixOf(server).slice(0, -1)}`,
        }),
        deadLetterConfig: { arn: lost.queueArn },
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 7200 },
      },
    });
  }
}
