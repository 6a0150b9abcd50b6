// The commands that answer other products: each opens what is recorded, changes nothing, and hands a document out.
import { Command, Option } from '@commander-js/extra-typings';
import { application } from '../../core/application/applications.ts';
import { homeOption, jsonOption, notEmpty, overwriteOption } from '../terminal/options.ts';
import type { Finish } from '../terminal/options.ts';
import type { Terminal } from '../terminal/terminal.ts';

function runOption() {
  return new Option('--run <id>', 'the run; by default the latest that no gate held').argParser(notEmpty);
}

function outOption() {
  return new Option('--out <file>', 'where to write it; by default stdout').argParser(notEmpty);
}

const formats = ['opengraph', 'json', 'csv'] as const;

export function graphCommand(terminal: Terminal, finish: Finish) {
  return new Command('graph')
    .description(`Hands out a run as a graph: who may use ${application.name}, by which path, as which account.`)
    .addOption(
      new Option('--format <format>', 'opengraph for BloodHound, or plain json or csv')
        .choices(formats)
        .default('opengraph' as const),
    )
    .addOption(runOption())
    .addOption(outOption())
    .addOption(overwriteOption())
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  access-review graph --out graph.json
  access-review graph --format csv --run 20261005T080000Z-1a2b3c4d \\
    --out graph.csv`,
    )
    .action(async (options) => {
      const { graph } = await import('./graph.ts');
      finish(await graph(options, terminal));
    });
}

export function oscalCommand(terminal: Terminal, finish: Finish) {
  return new Command('oscal')
    .description('Hands a signed review out as OSCAL assessment results: findings, observations, evidence by digest.')
    .requiredOption('--review <period>', 'the review, such as 2026-Q4', notEmpty)
    .addOption(outOption())
    .addOption(overwriteOption())
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  access-review oscal --review 2026-Q4 --out oscal.json`,
    )
    .action(async (options) => {
      const { oscal } = await import('./oscal.ts');
      finish(await oscal(options, terminal));
    });
}

export function ocsfCommand(terminal: Terminal, finish: Finish) {
  return new Command('ocsf')
    .description('Hands out what changed with the findings of a run, as OCSF events in JSON lines, for a SIEM.')
    .addOption(runOption())
    .addOption(outOption())
    .addOption(overwriteOption())
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  access-review ocsf --out findings.jsonl
  access-review ocsf --run 20261005T080000Z-1a2b3c4d --out findings.jsonl`,
    )
    .action(async (options) => {
      const { ocsf } = await import('./ocsf.ts');
      finish(await ocsf(options, terminal));
    });
}

export function mcpCommand(terminal: Terminal, finish: Finish) {
  return new Command('mcp')
    .description('Serves assistants that ask, by the Model Context Protocol on stdin and stdout; read-only.')
    .addOption(homeOption())
    .addHelpText(
      'after',
      `
Started by the assistant, which is told the command and its arguments. Ends when
the assistant closes stdin. Each call is written down in HOME/calls.jsonl.

Example:
  access-review mcp --home .access-review`,
    )
    .action(async (options) => {
      const { mcp } = await import('./mcp.ts');
      finish(await mcp(options, terminal));
    });
}

const products = ['conductorone', 'entra', 'entra-v1', 'sailpoint', 'vanta'] as const;

export function accountsCommand(terminal: Terminal, finish: Finish) {
  return new Command('accounts')
    .description('Hands the accounts of a run out as a file that a product of identity governance takes.')
    .addOption(
      new Option('--for <product>', `whose columns the file has: ${products.join(', ')}`)
        .choices(products)
        .makeOptionMandatory(),
    )
    .option('--entitlements', 'the file of roles, where the product has one', false)
    .addOption(runOption())
    .addOption(outOption())
    .addOption(overwriteOption())
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  access-review accounts --for vanta --out access-file.csv
  access-review accounts --for sailpoint --entitlements --out roles.csv`,
    )
    .action(async (options) => {
      const { accounts } = await import('./accounts.ts');
      finish(await accounts(options, terminal));
    });
}
