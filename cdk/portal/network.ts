// The network before the portal: pages from a private bucket and the API from a function, at one address, and nothing else.
import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { BehaviorOptions, IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { pageHeaders, strictTransportSeconds } from '../../core/names/page-headers.ts';
import { nameInAccount } from '../function.ts';
import type { Settings } from '../settings/settings.ts';
import type { PortalSettings } from '../settings/written.ts';
import { acknowledgeLogs, closedBucket, staysAsGuarded } from '../storage.ts';
import type { Storage } from '../storage.ts';

export interface NetworkProps {
  readonly settings: Settings;
  readonly storage: Storage;
  readonly portal: PortalSettings;
  readonly api: Lambda;
  /** `null` where the company lets no assistant ask. */
  readonly assistants: Lambda | null;
  readonly longestAnswer: Duration;
}

type Behaviour = (origin: IOrigin, own: Partial<BehaviorOptions>) => BehaviorOptions;

export class Network extends Construct {
  readonly #props: NetworkProps;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.#props = props;
    const pages = this.#pages();
    const distribution = this.#distribution(pages);
    new CfnOutput(this, 'Address', {
      value: distribution.distributionDomainName,
      description: `Where the name ${props.portal.domain} has to lead`,
    });
    new CfnOutput(this, 'PagesBucket', {
      value: pages.bucketName,
      description: 'Takes the pages that npm run web builds',
    });
  }

  /** Built from the source and the same for everybody: nothing in it is a secret, and no key of ours is needed to read it. */
  #pages(): Bucket {
    const { settings, storage } = this.#props;
    const removalPolicy = settings.isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const bucket = new Bucket(this, 'Pages', {
      encryption: BucketEncryption.S3_MANAGED,
      ...closedBucket,
      versioned: true,
      serverAccessLogsBucket: storage.accessLogs,
      serverAccessLogsPrefix: 'pages/',
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy,
    });
    acknowledgeLogs(bucket);
    staysAsGuarded(bucket, removalPolicy);
    return bucket;
  }

  #distribution(pages: Bucket): cloudfront.Distribution {
    const { portal, api, longestAnswer } = this.#props;
    const responseHeadersPolicy = this.#headers('Headers', { name: 'portal', setsPolicy: true });
    // The app sets a stricter policy on files that people attached, which must not be replaced. Answers without one,
    // such as those of Lambda itself, get the policy of the pages.
    const ofAnswers = this.#headers('AnswerHeaders', { name: 'portal-answers', setsPolicy: false });
    const behaviour: Behaviour = (origin, own) => ({
      origin,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      responseHeadersPolicy,
      ...own,
    });
    const files = originOf(pages);
    const url = api.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    const called = behaviour(FunctionUrlOrigin.withOriginAccessControl(url, { readTimeout: longestAnswer }), {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      // The function needs cookies, queries, and the headers that tell where a write comes from. Only Host is left out,
      // because a function URL demands its own.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    });
    const distribution = new cloudfront.Distribution(this, 'Network', {
      comment: `Access review, ${portal.domain}`,
      domainNames: [portal.domain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', portal.certificate),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      defaultRootObject: 'index.html',
      defaultBehavior: behaviour(files, {
        functionAssociations: [{ function: this.#onePage(), eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      }),
      additionalBehaviors: {
        // Their names hold a digest of their content.
        '/assets/*': behaviour(files, { cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED, compress: true }),
        '/api/*': { ...called, responseHeadersPolicy: ofAnswers },
        '/auth/*': called,
        ...this.#assistants(behaviour),
      },
    });
    acknowledge(distribution);
    if (this.#props.settings.namesPerRegion) this.#nameAccessPerRegion(distribution);
    return distribution;
  }

  /**
   * The address for assistants. CloudFront does not sign its requests, unlike those of the API: a signature would
   * replace the token of the company's issuer in `Authorization`, and would need a digest of the body, which programs
   * do not send. The function checks the token of each request, and may only read.
   */
  #assistants(behaviour: Behaviour): Readonly<Record<string, BehaviorOptions>> {
    const { assistants, longestAnswer } = this.#props;
    if (assistants === null) return {};
    const url = assistants.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    const asked = behaviour(new FunctionUrlOrigin(url, { readTimeout: longestAnswer }), {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    });
    return { '/mcp': asked, '/.well-known/*': asked };
  }

  /**
   * The library makes these names from the name of the stack, which two regions share. They are changed only where they
   * must be, because another name makes CloudFormation create another resource.
   */
  #nameAccessPerRegion(distribution: cloudfront.Distribution): void {
    const access = distribution.node.findAll().filter((one) => one instanceof cloudfront.CfnOriginAccessControl);
    for (const [index, one] of access.entries())
      one.addPropertyOverride(
        'OriginAccessControlConfig.Name',
        nameInAccount(this, this.#props.settings, `origin-${index + 1}`),
      );
  }

  /** Answers every path of a page with the one page, which then shows what the path names. */
  #onePage(): cloudfront.Function {
    return new cloudfront.Function(this, 'OnePage', {
      comment: 'Every path of a page is the one page',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(
        "function handler(event){var request=event.request;if(request.uri.indexOf('.')===-1)request.uri='/index.html';return request;}",
      ),
    });
  }

  /** @param setsPolicy whether the content security policy of pages takes the place of one that the origin has set */
  #headers(
    id: string,
    { name, setsPolicy }: { readonly name: string; readonly setsPolicy: boolean },
  ): cloudfront.ResponseHeadersPolicy {
    const { exports, evidence } = this.#props.storage;
    const stores = [exports, evidence].map(({ bucketRegionalDomainName: host }) => `https://${host}`);
    const { 'content-security-policy': policy = '', ...headers } = pageHeaders(stores);
    const { coop, corp, permissions } = {
      coop: 'cross-origin-opener-policy',
      corp: 'cross-origin-resource-policy',
      permissions: 'permissions-policy',
    } as const;
    return new cloudfront.ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: nameInAccount(this, this.#props.settings, name),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: setsPolicy },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(strictTransportSeconds),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [coop, corp, permissions].map((header) => ({
          header,
          value: headers[header] ?? '',
          override: true,
        })),
      },
    });
  }
}

/** The class of a bucket and the library's own interface of one differ in a property that is optional in one of them. */
function isBucket(value: unknown): value is IBucket {
  return value instanceof Bucket;
}

function originOf(pages: unknown): IOrigin {
  if (!isBucket(pages)) throw new Error('the pages have no bucket');
  return S3BucketOrigin.withOriginAccessControl(pages);
}

function acknowledge(distribution: cloudfront.Distribution): void {
  for (const [id, reason] of [
    ['AwsSolutions-CFR1', 'People review from wherever they are; who may is decided by the company’s issuer.'],
    [
      'AwsSolutions-CFR2',
      'Nothing is answered to whoever is not signed in; a web ACL can be put before it by its ARN.',
    ],
    ['AwsSolutions-CFR3', 'The record of access names who read what; logs of the network want a bucket with ACLs.'],
  ] as const)
    Validations.of(distribution).acknowledge({ id, reason });
}
