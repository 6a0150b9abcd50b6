// How exports arrive by mail: a receipt rule of SES that takes mail over TLS only and scans it, and the function that judges it.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import { incomingPrefix } from '../../core/names/object-keys.ts';
import type { ingestMailVariables } from '../../core/names/variables.ts';
import * as grants from '../access/grants.ts';
import { custodyKeys, mailed, sending } from '../access/keys.ts';
import { ReviewFunction, serviceName } from '../function.ts';
import type { Mail } from '../telling/mail.ts';
import type { Settings } from '../settings/settings.ts';
import type { MailIntakeSettings } from '../settings/written.ts';
import type { Storage } from '../storage.ts';

export interface IntakeProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly mail: Mail;
  /** Takes a message at which the function failed each time it was tried. */
  readonly lost: Queue;
  readonly intake: MailIntakeSettings;
}

export class Intake extends Construct {
  readonly ingest: ReviewFunction;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id);
    const { settings, intake } = props;
    this.ingest = this.#ingest(props);
    this.#rule(props, `${serviceName(settings.stage)}-intake`);
    new CfnOutput(this, 'Address', {
      value: intake.address,
      description: 'Where exports and leavers files are mailed to',
    });
  }

  #ingest({ settings, storage, mail, lost }: IntakeProps): ReviewFunction {
    const { exports, evidence, dataKey } = storage;
    const lock = grants.lockOf(settings);
    const environment = {
      EXPORTS_BUCKET: exports.bucketName,
      EVIDENCE_BUCKET: evidence.bucketName,
      RETENTION_MODE: lock.mode,
      RETENTION_YEARS: String(lock.years),
    } satisfies z.input<typeof ingestMailVariables>;
    return new ReviewFunction(this, 'IngestMail', {
      stage: settings.stage,
      configFile: settings.configFile,
      handler: 'ingest-mail',
      inParts: true,
      description: 'Judges a message that SES took in',
      // A message of 40 MB, its parts and a workbook in it.
      memory: 2048,
      atOnce: 2,
      lost,
      environment,
      grants: [
        grants.lists(exports),
        grants.reads(exports, mailed.incoming, mailed.quarantine, sending.ofMessages),
        grants.writesOnce(exports, mailed.quarantine, ...mailed.uploads),
        grants.writesOnce(exports, sending.ofMessages),
        grants.lists(evidence),
        grants.reads(evidence, ...custodyKeys),
        grants.writesOnce(evidence, ...custodyKeys),
        grants.locks(evidence, lock, custodyKeys),
        grants.uses(dataKey, 's3'),
        grants.sendsMail(mail.arns, settings.sender),
      ],
    });
  }

  #rule({ settings, storage, intake }: IntakeProps, name: string): void {
    const own =
      intake.ruleSet === undefined
        ? new CfnReceiptRuleSet(this, 'RuleSet', { ruleSetName: serviceName(settings.stage) })
        : null;
    const ruleSetName = intake.ruleSet ?? serviceName(settings.stage);
    const stack = Stack.of(this);
    const ruleArn = stack.formatArn({
      service: 'ses',
      resource: 'receipt-rule-set',
      resourceName: `${ruleSetName}:receipt-rule/${name}`,
    });
    const ours = { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': ruleArn } };
    const writer = new Role(this, 'Writer', {
      // Rules of other accounts use the same service principal.
      assumedBy: new ServicePrincipal('ses.amazonaws.com', { conditions: ours }),
    });
    grants.give(writer, [
      grants.writes(storage.exports, mailed.incoming),
      grants.exactly(['kms:Encrypt', 'kms:GenerateDataKey'], [storage.dataKey.keyArn]),
    ]);
    this.ingest.function.addPermission('SesHandsOver', {
      principal: new ServicePrincipal('ses.amazonaws.com'),
      sourceAccount: stack.account,
      sourceArn: ruleArn,
    });
    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName,
      rule: {
        name,
        enabled: true,
        recipients: [intake.address],
        scanEnabled: true,
        tlsPolicy: 'Require',
        // In this order, so that a message is stored before the function is told of it.
        actions: [
          {
            s3Action: {
              bucketName: storage.exports.bucketName,
              objectKeyPrefix: incomingPrefix,
              iamRoleArn: writer.roleArn,
            },
          },
          { lambdaAction: { functionArn: this.ingest.function.functionArn, invocationType: 'Event' } },
        ],
      },
    });
    // SES tries role and function when the rule is made.
    rule.node.addDependency(writer, this.ingest.function);
    if (own !== null) rule.node.addDependency(own);
  }
}
