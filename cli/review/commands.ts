// The commands about a review: leading it from its opening to its closing, deciding, and moving all of them on by a day.
import { Command } from 'commander';
import type { DecideOptions } from './decide.ts';
import { homeOption, notEmpty } from '../terminal/options.ts';
import type { Finish } from '../terminal/options.ts';
import type { ReviewOptions } from './request.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { TickOptions } from './tick.ts';

export function decideCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('decide')
    .description(
      'Records a decision about an account, or a file of decisions, in the review of the latest accepted run.',
    )
    .option('--login <login>', 'the account')
    .option('--finding <id>', 'the account of this finding')
    .option('--file <csv>', 'columns login, decision, until, reason; rows without a decision are left undecided')
    .option(
      '--filter <name>',
      'unremarkable: keeps in bulk what is linked, without findings, not privileged, unchanged',
    )
    .option('--review <period>', 'the review, such as 2026-Q4; by default that of the latest accepted run')
    .option('--decision <word>', 'keep, revoke or except')
    .option('--until <day>', 'last day of an exception, ISO')
    .option('--by <email>', 'who decides; typed, not authenticated, and the report says so')
    .option('--reason <text>', 'why')
    .addOption(homeOption())
    .option('--json', 'one JSON document on stdout', false)
    .addHelpText(
      'after',
      `
Examples:
  access-review decide --login ghost@acme.com --decision revoke --by jane@acme.com --reason "left in August"
  access-review decide --finding f_7f7789507e41b620 --decision except --until 2027-01-31 --by jane@acme.com --reason "contract ends"
  access-review decide --file decisions.csv --by jane@acme.com
  access-review decide --filter unremarkable --by jane@acme.com --reason "linked and unchanged"`,
    )
    .action(async (options: DecideOptions) => {
      const { decideCommand: decide } = await import('./decide.ts');
      finish(await decide(options, terminal));
    });
}

const reviewActions = [
  { action: 'open', text: 'freezes the population of the latest accepted run of a period, to be decided' },
  { action: 'status', text: 'tells phase, due date, what is undecided, handed over, proven and excepted' },
  { action: 'lines', text: 'writes the undecided lines as a worksheet for decide --file' },
  { action: 'delegate', text: 'moves the lines of --reviewer to --to, or to the fallback' },
  { action: 'approve-policy', text: 'approves the policy of the run under review, and says what changed in it' },
  { action: 'work-order', text: 'hands the revoked accounts over: suspend files that People.ai imports, and a text' },
  { action: 'sign-off', text: 'signs: first the reviewer, then another person as control owner; issues the report' },
  { action: 'close', text: 'closes a signed review whose removals are proven by a later export' },
] as const;

export function reviewCommands(terminal: Terminal, finish: Finish): Command {
  const review = new Command('review').description('Leads a review from its opening to its closing.').addHelpText(
    'after',
    `
Examples:
  access-review review open --review 2026-Q4 --by grc@acme.com
  access-review review status --review 2026-Q4
  access-review review work-order --review 2026-Q4 --by jane@acme.com
  access-review verify report.pdf --trust signing-certificate.pem`,
  );
  for (const { action, text } of reviewActions) {
    review
      .command(action)
      .description(text)
      .requiredOption('--review <period>', 'such as 2026-Q4', notEmpty)
      .option('--by <email>', 'who asks for it')
      .option('--out <dir>', 'where to copy the files')
      .option('--reviewer <email>', 'lines: only of this reviewer; delegate: whose lines move')
      .option('--to <email>', 'delegate: who gets them; without it the fallback')
      .option('--reason <text>', 'delegate: why')
      .addOption(homeOption())
      .option('--json', 'one JSON document on stdout', false)
      .addHelpText('after', `\nExample:\n  access-review review ${action} --review 2026-Q4 --by grc@acme.com`)
      .action(async (options: ReviewOptions) => {
        const { reviewCommand } = await import('./review.ts');
        finish(await reviewCommand(action, options, terminal));
      });
  }
  return review;
}

export function tickCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('tick')
    .description('Moves all reviews on by a day: reminders, overdue removals, ending exceptions, missed reviews.')
    .option('--as-of <instant>', 'fixes "now", ISO 8601 in UTC')
    .addOption(homeOption())
    .option('--json', 'one JSON document on stdout', false)
    .addHelpText('after', '\nExample, once a day from a scheduler:\n  access-review tick')
    .action(async (options: TickOptions) => {
      const { tickCommand: tick } = await import('./tick.ts');
      finish(await tick(options, terminal));
    });
}
