// The commands about a review: leading it from its opening to its closing, deciding, and moving all of them on by a day.
import { Command, Option } from '@commander-js/extra-typings';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { application } from '../../core/application/applications.ts';
import { dayFormats } from '../../core/review/decisions/local-day.ts';
import { homeOption, jsonOption, notEmpty, overwriteOption } from '../terminal/options.ts';
import type { Finish } from '../terminal/options.ts';
import type { ReviewAction, ReviewOptions } from './request.ts';
import type { Terminal } from '../terminal/terminal.ts';

export function decideCommand(terminal: Terminal, finish: Finish) {
  return new Command('decide')
    .description('Records decisions in the review of the latest accepted run, about one account or several.')
    .optionsGroup('What is decided, one of these (required):')
    .option('--login <login>', 'the account')
    .option('--finding <id>', 'the account of this finding')
    .option('--file <file>', 'CSV or XLSX: columns login, decision, until, reason; undecided without a decision')
    .option('--filter <name>', 'unremarkable: keeps what is linked, without findings, not privileged, unchanged')
    .optionsGroup('Options:')
    .requiredOption('--by <email>', 'who decides; typed, not authenticated, and the report says so')
    .option('--decision <word>', 'keep, revoke or except; a file may say it in each row')
    .option('--until <day>', 'last day of an exception, ISO')
    .option('--reason <text>', 'why; a file may say it in each row')
    .addOption(
      new Option(
        '--date-format <format>',
        `of until in the file, beside ISO and date cells: ${dayFormats.slice(1).join(', ')}`,
      ).choices(dayFormats),
    )
    .option('--review <period>', 'the review, such as 2026-Q4; by default that of the latest accepted run')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  access-review decide --login ghost@acme.com --decision revoke \\
    --by jane@acme.com --reason "left in August"
  access-review decide --finding f_7f7789507e41b620 --decision except \\
    --until 2027-01-31 --by jane@acme.com --reason "contract ends"
  access-review decide --file decisions.csv --by jane@acme.com
  access-review decide --filter unremarkable --by jane@acme.com \\
    --reason "linked and unchanged"`,
    )
    .action(async (options) => {
      const { decideCommand: decide } = await import('./deciding/decide.ts');
      finish(await decide(options, terminal));
    });
}

/** Each action is a line: what it is, what it takes beside the review, and the function that does it. */
export function reviewCommands(terminal: Terminal, finish: Finish) {
  const review = new Command('review').description('Leads a review from its opening to its closing.').addHelpText(
    'after',
    `
Examples:
  access-review review open --review 2026-Q4 --by grc@acme.com
  access-review review status --review 2026-Q4
  access-review review work-order --review 2026-Q4 --by jane@acme.com
  access-review review help sign-off`,
  );
  const doing = doer(terminal, finish);
  for (const command of [...leading(doing), ...removing(doing), ...signing(doing)]) review.addCommand(command);
  return review;
}

type Doing = ReturnType<typeof doer>;

/** Each function is loaded by the action that needs it: help and refusals of options must not wait for it. */
function doer(terminal: Terminal, finish: Finish) {
  return <Options extends ReviewOptions>(load: () => Promise<ReviewAction<Options>>) =>
    async (options: Options): Promise<void> => {
      const { reviewCommand } = await import('./request.ts');
      finish(await reviewCommand(await load(), options, terminal));
    };
}

/** The actions from the opening to the decisions. */
function leading(doing: Doing): readonly CommandUnknownOpts[] {
  return [
    action('open', 'Freezes the population of the latest accepted run of a period, to be decided.', '--by grc@acme.com')
      .option('--by <email>', 'who opens it')
      .option('--out <dir>', 'a folder for the worksheets of its lines')
      .addOption(overwriteOption())
      .action(doing(async () => (await import('./review.ts')).open)),
    action('status', 'Tells phase, due date, what is undecided, handed over, proven and excepted.', '--json')
      .addOption(withoutMeaning('--by <email>'))
      .addOption(withoutMeaning('--out <dir>'))
      .action(doing(async () => (await import('./review.ts')).status)),
    action('lines', 'Writes the undecided lines as a worksheet for decide --file.', '--reviewer jane@acme.com --out .')
      .addOption(withoutMeaning('--by <email>'))
      .option('--reviewer <email>', 'only the lines of this reviewer')
      .option('--out <dir>', 'a folder for worksheets, CSV and XLSX, in place of stdout')
      .addOption(overwriteOption())
      .action(doing(async () => (await import('./worksheet.ts')).lines)),
    action(
      'delegate',
      'Moves the lines of a reviewer to somebody else.',
      '--by grc@acme.com \\\n    --reviewer jane@acme.com --to john@acme.com --reason "on leave until May"',
    )
      .requiredOption('--by <email>', 'who moves them')
      .requiredOption('--reviewer <email>', 'whose lines move')
      .requiredOption('--reason <text>', 'why')
      .option('--to <email>', 'who gets them; without it the fallback')
      .option(
        '--until <day>',
        'the last day, ISO date, after which they are theirs again; without it until the review ends',
      )
      .action(doing(async () => (await import('./signing.ts')).delegateLines)),
    action(
      'approve-policy',
      'Approves the policy of the run under review, and says what changed in it.',
      '--by cfo@acme.com',
    )
      .requiredOption('--by <email>', 'who approves it')
      .action(doing(async () => (await import('./signing.ts')).policyApproval)),
  ];
}

/** The actions about what becomes of revoked accounts. */
function removing(doing: Doing): readonly CommandUnknownOpts[] {
  return [
    action(
      'work-order',
      `Hands the revoked accounts over: suspend files that ${application.name} imports, and a text.`,
      '--by jane@acme.com',
    )
      .option('--by <email>', 'who hands them over')
      .option('--out <dir>', 'where to copy the files')
      .addOption(overwriteOption())
      .action(doing(async () => (await import('./work-order.ts')).workOrder)),
    action(
      'hand-over',
      'Tells the places in handOver of the configuration of each work order, once; and how their tickets stand.',
      '--json',
    )
      .addOption(withoutMeaning('--by <email>'))
      .action(doing(async () => (await import('./hand-over.ts')).handOver)),
  ];
}

/** The actions that sign, close, and lead back before the last signature. */
function signing(doing: Doing): readonly CommandUnknownOpts[] {
  return [
    action(
      'sign-off',
      'Signs: first the reviewer, then another person as control owner; issues the report.',
      '--by jane@acme.com',
    )
      .requiredOption('--by <email>', 'who signs; typed, not authenticated, and the report says so')
      .option('--out <dir>', 'where to copy the report')
      .addOption(overwriteOption())
      .action(doing(async () => (await import('./signing.ts')).signature)),
    action(
      'withdraw-signature',
      'Takes back your own signature while the other stage is open; the decisions stay.',
      '--by jane@acme.com \\\n    --reason "signed before the late joiners were decided"',
    )
      .requiredOption('--by <email>', 'who signed, and takes it back')
      .requiredOption('--reason <text>', 'why')
      .action(doing(async () => (await import('./way-back.ts')).withdrawSignature)),
    action(
      'rebase',
      'Moves an open review onto the latest accepted run; decisions on unchanged lines stay, the others ask again.',
      '--by cfo@acme.com \\\n    --reason "the first export lacked a team"',
    )
      .requiredOption('--by <email>', 'who opened the review, or the control owner')
      .requiredOption('--reason <text>', 'why')
      .action(doing(async () => (await import('./way-back.ts')).rebase)),
    action(
      'void',
      'Voids a review that was opened in error; nothing is erased, and another can be opened.',
      '--by cfo@acme.com \\\n    --reason "opened on the export of the test instance"',
    )
      .requiredOption('--by <email>', 'who opened the review, or the control owner')
      .requiredOption('--reason <text>', 'why')
      .action(doing(async () => (await import('./way-back.ts')).voiding)),
    action(
      'close',
      'Closes a signed review whose removals are proven by a later export; issues the closing report.',
      '--by grc@acme.com',
    )
      .requiredOption('--by <email>', 'who closes it')
      .option('--out <dir>', 'where to copy the closing report')
      .addOption(overwriteOption())
      .action(doing(async () => (await import('./signing.ts')).close)),
  ];
}

/** @param example what is typed after the period */
function action(name: string, says: string, example: string) {
  return new Command(name)
    .description(says)
    .requiredOption('--review <period>', 'such as 2026-Q4', notEmpty)
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  access-review review ${name} --review 2026-Q4 ${example}`);
}

/**
 * An option that does nothing here. It is still taken, so that scripts of before go on working, but not shown in the
 * help.
 */
function withoutMeaning<Flags extends string>(flags: Flags): Option<Flags> {
  return new Option(flags).hideHelp();
}

export function tickCommand(terminal: Terminal, finish: Finish) {
  return new Command('tick')
    .description('Moves all reviews on by a day: reminders, overdue removals, ending exceptions, missed reviews.')
    .option('--as-of <instant>', 'fixes "now", ISO 8601 in UTC')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample, once a day from a scheduler:\n  access-review tick')
    .action(async (options) => {
      const { tickCommand: tick } = await import('./tick.ts');
      finish(await tick(options, terminal));
    });
}
