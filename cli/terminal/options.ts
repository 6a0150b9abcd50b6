// Options that several commands share, and what an argument must be to be taken.
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { ExitCode } from './terminal.ts';

/** Takes the exit code of the command that was called. */
export type Finish = (exit: ExitCode) => void;

export function list(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function notEmpty(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value;
}

export function configOption() {
  return new Option('--config <file>', 'configuration, as review.schema.json describes it')
    .argParser(notEmpty)
    .makeOptionMandatory();
}

export function homeOption() {
  return new Option('--home <dir>', 'the embedded store: database, files, key, outbox')
    .argParser(notEmpty)
    .default('.access-review');
}

export function jsonOption() {
  return new Option('--json', 'one JSON document on stdout in place of the text').default(false);
}

export function overwriteOption() {
  return new Option('--overwrite', 'replaces files that are there; without it they are never lost').default(false);
}
