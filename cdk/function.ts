// One function of the review: its bundle, its own role, its own log, and room for nothing that it was not given.
import { join } from 'node:path';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundledFiles, metricsNamespace } from '../core/names/variables.ts';
import { give } from './access/grants.ts';
import type { Grant } from './access/grants.ts';
import type { Settings } from './settings/settings.ts';

const root = join(import.meta.dirname, '..');

export interface ReviewFunctionProps extends Pick<FunctionProps, 'durableConfig' | 'currentVersionOptions'> {
  readonly stage: string;
  /** The handler's file in its room; also a part of the function's name. */
  readonly handler: string;
  /** Folder below `lambdas/`; `lambdas/` itself when it is left out. */
  readonly room?: string | undefined;
  /** Tells several functions of one handler apart. */
  readonly suffix?: string;
  readonly description: string;
  /** Everything that the function may do beside writing its own log. */
  readonly grants: readonly Grant[];
  readonly environment: Readonly<Record<string, string>>;
  readonly configFile: string;
  /** MB; processor power follows it. */
  readonly memory?: number;
  /** MB for scratch files. They hold personal data, and are removed after the work. */
  readonly scratch?: number;
  /** Puts the fonts beside the bundle, for functions that draw. */
  readonly fonts?: boolean;
  /** Puts the program of the thread in which reports are read beside the bundle, for functions that verify. */
  readonly readsReports?: boolean;
  /**
   * Divides the bundle: what is not needed before the work begins lies in other files, which are read when they are
   * needed.
   */
  readonly inParts?: boolean;
  /** Files of the source, by their paths, that are put beside the bundle because it hands them out. */
  readonly documents?: readonly string[];
  readonly role?: Role;
  /** As long as Lambda allows when it is left out. */
  readonly timeout?: Duration;
  /** How many may run at once. Lambda lets further events wait. */
  readonly atOnce?: number;
  /** Takes an event that failed each time it was tried; left out where a caller waits for the answer. */
  readonly lost?: Queue;
}

export class ReviewFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ReviewFunctionProps) {
    super(scope, id);
    const name = functionName(props);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = props.role ?? functionRole(this, 'Role');
    give(this.role, props.grants);
    logGroup.grantWrite(this.role);
    this.function = new NodejsFunction(this, 'Function', {
      functionName: name,
      description: props.description,
      entry: entryOf(props),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      role: this.role,
      logGroup,
      memorySize: props.memory ?? 512,
      ephemeralStorageSize: Size.mebibytes(props.scratch ?? 512),
      timeout: props.timeout ?? Duration.minutes(15),
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: serviceName(props.stage),
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
      },
      bundling: bundling(props),
      ...(props.atOnce === undefined ? {} : { reservedConcurrentExecutions: props.atOnce }),
      ...lostOf(props),
      ...(props.durableConfig === undefined ? {} : { durableConfig: props.durableConfig }),
      ...(props.currentVersionOptions === undefined ? {} : { currentVersionOptions: props.currentVersionOptions }),
    });
  }
}

/**
 * Where events go that failed. A durable function can have no destinations, so it has a dead-letter queue, which takes
 * the order as it came.
 */
function lostOf({
  lost,
  durableConfig,
}: Pick<ReviewFunctionProps, 'lost' | 'durableConfig'>): Pick<
  FunctionProps,
  'onFailure' | 'retryAttempts' | 'deadLetterQueue'
> {
  if (lost === undefined) return {};
  return durableConfig === undefined
    ? { onFailure: new SqsDestination(lost), retryAttempts: 2 }
    : { deadLetterQueue: lost };
}

/** The dimension under which a stage counts. */
export function serviceName(stage: string): string {
  return `access-review-${stage}`;
}

/**
 * A name that must be the only one in all regions of an account: for things of IAM and CloudFront, and for dashboards.
 *
 * @param part what is named; left out for the only one of its kind
 */
export function nameInAccount(
  scope: Construct,
  { stage, namesPerRegion }: Pick<Settings, 'stage' | 'namesPerRegion'>,
  part?: string,
): string {
  const { region } = Stack.of(scope);
  return [serviceName(stage), ...(part === undefined ? [] : [part]), ...(namesPerRegion ? [region] : [])].join('-');
}

export function functionName({
  stage,
  handler,
  suffix,
}: Pick<ReviewFunctionProps, 'stage' | 'handler' | 'suffix'>): string {
  return [serviceName(stage), handler, ...(suffix === undefined ? [] : [suffix])].join('-');
}

