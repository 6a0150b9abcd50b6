// The command line: options, help with examples, and one exit code a command (contract, section 1).
import { Command, CommanderError } from '@commander-js/extra-typings';
import { application } from '../core/application/applications.ts';
import { ReviewAltered } from '../core/review/events/altered.ts';
import { ReviewContradiction } from '../core/review/events/event.ts';
import { configOption, homeOption, jsonOption, list, notEmpty, overwriteOption } from './terminal/options.ts';
import type { Finish } from './terminal/options.ts';
import { accountsCommand, graphCommand, mcpCommand, ocsfCommand, oscalCommand } from './answer/commands.ts';
import { intakeCommand } from './intake/command.ts';
import { serveCommand } from './serve/command.ts';
import { decideCommand, reviewCommands, tickCommand } from './review/commands.ts';
import { refusalsIn } from './terminal/hindered.ts';
import { toolVersion } from './terminal/tool.ts';
import { exitCodes, processTerminal, refuse } from './terminal/terminal.ts';
import type { ExitCode, Terminal } from './terminal/terminal.ts';
import { explainUsage } from './terminal/usage.ts';

const exitCodeHelp = `
Exit codes:
  0  done
  1  something unexpected
  2  refused input or configuration: stderr says where, what was found and what
     is expected
  3  done, and a finding at or above --fail-on
  4  held by a gate: a report is written and says why`;

function runCommand(terminal: Terminal, finish: Finish) {
  return new Command('run')
    .description('Compares an export with the directories and writes report, findings, proposals and evidence.')
    .addOption(configOption())
    .requiredOption('--export <file>', `the user list that ${application.name} exported, CSV or XLSX`, notEmpty)
    .option('--exported-at <instant>', 'when the export was taken; without it the time of the file, "not declared"')
    .option('--exported-by <email>', 'who took the export')
    .option('--count-shown <n>', `the number of users that the page of ${application.name} showed`)
    .option('--count-by <email>', 'who typed that number; by default nobody is named')
    .option('--received-by <email>', 'who received the files and hands them in; by default nobody is named')
    .option(
      '--exported-digest <hex>',
      'the digest of the export as whoever took it told it; another file holds the run',
    )
    .option('--custody <file>', 'evidence/custody.json of a run that is done again, in place of what the home knows')
    .option('--leavers <file>', 'CSV or XLSX from HR: e-mail first, then last day (ISO date or date cell)')
    .option('--snapshot <file>', 'a stored snapshot in place of calling its directory; repeat for each', list, [])
    .option('--as-of <instant>', 'fixes "now", ISO 8601 in UTC; the report says that the operator set the clock')
    .option('--review <period>', 'the review period, such as 2026-Q4; by default the quarter of as-of')
    .option('--out <dir>', 'where to copy the files; by default they are below HOME/runs/RUN_ID/')
    .addOption(overwriteOption())
    .option('--no-pdf', 'leaves the PDF out')
    .option('--accept-gate <name>', 'accepts a gate, with --by and --reason; repeat for each', list, [])
    .option('--by <email>', 'who accepts the gate', list, [])
    .option('--reason <text>', 'why the gate is accepted', list, [])
    .option('--fail-on <severity>', 'exit 3 when a finding is at or above: critical, high, medium, low, info')
    .option('--quiet', 'neither progress nor summary, only why a run is held', false)
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${exitCodeHelp}

Examples:
  access-review run --config review.json --export users.csv \\
    --exported-at 2026-10-05T08:00:00Z
  access-review run --config review.json --export users.csv \\
    --snapshot entra.jsonl --snapshot okta.jsonl --no-pdf
  access-review run --config review.json --export users.csv \\
    --accept-gate skew --by grc@acme.com --reason "export was late"`,
    )
    .action(async (options) => {
      // Loaded by the command that needs it: help and refusals of options must not wait for the drawing of PDFs.
      const { run } = await import('./run/run.ts');
      finish(await run(options, terminal));
    });
}

function watchRunCommand(terminal: Terminal, finish: Finish) {
  return new Command('watch')
    .description(
      'Compares the directories of today with the export of the last accepted run, and tells what is new since.',
    )
    .addOption(configOption())
    .option('--leavers <file>', 'CSV or XLSX of e-mail and last day from HR; by default that of the run')
    .option('--snapshot <file>', 'a stored snapshot in place of calling its directory; repeat for each', list, [])
    .option('--as-of <instant>', 'fixes "now", ISO 8601 in UTC')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
No report is written: signatures are rolled forward to it, and the new findings
are mailed where the configuration names somebody. Exit 4 when not everything
could be read.

Examples, once a day from a scheduler:
  access-review watch --config review.json
  access-review watch --config review.json --leavers leavers.csv`,
    )
    .action(async (options) => {
      const { watchCommand } = await import('./run/watch.ts');
      finish(await watchCommand(options, terminal));
    });
}

