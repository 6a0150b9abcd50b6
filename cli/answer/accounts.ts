// The command `accounts`: a run's accounts as a file that a product of identity governance takes.
import { governanceProducts } from '../../core/formats/governance/products.ts';
import type { GovernanceProductName } from '../../core/formats/governance/products.ts';
import { plural } from '../../core/values/text.ts';
import type { Refusal } from '../../core/values/result.ts';
import { csv } from '../../drawing/csv/sheets.ts';
import { governedRun } from '../../steps/answer/matching/governed-run.ts';
import type { GovernedRun } from '../../steps/answer/matching/governed-run.ts';
import { reviewing } from '../review/reviewing.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { handOut, outArgument } from './hand-out.ts';
import type { HandOutOptions } from './hand-out.ts';

export interface AccountsOptions extends HandOutOptions {
  readonly for: GovernanceProductName;
  readonly entitlements: boolean;
  readonly run?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

export async function accounts(options: AccountsOptions, terminal: Terminal): Promise<ExitCode> {
  const wrong = withoutMeaning(options);
  if (wrong.length > 0) return refuse(terminal, wrong);
  const out = await outArgument(options);
  if (out.kind === 'refused') return refuse(terminal, out.refusals);
  const product = governanceProducts[options.for];
  return reviewing({ home: options.home, terminal }, async (home) => {
    const found = await governedRun(home, { id: options.run ?? null, product });
    if (found.kind === 'refused') return refuse(terminal, found.refusals);
    const lines = linesOf(options, found.value);
    const lost = await handOut(() => pieces(lines), options, terminal);
    if (lost !== null) return refuse(terminal, [lost]);
    tell(options, found.value, terminal);
    return exitCodes.done;
  });
}

function linesOf({ for: to, entitlements }: AccountsOptions, { accounts: rows, roles }: GovernedRun): Iterable<string> {
  const product = governanceProducts[to];
  if (entitlements && product.entitlements !== null) return csv(product.entitlements, roles);
  return csv(product.accounts, rows);
}

async function* pieces(lines: Iterable<string>): AsyncGenerator<string, void, void> {
  yield* lines;
}

function withoutMeaning({ for: to, entitlements, json, out }: AccountsOptions): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (entitlements && governanceProducts[to].entitlements === null)
    refusals.push({
      what: 'no file of entitlements',
      where: '--entitlements',
      found: `--for ${to}, which takes roles in its file of accounts`,
      expected: 'no --entitlements',
    });
  if (json && out === undefined)
    refusals.push({ what: 'two documents on stdout', where: '--json', found: 'no --out', expected: '--out FILE' });
  return refusals;
}

/** Says who is not in the file: on stderr where the file itself goes to stdout. */
function tell(
  options: AccountsOptions,
  { record, accounts: rows, roles, leftOut }: GovernedRun,
  terminal: Terminal,
): void {
  const { out, json, entitlements } = options;
  const count = entitlements ? plural(roles.length, 'role') : plural(rows.length, 'account');
  if (json) {
    const counts = { accounts: rows.length, roles: roles.length, leftOut };
    terminal.out(JSON.stringify({ schema: 1, run: record.id, for: options.for, out, ...counts }, null, 2));
    return;
  }
  if (out !== undefined) terminal.out(`${out}: ${count} of the run ${record.id}.`);
  if (entitlements) return;
  for (const { login, why } of leftOut.slice(0, 20)) terminal.err(`Left out: ${login}: ${why}.\n`);
  if (leftOut.length > 20) terminal.err(`and ${leftOut.length - 20} more.\n`);
}
