// The assemblies that several test files read: each is synthesized once a run of the suite, in ten seconds, and with the
// functions' bundles in thirty.
import { copyFile, cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledFiles } from '../../../../core/names/variables.ts';
import { madeOnce } from '../../suite/made-once.ts';
import { synthesize } from './synthesis.ts';
import type { Synthesis } from './synthesis.ts';

/** A stage with the settings of cdk.json, without the bundles of its functions. @returns the assembly's folder */
export async function templateAlone(stage: 'prod' | 'dev'): Promise<string> {
  return madeOnce(`template-${stage}`, (output) =>
    synthesize({ stage, output, context: { 'aws:cdk:bundling-stacks': [] } }),
  );
}

/**
 * Puts a copy of an assembly at `to`, with this configuration beside each function's bundle: for stages that differ in
 * nothing but the ports at which their directories answer, which no template holds.
 *
 * @param shared its name, and how it is made
 */
export async function assemblyWith(
  config: string,
  to: string,
  shared: Omit<Synthesis, 'output'> & { readonly name: string },
): Promise<void> {
  const { name, ...synthesis } = shared;
  await cp(await madeOnce(name, (output) => synthesize({ ...synthesis, output })), to, { recursive: true });
  const bundles = (await readdir(to)).filter((entry) => entry.startsWith('asset.'));
  for (const bundle of bundles) await copyFile(config, join(to, bundle, bundledFiles.config));
}
