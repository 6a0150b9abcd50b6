import { expect, test } from 'vitest';
import { consolePage } from '../../../adapters/objects/s3-page.ts';
import { hostsOfArn, hostsOfRegion } from '../../../core/names/aws-hosts.ts';

test.each([
  ['eu-central-1', 'https://eu-central-1.console.aws.amazon.com/s3/object/evidence?region=eu-central-1&prefix=a/b'],
  [
    'us-gov-west-1',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/s3/object/evidence?region=us-gov-west-1&prefix=a/b',
  ],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/s3/object/evidence?region=cn-north-1&prefix=a/b'],
])('the page of an object in %s is one of the console there', (region, page) => {
  expect(consolePage({ bucket: 'evidence', region }, 'a/b')).toBe(page);
});

test.each([
  ['arn:aws:iam::111122223333:saml-provider/corporate', 'us-east-1', 'amazonaws.com signin.aws.amazon.com'],
  ['arn:aws-us-gov:iam::111122223333:saml-provider/a', 'us-gov-east-1', 'amazonaws.com signin.amazonaws-us-gov.com'],
  ['arn:aws-cn:iam::111122223333:saml-provider/a', 'cn-northwest-1', 'amazonaws.com.cn signin.amazonaws.cn'],
])('%s and the region %s are of the same part of AWS', (arn, region, hosts) => {
  expect(hostsOfArn(arn)).toEqual(hostsOfRegion(region));
  const { services, signIn } = hostsOfRegion(region);
  expect(`${services} ${signIn}`).toBe(hosts);
});