function countCommand(terminal: Terminal, finish: Finish) {
  return new Command('count')
    .description(
      `Records the number of users that the page of ${application.name} shows: typed by one, confirmed by another.`,
    )
    .requiredOption('--export <file>', 'the export beside which the page was looked at', notEmpty)
    .requiredOption('--shown <n>', 'the number of users that the page shows', notEmpty)
    .requiredOption('--by <email>', 'who looked at the page; typed, not authenticated, and the report says so')
    .option('--confirm', 'a second person types the number again; without it, the first types it', false)
    .option('--picture <file>', 'a picture of the page, PNG, JPEG or PDF; it travels in the report', notEmpty)
    .option('--config <file>', 'by which the export is read; by default that of the last accepted run', notEmpty)
    .option('--as-of <instant>', 'fixes "now", ISO 8601 in UTC')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
A run that compares the same export takes the number from the home.

Examples:
  access-review count --export users.csv --shown 250 \\
    --by ana@acme.com --picture page.png
  access-review count --export users.csv --shown 250 \\
    --by ben@acme.com --confirm`,
    )
    .action(async (options) => {
      const { count } = await import('./run/count.ts');
      finish(await count(options, terminal));
    });
}

function doctorCommand(terminal: Terminal, finish: Finish) {
  return new Command('doctor')
    .description('Tries credentials, permissions and app settings of each directory; changes nothing.')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  ENTRA_CLIENT_ID=... ENTRA_CLIENT_SECRET=... \\
    access-review doctor --config review.json`,
    )
    .action(async (options) => {
      const { doctor } = await import('./doctor.ts');
      finish(await doctor(options, terminal));
    });
}

function verifyCommand(terminal: Terminal, finish: Finish) {
  return new Command('verify')
    .description('Proves a report from its own file: signature, evidence, printed pages, totals, findings, decisions.')
    .argument('<report>', 'the PDF, as it was issued')
    .option('--evidence <dir>', 'the folder of the run, for snapshots that were too large to attach', notEmpty)
    .option(
      '--trust <certificate>',
      "the signer's certificate, PEM or DER, or its SHA-256 fingerprint, as you received it from the signer",
      notEmpty,
    )
    .option('--sample <n>', 'prints a worksheet of n accounts, drawn with --seed')
    .option('--seed <text>', 'your own words; the same seed draws the same accounts', notEmpty)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Exit 0 when everything holds; otherwise 2, and stderr names the first thing that
is wrong.

Examples:
  access-review verify report.pdf
  access-review verify report.pdf --trust signing-certificate.pem
  access-review verify report.pdf --evidence runs/20261005T080000Z-1a2b3c4d
  access-review verify report.pdf --sample 25 --seed "2026-Q4" > sample.csv`,
    )
    .action(async (report, options) => {
      const { verifyCommand: verify } = await import('./verify/verify.ts');
      finish(await verify(report, options, { terminal }));
    });
}

function program(terminal: Terminal, finish: Finish) {
  const root = new Command('access-review')
    .description(
      `Reviews who has an account in ${application.nameInFull} against who may use it, and keeps the evidence.`,
    )
    .version(toolVersion().version)
    .addHelpText(
      'after',
      `${exitCodeHelp}

Examples:
  access-review run --config review.json --export users.csv \\
    --snapshot entra.jsonl --snapshot okta.jsonl
  access-review review open --review 2026-Q4 --by grc@acme.com
  access-review decide --login ghost@acme.com --decision revoke \\
    --by jane@acme.com --reason "left in August"
  access-review review work-order --review 2026-Q4 --by jane@acme.com
  access-review verify report.pdf --trust signing-certificate.pem`,
    )
    .addCommand(runCommand(terminal, finish))
    .addCommand(watchRunCommand(terminal, finish))
    .addCommand(countCommand(terminal, finish))
    .addCommand(intakeCommand(terminal, finish))
    .addCommand(reviewCommands(terminal, finish))
    .addCommand(decideCommand(terminal, finish))
    .addCommand(tickCommand(terminal, finish))
    .addCommand(verifyCommand(terminal, finish))
    .addCommand(doctorCommand(terminal, finish))
    .addCommand(graphCommand(terminal, finish))
    .addCommand(oscalCommand(terminal, finish))
    .addCommand(ocsfCommand(terminal, finish))
    .addCommand(accountsCommand(terminal, finish))
    .addCommand(mcpCommand(terminal, finish))
    .addCommand(serveCommand(terminal, finish));
  explainUsage(root, terminal);
  return root;
}

/** Performs the command that the arguments of this process name, and sets its exit code. */
export async function main(): Promise<void> {
  const terminal = processTerminal();
  let exit: ExitCode = exitCodes.done;
  try {
    await program(terminal, (code) => (exit = code)).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) exit = error.exitCode === 0 ? exitCodes.done : exitCodes.refused;
    else exit = otherwise(terminal, error);
  }
  process.exitCode = exit;
}

function otherwise(terminal: Terminal, error: unknown): ExitCode {
  const refusals = refusalsIn(error);
  if (refusals.length > 0) {
    refuse(terminal, refusals);
    return error instanceof ReviewAltered || error instanceof ReviewContradiction ? exitCodes.held : exitCodes.refused;
  }
  terminal.err(`Something unexpected happened, and the command ended early.\n${errorText(error)}\n`);
  return exitCodes.unexpected;
}

/** The error and its causes. The stack is printed only with ACCESS_REVIEW_DEBUG=1: an operator needs the message. */
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text =
    process.env['ACCESS_REVIEW_DEBUG'] === '1' ? (error.stack ?? error.message) : `${error.name}: ${error.message}`;
  return error.cause === undefined ? text : `${text}\nCaused by ${errorText(error.cause)}`;
}
