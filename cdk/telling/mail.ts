// The address that mail comes from, which SES asks its owner to confirm, and how SES sends for it: over TLS alone, and
// what did not arrive is counted.
import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** By this tag SES itself tells mails of one set from those of others. */
const setTag = 'ses:configuration-set';

export class Mail extends Construct {
  /** What a function may send with. SES asks for both: a mail from the address goes by its set. */
  readonly arns: readonly string[];
  /** Mails that did not arrive, and those to somebody to whom SES sends no more since. */
  readonly bounced: Metric;

  constructor(scope: Construct, id: string, { sender }: Settings) {
    super(scope, id);
    // What is attached holds names. Otherwise SES would hand it over in the clear where a receiver has no TLS.
    const set = new ConfigurationSet(this, 'Sending', { tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE });
    set.addEventDestination('Counted', {
      destination: EventDestination.cloudWatchDimensions([
        { source: CloudWatchDimensionSource.MESSAGE_TAG, name: setTag, defaultValue: 'none' },
      ]),
      events: [EmailSendingEvent.BOUNCE],
    });
    const { configurationSetName: name } = set;
    const identity = new EmailIdentity(this, 'Sender', { identity: Identity.email(sender), configurationSet: set });
    this.arns = [
      identity.emailIdentityArn,
      Stack.of(this).formatArn({ service: 'ses', resource: 'configuration-set', resourceName: name }),
    ];
    this.bounced = new Metric({
      namespace: 'AWS/SES',
      metricName: 'Bounce',
      dimensionsMap: { [setTag]: name },
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
  }
}
