// How the deployment sends mail: from one address, over TLS alone, and what does not arrive is noticed.
import { describe, expect, test } from 'vitest';
import { account } from '../support/aws/deployment/template.ts';
import { bothStages } from './both-stages.ts';
import { stage, whoMay } from './permissions/who-may.ts';

const { ofType } = bothStages();

describe('mail of a deployment', () => {
  test('goes over TLS alone, whoever sends it from the address', () => {
    const [set, ...others] = ofType('prod', 'AWS::SES::ConfigurationSet');
    expect(others).toEqual([]);
    expect(set?.Properties['DeliveryOptions']).toEqual({ TlsPolicy: 'REQUIRE' });
    const [sender] = ofType('prod', 'AWS::SES::EmailIdentity');
    const { id } = stage.only('AWS::SES::ConfigurationSet', 'Sending');
    expect(sender?.Properties['ConfigurationSetAttributes']).toEqual({ ConfigurationSetName: { Ref: id } });
  });

  test('that does not arrive is counted where an alarm looks', () => {
    const [destination] = ofType('prod', 'AWS::SES::ConfigurationSetEventDestination');
    const tag = 'ses:configuration-set';
    expect(destination?.Properties['EventDestination']).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ['bounce'],
      CloudWatchDestination: { DimensionConfigurations: [{ DimensionName: tag, DimensionValueSource: 'messageTag' }] },
    });
    const alarm = ofType('prod', 'AWS::CloudWatch::Alarm').find(
      ({ Properties }) => Properties['AlarmName'] === 'access-review-prod-MailBounced',
    );
    expect(alarm?.Properties).toMatchObject({
      Namespace: 'AWS/SES',
      MetricName: 'Bounce',
      Dimensions: [{ Name: tag, Value: destination?.Properties['ConfigurationSetName'] }],
      Threshold: 1,
    });
  });

  test('is sent by the functions that mail, from the one address, and by no other', async () => {
    const { properties } = stage.only('AWS::SES::EmailIdentity', 'Sender');
    const sender = String(properties['EmailIdentity']);
    const set = stage.only('AWS::SES::ConfigurationSet', 'Sending').id.toLowerCase();
    // SES asks for the right to both.
    for (const resource of [`identity/${sender}`, `configuration-set/${set}`]) {
      const asked = { action: 'ses:SendEmail', resource: `arn:aws:ses:eu-central-1:${account}:${resource}` };
      const mailing = { ...asked, context: { 'ses:FromAddress': sender } };
      expect(await whoMay(mailing)).toEqual(['deliver', 'ingest-export']);
      expect(await whoMay({ ...asked, context: { 'ses:FromAddress': 'cfo@acme.com' } })).toEqual([]);
    }
  });
});
