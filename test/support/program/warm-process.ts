// The program in a process that stays: it is loaded and compiled once, and carries out one command after another. Each
// command has its own folder, environment, arguments and streams. They share only the key that new homes get, because
// making one takes longer than most commands.
import { generateKeyPair } from 'node:crypto';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Asked, Outcome } from './command.ts';

interface Program {
  /** Performs the command that `process.argv` names, and sets the exit code of the process. */
  readonly main: () => Promise<void>;
}

const make = promisify(generateKeyPair);
const made = new Map<number, ReturnType<typeof make>>();
Object.defineProperty(generateKeyPair, promisify.custom, {
  value: async (type: 'rsa', options: { readonly modulusLength: number }) => {
    const pair = made.get(options.modulusLength) ?? make(type, options);
    made.set(options.modulusLength, pair);
    return pair;
  },
});

const [, , file = ''] = process.argv;
const program: Program = await import(file);

process.on('message', (asked: Asked) => void carryOut(asked).then((outcome) => process.send?.(outcome)));
process.on('disconnect', () => process.exit());

async function carryOut({ folder, env, args }: Asked): Promise<Outcome> {
  process.chdir(folder);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, file, ...args];
  process.exitCode = undefined;
  const [stdout, stderr] = [kept('stdout'), kept('stderr')];
  await program.main();
  return { exit: Number(process.exitCode), stdout: stdout(), stderr: stderr() };
}

/** @returns a function that tells what has been written since */
function kept(name: 'stdout' | 'stderr'): () => string {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  Object.defineProperty(process, name, { value: stream, configurable: true });
  return () => Buffer.concat(pieces).toString();
}
