// The address that mail comes from, which SES asks its owner to confirm.
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

export class Mail extends Construct {
  readonly identityArn: string;

  constructor(scope: Construct, id: string, { sender }: Settings) {
    super(scope, id);
    this.identityArn = new EmailIdentity(this, 'Sender', { identity: Identity.email(sender) }).emailIdentityArn;
  }
}
