// What the system reports of a disk, in words: whatever its error is called, whoever typed the command knows what to mend.
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { hindrance } from '../../../cli/terminal/hindered.ts';

/** As Node.js throws it; of an error that it has no name for it tells the number in words. */
function systemError(code: string, number: number, { syscall } = { syscall: 'write' }): Error {
  return Object.assign(new Error(`${code}: it failed, ${syscall}`), { code, errno: -number, syscall });
}

const { EIO, EMFILE, ENFILE, EDQUOT, ESTALE, ECONNREFUSED } = constants.errno;

test.each([
  ['EIO', EIO, 'an error of the disk (EIO: it failed, write)', 'a place that can be read and written'],
  [
    'EMFILE',
    EMFILE,
    'as many open files as a process may have (ulimit -n)',
    'fewer files open at once, or a higher limit',
  ],
  ['ENFILE', ENFILE, 'as many open files as the system allows', 'fewer files open at once, or a higher limit'],
  [`Unknown system error -${EDQUOT}`, EDQUOT, 'a quota of the disk that is used up', 'space there'],
  [
    `Unknown system error -${ESTALE}`,
    ESTALE,
    'a disk of the network that is gone',
    'a place that can be read and written',
  ],
] as const)('%s is said with its place and what to do', (code, number, found, needed) => {
  const error = new Error('cannot write home/runs/1/report.pdf', { cause: systemError(code, number) });
  expect(hindrance(error)).toEqual({
    what: needed === 'space there' ? 'cannot be written' : 'cannot be read or written',
    where: 'home/runs/1/report.pdf',
    found,
    expected: `${needed}, and then the same command again; what was written in part counts for nothing`,
  });
});

test('what no disk says is nothing about a disk', () => {
  expect(hindrance(systemError('ECONNREFUSED', ECONNREFUSED, { syscall: 'connect' }))).toBeNull();
  expect(hindrance(systemError('EMFILE', EMFILE, { syscall: 'connect' }))).toBeNull();
  expect(hindrance(new Error('cannot write home/runs/1/report.pdf'))).toBeNull();
});