export function functionArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({ service: 'lambda', resource: `function:${name}` });
}

/** A role that may do nothing yet; the usual one could write to every log of the account. */
export function functionRole(scope: Construct, id: string): Role {
  return new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

function entryOf({ handler, room }: Pick<ReviewFunctionProps, 'handler' | 'room'>): string {
  return join(root, 'lambdas', room ?? '', `${handler}.ts`);
}

/** Shell commands that copy these files. */
function copied(paths: readonly string[], to: string): readonly string[] {
  return [`mkdir -p ${to}`, `cp ${paths.map((path) => join(root, path)).join(' ')} ${to}`];
}

const target = 'node24';
const mainFields = ['module', 'main'];

/** Some libraries are still CommonJS and call require. */
const banner = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const standIns = {
  '--alias:brotli/decompress.js': join(root, 'lambdas/bundle/no-woff2.ts'),
  '--alias:png-js': join(root, 'lambdas/bundle/no-pictures.ts'),
  '--alias:@noble/ciphers/aes': join(root, 'lambdas/bundle/no-encryption.ts'),
  '--alias:@modelcontextprotocol/server/_shims': join(root, 'lambdas/bundle/no-forms.ts'),
  '--alias:@aws-sdk/credential-provider-node': join(root, 'lambdas/bundle/lambda-credentials.ts'),
  '--alias:@aws-sdk/endpoint-cache': join(root, 'lambdas/bundle/no-endpoint-cache.ts'),
  '--alias:@smithy/core/event-streams': join(root, 'lambdas/bundle/no-event-streams.ts'),
};

const bundler = join(root, 'node_modules/.bin/esbuild');

/** A shell command that puts the program of the thread in which reports are read beside a bundle. */
function threadBeside(to: string): string {
  const options = {
    '--format': OutputFormat.ESM,
    '--platform': 'node',
    '--target': target,
    '--main-fields': mainFields.join(','),
    '--outfile': join(to, bundledFiles.thread),
    '--log-level': 'error',
  };
  const said = Object.entries(options).map(([name, value]) => JSON.stringify(`${name}=${value}`));
  // PDF.js comes minified. To minify its syntax again would take three times as long as all the rest.
  const minified = '--minify-whitespace --minify-identifiers';
  return [bundler, join(root, 'adapters/evidence/read-pdf.ts'), '--bundle', minified, ...said].join(' ');
}

/** A shell command that replaces the bundle's one file by several. CDK's bundler writes one file only. */
function dividedInto(to: string, entry: string): string {
  const options = {
    '--format': OutputFormat.ESM,
    '--platform': 'node',
    '--target': target,
    '--main-fields': mainFields.join(','),
    '--banner:js': banner,
    ...standIns,
    // The clients of AWS need it in browsers only.
    '--external:bowser': '',
    '--outdir': to,
    '--entry-names': 'index',
    '--out-extension:.js': '.mjs',
    '--log-level': 'error',
  };
  const said = Object.entries(options).map(([name, value]) => JSON.stringify(value === '' ? name : `${name}=${value}`));
  return [bundler, entry, '--bundle --splitting --minify', ...said].join(' ');
}

/** How a function is bundled: as JavaScript that holds its libraries, with the files that it reads beside it. */
export function bundling({
  handler,
  room,
  inParts,
  configFile,
  fonts,
  documents,
  readsReports,
}: Pick<
  ReviewFunctionProps,
  'handler' | 'room' | 'inParts' | 'configFile' | 'fonts' | 'documents' | 'readsReports'
>): BundlingOptions {
  const beside = [
    { from: configFile, to: bundledFiles.config },
    { from: join(root, 'package.json'), to: bundledFiles.tool },
  ];
  return {
    format: OutputFormat.ESM,
    minify: true,
    target,
    mainFields,
    externalModules: [],
    banner,
    esbuildArgs: standIns,
    commandHooks: {
      beforeInstall: () => [],
      beforeBundling: () => [],
      afterBundling: (_from: string, to: string) => [
        ...(inParts === true ? [dividedInto(to, entryOf({ handler, room }))] : []),
        ...beside.map((file) => `cp ${file.from} ${join(to, file.to)}`),
        ...(documents === undefined ? [] : copied(documents, join(to, bundledFiles.documents))),
        ...(readsReports === true ? [threadBeside(to)] : []),
        ...(fonts === true ? [`node ${join(root, 'lambdas/bundle/copy-drawing-files.ts')} ${to}`] : []),
      ],
    },
  };
}
