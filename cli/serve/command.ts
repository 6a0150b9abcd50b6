// The options of `serve`, and the function that does it.
import { Command } from '@commander-js/extra-typings';
import { homeOption, notEmpty } from '../terminal/options.ts';
import type { Finish } from '../terminal/options.ts';
import type { Terminal } from '../terminal/terminal.ts';

export function serveCommand(terminal: Terminal, finish: Finish) {
  return new Command('serve')
    .description('Opens the portal on this machine: people sign in, decide, sign and download in the browser.')
    .option('--port <n>', 'the port on localhost; 0 for a free one', '8484')
    .option('--issuer <url>', "the company's OpenID Connect issuer; without it people choose their name", notEmpty)
    .option('--config <file>', 'configuration for uploads and runs; by default that of the latest run', notEmpty)
    .addOption(homeOption())
    .addHelpText('after', '\nExample, after npm start:\n  access-review serve --home .access-review/sample')
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      finish(await serve(options, terminal));
    });
}
