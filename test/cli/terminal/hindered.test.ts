// What the system reports of a disk, in words: whatever its error is called, whoever typed the command knows what to mend.
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { keepForOwner } from '../../../adapters/stores/sqlite/keep-for-owner.ts';
import { hindrance } from '../../../cli/terminal/hindered.ts';

/** As Node.js throws it; of an error that it has no name for it tells the number in words. */
function systemError(code: string, number: number, { syscall } = { syscall: 'write' }): Error {
  return Object.assign(new Error(`${code}: it failed, ${syscall}`), { code, errno: -number, syscall });
}

const { EIO, EMFILE, ENFILE, EDQUOT, ESTALE, ECONNREFUSED } = constants.errno;
const somewhereElse = 'a place that can be read and written';
const fewerFiles = 'fewer files open at once, or a higher limit';

test.each([
  { code: 'EIO', number: EIO, found: 'an error of the disk (EIO: it failed, write)', needed: somewhereElse },
  {
    code: 'EMFILE',
    number: EMFILE,
    found: 'as many open files as a process may have (ulimit -n)',
    needed: fewerFiles,
  },
  { code: 'ENFILE', number: ENFILE, found: 'as many open files as the system allows', needed: fewerFiles },
  {
    code: `Unknown system error -${EDQUOT}`,
    number: EDQUOT,
    found: 'a quota of the disk that is used up',
    needed: 'space there',
  },
  {
    code: `Unknown system error -${ESTALE}`,
    number: ESTALE,
    found: 'a disk of the network that is gone',
    needed: somewhereElse,
  },
])('$code is said with its place and what to do', ({ code, number, found, needed }) => {
  const error = new Error('cannot write home/runs/1/report.pdf', { cause: systemError(code, number) });
  expect(hindrance(error)).toEqual({
    what: needed === 'space there' ? 'cannot be written' : 'cannot be read or written',
    where: 'home/runs/1/report.pdf',
    found,
    expected: `${needed}, and then the same command again; what was written in part counts for nothing`,
  });
});

test('a database that another command holds for too long is told as that', () => {
  const locked = Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 });
  expect(hindrance(new Error('cannot write home/access-review.db', { cause: locked }))).toEqual({
    what: 'cannot be read or written',
    where: 'home/access-review.db',
    found: 'another command or program that is writing there, and does not end',
    expected: 'the end of the other, and then the same command again; what was written in part counts for nothing',
  });
});

test('an error that is not one of the disk is not told as one', () => {
  expect(hindrance(systemError('ECONNREFUSED', ECONNREFUSED, { syscall: 'connect' }))).toBeNull();
  expect(hindrance(systemError('EMFILE', EMFILE, { syscall: 'connect' }))).toBeNull();
  expect(hindrance(new Error('cannot write home/runs/1/report.pdf'))).toBeNull();
});

test('a database that cannot be kept for its owner only is told by its path alone', () => {
  // Nobody may make a file there, be it root.
  const file = '/sys/kernel/a home.db';
  const kept = (): unknown => {
    try {
      return keepForOwner(file);
    } catch (error) {
      return hindrance(error)?.where;
    }
  };
  expect(kept()).toBe(file);
});
