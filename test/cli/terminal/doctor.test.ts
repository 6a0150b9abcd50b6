// What `doctor` prints: which credentials were chosen where several are set, and whether the clocks agree.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { command } from '../../support/program/command.ts';
import type { Outcome } from '../../support/program/command.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { startOktaStandIn } from '../../support/directories/okta-stand-in.ts';
import { always, dated } from '../../support/directories/misbehaviour.ts';
import type { Misbehaviour } from '../../support/directories/stand-in.ts';
import { aFolder } from '../../support/folders.ts';

async function doctorWith(env: object, misbehave: readonly Misbehaviour[] = []): Promise<Outcome> {
  const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] });
  const server = await startOktaStandIn({ seed, misbehave });
  onTestFinished(server.close);
  const folder = await aFolder();
  const directories = [{ id: 'okta', kind: 'okta', orgUrl: server.url, appId: '0oa1' }];
  await writeFile(join(folder, 'review.json'), JSON.stringify({ directories }));
  return command(folder, ['doctor', '--config', 'review.json'], env);
}

test('names the credentials that are used, where others are set as well', async () => {
  const { exit, stdout } = await doctorWith({ OKTA_API_TOKEN: 'api-token-1', OKTA_CLIENT_ID: '0oaclient' });
  expect(exit).toBe(0);
  expect(stdout).toContain('okta is read with OKTA_API_TOKEN; OKTA_CLIENT_ID is set as well and not used');
});

test('says nothing of a choice where there is none', async () => {
  const { exit, stdout } = await doctorWith({ OKTA_API_TOKEN: 'api-token-1' });
  expect(exit).toBe(0);
  expect(stdout).not.toContain('not used');
});

test('says that the clock of the directory is another one, as a run does', async () => {
  const { exit, stdout } = await doctorWith({ OKTA_API_TOKEN: 'api-token-1' }, [
    always('/api/v1/users', dated('Sat, 01 Dec 2018 10:30:00 GMT')),
  ]);
  expect(exit).toBe(2);
  expect(stdout.match(/FAILED clock: By the directory's own clock it was read .* earlier/g)).toHaveLength(1);
  expect(stdout).toContain('what to do: Set the clock of this machine by a time server.');
});
