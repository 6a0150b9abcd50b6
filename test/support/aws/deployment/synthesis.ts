// Synthesizes a stage as `cdk synth` does, with a configuration of the test's own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inject } from 'vitest';
import * as z from 'zod/mini';
import { engine } from '../../suite/engine.ts';

const root = join(import.meta.dirname, '../../../..');
const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

export interface Synthesis {
  readonly stage: string;
  /** Folder for the assembly. */
  readonly output: string;
  /** In place of the context of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** `false` leaves CDK's own rules out, which take longest: for templates that another test has judged by them. */
  readonly judged?: boolean;
}

/** @throws Error with what the application or one of its gates said */
export function synthesize({ stage, output, context = {}, judged = true }: Synthesis): void {
  const { context: own } = z.parse(cdkJson, JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const done = spawnSync(process.execPath, [...engine, join(root, 'cdk/app.ts')], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...bundlingOnce(),
      // Off by this variable: the setting of cdk.json would still run the rules, and only turn errors into warnings.
      ...(judged ? {} : { CDK_VALIDATION: 'false' }),
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({ ...own, ...context, stage }),
    },
  });
  if (done.status !== 0) throw new Error(`synthesis failed: ${done.stdout}${done.stderr}`);
}

/**
 * Puts a bundler of our own before the one that CDK calls: it bundles each function once for all syntheses of the
 * suite. A bench synthesizes once, and needs none.
 */
function bundlingOnce(): Readonly<Record<string, string>> {
  if (process.env['VITEST'] === undefined) return {};
  const bundles = join(inject('made'), 'bundles');
  mkdirSync(bundles, { recursive: true });
  return {
    PATH: [join(import.meta.dirname, 'bundler'), process.env['PATH']].join(delimiter),
    BUNDLER: join(root, 'node_modules/.bin/esbuild'),
    BUNDLES: bundles,
  };
}

/** What the gates of the synthesis found, acknowledged or not. */
export function validationReport(output: string): unknown {
  return JSON.parse(readFileSync(join(output, 'validation-report.json'), 'utf8'));
}

const templateSchema = z.object({
  Description: z.string(),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z._default(z.record(z.string(), z.unknown()), {}),
      DependsOn: z.optional(z.unknown()),
      DeletionPolicy: z.optional(z.string()),
      UpdateReplacePolicy: z.optional(z.string()),
    }),
  ),
});

export type SynthesizedTemplate = z.infer<typeof templateSchema>;

/** A template as people review it: without what only the tool reads, and without digests that change with any code. */
export function templateOf(output: string, stack: string): SynthesizedTemplate {
  const text = readFileSync(join(output, `${stack}.template.json`), 'utf8')
    .replaceAll(/[0-9a-f]{64}\.zip/g, 'BUNDLE.zip')
    .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1');
  return z.parse(templateSchema, JSON.parse(text));
}
