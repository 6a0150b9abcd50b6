// The auditor's way in: whoever federation vouches for lists and reads reports and their evidence, and nothing else.
import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { FederatedPrincipal, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nameInAccount } from './function.ts';
import { hostsOfArn } from '../core/names/aws-hosts.ts';
import { exactly, onObjects, through } from './access/grants.ts';
import type { Grant } from './access/grants.ts';
import type { Settings } from './settings/settings.ts';
import type { AuditorsSettings } from './settings/written.ts';
import type { Storage } from './storage.ts';

export interface AuditorsProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly auditors: AuditorsSettings;
}

/** Reports with their evidence, and the certificates that they are signed under. */
const readable = ['runs/*', 'reviews/*', 'certificates/*'];

export class Auditors extends Construct {
  constructor(scope: Construct, id: string, { settings, storage, auditors }: AuditorsProps) {
    super(scope, id);
    const name = nameInAccount(this, settings, 'auditor');
    const grants = this.#grants(storage);
    const policy = new ManagedPolicy(this, 'Reads', {
      // A permission set of IAM Identity Center finds the policy by its name.
      managedPolicyName: name,
      description: 'Lists and reads reports of the access review and their evidence',
      statements: grants.map(({ statement }) => statement),
    });
    for (const { finding, reason } of grants.flatMap(({ stars }) => stars)) {
      Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[${finding}]`, reason });
    }
    new CfnOutput(this, 'Policy', { value: policy.managedPolicyName, description: 'For a permission set of auditors' });
    if (auditors.samlProvider !== undefined) this.#role(name, policy, auditors.samlProvider);
  }

  /**
   * What the console needs to show an object under its own address. To list the buckets of the account is not among it.
   */
  #grants({ evidence, dataKey }: Storage): readonly Grant[] {
    const listed = exactly(['s3:ListBucket', 's3:ListBucketVersions'], [evidence.bucketArn]);
    listed.statement.addConditions({ StringLike: { 's3:prefix': readable } });
    const decrypted = exactly(['kms:Decrypt'], [dataKey.keyArn]);
    decrypted.statement.addConditions(through(dataKey, ['s3']));
    return [
      listed,
      exactly(
        ['s3:GetBucketLocation', 's3:GetBucketVersioning', 's3:GetBucketObjectLockConfiguration'],
        [evidence.bucketArn],
      ),
      onObjects(evidence, {
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'],
        keys: readable,
      }),
      decrypted,
    ];
  }

  #role(name: string, policy: ManagedPolicy, samlProvider: string): void {
    const { region } = Stack.of(this);
    const { signIn } = hostsOfArn(samlProvider);
    const endpoints = [`https://${signIn}/saml`, `https://${region}.${signIn}/saml`];
    const role = new Role(this, 'Role', {
      roleName: name,
      description: 'Auditors of the access review, as the provider names them',
      assumedBy: new FederatedPrincipal(
        samlProvider,
        // A SAML statement that the provider made for another service is not taken here.
        { StringEquals: { 'SAML:aud': endpoints } },
        'sts:AssumeRoleWithSAML',
      ),
      maxSessionDuration: Duration.hours(4),
    });
    policy.attachToRole(role);
    new CfnOutput(this, 'RoleArn', { value: role.roleArn, description: 'For the provider that vouches for auditors' });
  }
}
