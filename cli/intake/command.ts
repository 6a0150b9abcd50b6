// The options of `intake`, and the function that does it.
import { Command } from '@commander-js/extra-typings';
import { homeOption, jsonOption, notEmpty } from '../terminal/options.ts';
import type { Finish } from '../terminal/options.ts';
import type { Terminal } from '../terminal/terminal.ts';

export function intakeCommand(terminal: Terminal, finish: Finish) {
  return new Command('intake')
    .description('Takes in what lies in a folder: exports, lists of leavers, and messages (.eml) that bring them.')
    .argument('<folder>', 'the folder; what lies in it stays as it is')
    .requiredOption('--by <email>', 'who takes in the files that lie there', notEmpty)
    .option('--config <file>', 'configuration; by default that of the latest accepted run', notEmpty)
    .option('--exported-at <instant>', 'when the export that lies there was taken; messages say it themselves')
    .option('--exported-by <email>', 'who took the export that lies there')
    .option('--count-shown <n>', 'the number of users that the page showed when the export was taken')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
A message is taken only from a sender in intake.senders, and only when the
company's own mail receiver (intake.receiver) says that DMARC passed. What is
not taken lies in HOME/quarantine with the reason beside it; the exit code is 2.

Examples:
  access-review intake inbox --by grc@acme.com --config review.json
  access-review intake inbox --by grc@acme.com \\
    --exported-at 2026-10-05T08:00:00Z --count-shown 248`,
    )
    .action(async (folder, options) => {
      const { intake } = await import('./intake.ts');
      finish(await intake(folder, options, terminal));
    });
}
