// The parts that AWS consists of, each with accounts, ARNs and hosts of its own: commercial, GovCloud (US), and China.

export interface AwsHosts {
  /** What the hosts of its services end with. */
  readonly services: string;
  /** Its console, behind the name of a region. */
  readonly console: string;
  /** Where people sign in, alone or behind the name of a region. */
  readonly signIn: string;
}

const commercial: AwsHosts = {
  services: 'amazonaws.com',
  console: 'console.aws.amazon.com',
  signIn: 'signin.aws.amazon.com',
};

const others: Readonly<Record<string, { readonly regions: string; readonly hosts: AwsHosts }>> = {
  'aws-us-gov': {
    regions: 'us-gov-',
    hosts: {
      services: 'amazonaws.com',
      console: 'console.amazonaws-us-gov.com',
      signIn: 'signin.amazonaws-us-gov.com',
    },
  },
  'aws-cn': {
    regions: 'cn-',
    hosts: { services: 'amazonaws.com.cn', console: 'console.amazonaws.cn', signIn: 'signin.amazonaws.cn' },
  },
};

/** @example hostsOfRegion('us-gov-west-1').console // 'console.amazonaws-us-gov.com' */
export function hostsOfRegion(region: string): AwsHosts {
  return Object.values(others).find(({ regions }) => region.startsWith(regions))?.hosts ?? commercial;
}

/** @param arn of anything in the part @example hostsOfArn('arn:aws-cn:iam::1:saml-provider/a').signIn // 'signin.amazonaws.cn' */
export function hostsOfArn(arn: string): AwsHosts {
  const [, partition = ''] = arn.split(':');
  return others[partition]?.hosts ?? commercial;
}
