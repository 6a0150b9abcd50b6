// The application under review is named in one room; everything else takes its words from there.
import { expect, test } from 'vitest';
import { application } from '../../../core/application/applications.ts';
import { findingId } from '../../../core/findings/finding.ts';
import { filesOfTheRepository } from '../../architecture/sources.ts';
import { isOfTheHouse } from '../../architecture/rooms.ts';

const comment = /^\s*(?:\/\/|\/?\*).*$/gm;

const ownRoom = 'core/application/people-ai/';

test('no file of the house names the application but those of its own room', () => {
  const code = filesOfTheRepository()
    .filter(({ path }) => path.endsWith('.ts') && isOfTheHouse(path))
    .map(({ path, text }) => ({ path, text: text.replaceAll(comment, '') }));
  const naming = code.filter(({ text }) => text.includes(application.name) || text.includes(application.id));
  const places = Map.groupBy(naming, ({ path }) => (path.startsWith(ownRoom) ? ownRoom : path));
  expect([...places.keys()]).toEqual([ownRoom]);
});

test('the id of a finding is as it was in every earlier review', () => {
  expect(findingId('ORPHANED_ACCOUNT', 'jane.doe@acme.com')).toBe('f_12b56419ffecc648');
});
