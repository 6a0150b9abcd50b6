// The page of the AWS console that shows an object: to whoever signs in and may read it, and to nobody else.
import { hostsOfRegion } from '../../core/names/aws-hosts.ts';
import { signInDestination } from '../../core/names/variables.ts';

export interface ConsolePage {
  readonly bucket: string;
  /** Where the bucket is: `eu-central-1`. */
  readonly region: string;
  /** Address by which people sign in and land where `{destination}` says; without it, they are signed in already. */
  readonly signIn?: string | undefined;
}

/**
 * An address for mail, which is forwarded: unlike a presigned one it opens nothing to those who merely hold it.
 *
 * @param key of a stored object, `core/names/object-keys.ts`
 * @example
 * consolePage({ bucket: 'evidence', region: 'eu-central-1' }, 'runs/1/report.pdf')
 * // 'https://eu-central-1.console.aws.amazon.com/s3/object/evidence?region=eu-central-1&prefix=runs/1/report.pdf'
 */
export function consolePage({ bucket, region, signIn }: ConsolePage, key: string): string {
  const prefix = key.split('/').map(encodeURIComponent).join('/');
  const page = `https://${region}.${hostsOfRegion(region).console}/s3/object/${bucket}?region=${region}&prefix=${prefix}`;
  return signIn === undefined ? page : signIn.replace(signInDestination, encodeURIComponent(page));
}
