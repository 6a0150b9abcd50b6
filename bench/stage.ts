// What the benches deploy on this machine: a stage as `cdk synth` makes it, with one directory that is never called.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as z from 'zod/mini';
import { bundling } from '../cdk/function.ts';
import { directory } from './large-company.ts';
import { synthesize } from '../test/support/aws/deployment/synthesis.ts';

export const stackName = 'AccessReview-bench';

/** The schedules and the rest are those of the sample. */
const cdkJson = z.object({ context: z.object({ 'access-review': z.record(z.string(), z.unknown()) }) });

const settingsFile = fileURLToPath(new URL('../cdk.json', import.meta.url));

/**
 * Settings for what is off unless a company asks for it: exports by mail, work orders that are handed over, and
 * assistants. Each has a function of its own.
 */
const askedFor = {
  settings: { mailIntake: { address: 'exports@intake.acme.com' } },
  config: {
    intake: { senders: [{ address: 'jane@acme.com', sends: ['export', 'leavers'] }] },
    handOver: [
      { id: 'jira', kind: 'jira', url: 'https://acme.atlassian.net', project: 'IAM' },
      { id: 'slack', kind: 'slack' },
    ],
  },
  portal: { assistants: { scope: 'access-review.read' } },
};

const alone = { settings: {}, config: {}, portal: {} };

/**
 * @param which `all`: also what is off unless a company asks for it
 * @returns the folder of the assembly
 */
export async function synthesizeStage(folder: string, which: 'usual' | 'all' = 'usual'): Promise<string> {
  const assembly = join(folder, 'stage');
  const more = which === 'all' ? askedFor : alone;
  const { context } = z.parse(cdkJson, JSON.parse(await readFile(settingsFile, 'utf8')));
  const settings = { ...context['access-review'], ...more.settings, config: await writeConfig(folder, more) };
  synthesize({ stage: 'bench', output: assembly, context: { 'access-review': settings } });
  return assembly;
}

/**
 * Bundles one handler without the modules that stand in for parts of libraries in our own bundles. @returns the
 * bundle's file
 */
export async function bundleAlone(folder: string, entry: string): Promise<string> {
  const outdir = join(folder, 'alone');
  const app = new App({ outdir });
  const { node } = new NodejsFunction(new Stack(app, 'Alone'), 'Function', {
    entry,
    runtime: Runtime.NODEJS_24_X,
    bundling: { ...bundling({ handler: 'alone', configFile: await writeConfig(folder) }), esbuildArgs: {} },
  });
  app.synth();
  const [asset] = (await readdir(outdir)).filter((name) => name.startsWith('asset.'));
  if (asset === undefined) throw new Error(`nothing was bundled for ${node.path}`);
  return join(outdir, asset, 'index.mjs');
}

async function writeConfig(folder: string, more: Pick<typeof alone, 'config' | 'portal'> = alone): Promise<string> {
  const file = join(folder, 'review.json');
  const config = {
    organisation: 'Acme Corp',
    directories: [directory],
    reviewers: { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
    mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
    portal: {
      issuer: 'https://acme.okta.com',
      clientId: 'access-review',
      roles: { admin: ['admin'], reviewer: ['reviewer'], 'control-owner': ['owner'] },
      ...more.portal,
    },
    ...more.config,
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}
