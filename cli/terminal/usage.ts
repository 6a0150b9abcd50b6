// How every command shows what it takes, and what it answers to whoever types something else.
import { Command, Help } from '@commander-js/extra-typings';
import type { CommanderError, CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { refusalText } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';
import { refuse } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** What a terminal of the usual size shows without breaking lines; examples are broken by hand to stay below. */
const helpWidth = 80;

const plainHelp = new Help();

/** Gives a program and all commands below it the same form of help and of refusals. */
export function explainUsage(root: CommandUnknownOpts, terminal: Terminal): void {
  const commands = commandsFrom(root);
  for (const command of commands) {
    if (command.commands.length > 0) command.addCommand(helpCommand(command));
  }
  for (const command of commandsFrom(root)) {
    command
      .configureHelp({ helpWidth, visibleOptions, optionDescription })
      .configureOutput({
        outputError: () => undefined,
        writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      })
      .exitOverride((error) => {
        explain(error, { command, commands, terminal });
        throw error;
      });
    refuseOptionsAsValues(command);
  }
}

/**
 * Where the value of an option was forgotten, the library takes the next option for it: `--reason --json` would record
 * `--json` as the reason, and `--out --overwrite` make a folder of that name.
 */
function refuseOptionsAsValues(command: CommandUnknownOpts): void {
  for (const option of command.options.filter(({ required }) => required)) {
    command.on(`option:${option.name()}`, (value: unknown) => {
      // A reason of several words may begin so.
      if (typeof value !== 'string' || !/^--[a-z]\S*$/.test(value)) return;
      const what = `option '${option.flags}' without its value`;
      const expected = `${option.description}; a file whose name begins so is written ./${value}`;
      command.error(refusalText({ what, where: typedAs(command), found: value, expected }));
    });
  }
}

function commandsFrom(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(commandsFrom)];
}

/**
 * The command `help`. The library's own shows the whole help for a mistyped name; this one names the command that comes
 * nearest.
 */
function helpCommand(above: CommandUnknownOpts): CommandUnknownOpts {
  return new Command('help')
    .description('Shows the help of a command.')
    .argument('[command...]', 'its name, such as run or review open')
    .action((names) => showHelp(above, names));
}

function showHelp(command: CommandUnknownOpts, [name, ...deeper]: readonly string[]): void {
  const named = command.commands.find((one) => one.name() === name);
  if (named !== undefined) showHelp(named, deeper);
  else if (name === undefined || command.commands.length === 0) command.outputHelp();
  // Refused as if it had been typed as a command.
  else command.parse([name], { from: 'user' });
}

const everywhere: readonly (string | undefined)[] = ['--home', '--json', '--help'];

/** What must be given comes first, what every command has comes last. */
function visibleOptions(command: CommandUnknownOpts): Option[] {
  return plainHelp.visibleOptions(command).toSorted((a, b) => place(a) - place(b));
}

function place({ mandatory, long }: Option): number {
  if (mandatory) return 0;
  return everywhere.includes(long) ? 2 : 1;
}

function optionDescription({ description, mandatory, defaultValue }: Option): string {
  if (mandatory) return `${description} (required)`;
  return typeof defaultValue === 'string' ? `${description} (default: ${defaultValue})` : description;
}

interface Typed {
  readonly command: CommandUnknownOpts;
  readonly commands: readonly CommandUnknownOpts[];
  readonly terminal: Terminal;
}

function explain({ code, message }: CommanderError, { command, commands, terminal }: Typed): void {
  switch (code) {
    case 'commander.help':
    case 'commander.helpDisplayed':
    case 'commander.version':
      return;
    case 'commander.unknownOption':
    case 'commander.missingMandatoryOptionValue':
    case 'commander.missingArgument': {
      const unknown = unknownOptions(command, { commands, message });
      // Behind an unknown option nobody can say which word is its value.
      const missing = unknown.length > 0 ? [] : missingArguments(command);
      refuse(terminal, [...unknown, ...missing, ...missingOptions(command)]);
      return;
    }
    default:
      terminal.err(`${message}\nRun ${typedAs(command)} --help to see its options and examples.\n`);
  }
}

function missingArguments(command: CommandUnknownOpts): readonly Refusal[] {
  return command.registeredArguments.slice(command.args.length).map((argument) => ({
    what: 'required argument missing',
    where: typedAs(command),
    found: 'nothing',
    expected: `<${argument.name()}>, ${argument.description}`,
  }));
}

/** Names all options that are missing, where the library would stop at the first. */
function missingOptions(command: CommandUnknownOpts): readonly Refusal[] {
  return command.options
    .filter((option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined)
    .map(({ flags, description }) => ({
      what: 'required option missing',
      where: typedAs(command),
      found: 'nothing',
      expected: `${flags}, ${description}`,
    }));
}

/** @param message of the library, which names the nearest option on its second line */
function unknownOptions(
  command: CommandUnknownOpts,
  { commands, message }: { readonly commands: readonly CommandUnknownOpts[]; readonly message: string },
): readonly Refusal[] {
  const [, nearest = ''] = message.split('\n');
  const flags = command.args.filter((word) => /^-./.test(word)).map((word) => word.split('=')[0] ?? word);
  return flags.map((flag) => {
    const others = commands.filter(({ options }) =>
      options.some((option) => !option.hidden && [option.long, option.short].includes(flag)),
    );
    const elsewhere = `an option of ${fewOf(others.map(typedAs))}`;
    return {
      what: `unknown option '${flag}'`,
      where: typedAs(command),
      found: others.length > 0 ? elsewhere : `no option of any command ${nearest}`.trim(),
      expected: visibleOptions(command)
        .map((option) => option.flags)
        .join(', '),
    };
  });
}

/** An option that nearly every command has, such as `--json`, is told with only so many of them. */
const mostNamed = 5;

function fewOf(names: readonly string[]): string {
  const left = names.length - mostNamed;
  return left <= 0 ? names.join(', ') : `${names.slice(0, mostNamed).join(', ')} and ${left} more`;
}

/** @example typedAs(command) // 'access-review review open' */
function typedAs(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${typedAs(command.parent)} ${command.name()}`;
}
