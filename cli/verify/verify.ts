// The command `verify`: proves a report from its own file, and draws the auditor's sample.
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import type { Report } from '../../core/report/report.ts';
import { sampleOf } from '../../core/report/sample.ts';
import type { Draw, SampledAccount } from '../../core/report/sample.ts';
import type { Instant } from '../../core/values/instant.ts';
import { all, ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { sampleCsv } from '../../drawing/csv/sample.ts';
import { trustedIn } from '../../adapters/signing/trusted.ts';
import { verify } from '../../steps/verify/verify.ts';
import type { Verified, VerifyRequest } from '../../steps/verify/verify.ts';
import { countArgument } from '../terminal/arguments.ts';
import { evidenceFolder } from './evidence-folder.ts';
import { readInput } from '../terminal/files.ts';
import { progressOn, silentProgress } from '../terminal/progress.ts';
import { openVerifying, systemClock } from '../../homes/laptop.ts';
import type { VerifyServices } from '../../homes/laptop.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';
import { printable, verifyDocument, verifySummary } from './summary.ts';

export interface VerifyOptions {
  readonly evidence?: string | undefined;
  readonly trust?: string | undefined;
  readonly sample?: string | undefined;
  readonly seed?: string | undefined;
  readonly json: boolean;
}

interface Outcome {
  readonly verified: Verified;
  readonly sample: readonly SampledAccount[] | null;
}

export interface VerifyDoor {
  readonly terminal: Terminal;
  /** What it is verified with: by default, what a laptop has. */
  readonly open?: () => Promise<VerifyServices>;
  /** The program that verifies: by default, this version of it. */
  readonly tool?: Report['tool'];
  /** By default the clock of this machine. */
  readonly now?: Instant;
}

export async function verifyCommand(report: string, options: VerifyOptions, door: VerifyDoor): Promise<ExitCode> {
  const { terminal, tool = toolVersion(), now = systemClock.now() } = door;
  const outcome = await outcomeOf(report, options, { ...door, tool });
  if (outcome.kind === 'refused') {
    const refusals = outcome.refusals.map(printableRefusal);
    if (options.json) terminal.out(JSON.stringify({ schema: 1, holds: false, wrong: refusals }, null, 2));
    return refuse(terminal, refusals);
  }
  const { verified, sample } = outcome.value;
  if (options.json) terminal.out(JSON.stringify(verifyDocument(verified, { sample, now }), null, 2));
  else {
    terminal.out(verifySummary(verified, { tool, now }));
    if (sample !== null) terminal.table(`\n${[...sampleCsv(sample)].join('')}`);
  }
  return exitCodes.done;
}

async function outcomeOf(
  path: string,
  options: VerifyOptions,
  { terminal, tool, open = openVerifying }: VerifyDoor & Required<Pick<VerifyDoor, 'tool'>>,
): Promise<Result<Outcome>> {
  const asked = all({ draw: drawOf(options), request: await requestOf(path, options) });
  if (asked.kind === 'refused') return asked;
  const { draw, request } = asked.value;
  const tested = passedSelfTest();
  const progress = terminal.interactive ? progressOn(terminal) : silentProgress;
  const services = await open();
  try {
    const verified = await verify({ ...services, progress, selfTest: tested, tool }, request);
    progress.end();
    if (verified.kind === 'refused') return verified;
    const sample = sampleFrom(verified.value, draw);
    return sample.kind === 'refused' ? sample : ok({ verified: verified.value, sample: sample.value });
  } finally {
    await services.scratch.close();
  }
}

function sampleFrom(verified: Verified, draw: Draw | null): Result<Outcome['sample']> {
  if (draw === null) return ok(null);
  if (verified.kind === 'run') {
    const { report, review } = verified;
    return sampleOf({ ...report, decisions: review?.state.decisions ?? new Map() }, draw);
  }
  return refused({
    what: 'nothing to draw from',
    where: '--sample',
    found: `a report that the control was not performed in ${verified.period}`,
    expected: 'the report of a run',
  });
}

function drawOf({ sample, seed }: VerifyOptions): Result<Draw | null> {
  if (sample === undefined && seed === undefined) return ok(null);
  if (sample === undefined || seed === undefined) {
    return refused({
      what: 'half of what a sample needs',
      where: sample === undefined ? '--sample' : '--seed',
      found: 'nothing',
      expected: '--sample N and --seed TEXT together',
    });
  }
  const size = countArgument('--sample', sample);
  return size.kind === 'refused' ? size : ok({ size: size.value, seed });
}

async function requestOf(report: string, { trust, evidence }: VerifyOptions): Promise<Result<VerifyRequest>> {
  const read = all({
    pdf: await readInput('report', report),
    trust: trust === undefined ? ok(null) : await trustIn(trust),
    folder: evidence === undefined ? ok(null) : evidenceFolder(evidence),
  });
  if (read.kind === 'refused') return read;
  const { pdf, ...given } = read.value;
  return ok({ pdf: pdf.bytes, fileName: pdf.name, ...given });
}

/** A fingerprint as viewers, openssl and this program write it, or the file of a certificate. */
async function trustIn(given: string): Promise<Result<Uint8Array | string>> {
  const digits = given
    .trim()
    .replace(/^sha-?256\b(?:\s*fingerprint\b)?/i, '')
    .replaceAll(/[\s:=-]/g, '');
  const pairs = /^[0-9a-f]{64}$/i.test(digits) ? digits.toUpperCase().match(/../g) : null;
  return pairs === null ? await certificateIn(given) : ok(pairs.join(':'));
}

async function certificateIn(path: string): Promise<Result<Uint8Array>> {
  const file = await readInput('--trust', path);
  if (file.kind === 'refused') return file;
  const { bytes } = file.value;
  if (trustedIn(bytes) !== null) return ok(bytes);
  return refused({
    what: 'the trusted certificate cannot be read',
    where: `--trust ${path}`,
    found: `${bytes.length} bytes that are no certificate, or one of several that is none`,
    expected: 'an X.509 certificate, PEM or DER, several in PEM, or a fingerprint of 64 digits',
  });
}

/** What a forged report says about itself must not steer the auditor's terminal. */
function printableRefusal({ what, where, found, expected }: Refusal): Refusal {
  return { what, where: printable(where), found: printable(found), expected: printable(expected) };
}
