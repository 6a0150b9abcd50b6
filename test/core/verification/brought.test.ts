// The file of an export that came in before proves nothing under a later time.
import { expect, test } from 'vitest';
import { broughtAgainBreak } from '../../../core/verification/reviewed/removals.ts';
import { at } from '../../support/time.ts';

const june = at('2026-06-30T08:00:00Z');
const july = at('2026-07-31T08:00:00Z');
const august = at('2026-08-31T08:00:00Z');
const proof = { run: 'later', sha256: 'b', exportedAt: august };

test('a file that no run before compared proves what it shows', () => {
  expect(broughtAgainBreak([proof], [{ sha256: 'a', takenBy: july }])).toBeNull();
  expect(broughtAgainBreak([proof], [{ sha256: 'b', takenBy: august }]), 'of the same time').toBeNull();
});

test('one that a run before the review compared, or an earlier proof, is refused with both times', () => {
  const old = broughtAgainBreak([proof], [{ sha256: 'b', takenBy: june }]);
  expect(old).toMatchObject({ where: 'run later', found: `the bytes of an export of ${june}, as one of ${august}` });
  expect(broughtAgainBreak([{ ...proof, run: 'first', exportedAt: july }, proof], [])).toMatchObject({
    where: 'run later',
    found: expect.stringContaining(july),
  });
});
