// A run that is started on a leavers file of which the home keeps the bytes and no record, as a process leaves it that was
// killed between the two.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { portalUploadKey } from '../../../core/names/object-keys.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { openHome, openReading } from '../../../homes/laptop.ts';
import { runOfUploads } from '../../../homes/laptop-run.ts';
import { keepUpload } from '../../../steps/read/keep-upload.ts';
import { sha256 } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { given } from '../../support/given.ts';
import { acme } from '../../support/inputs/acme.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { clockAt } from '../../support/time.ts';

test('ends, and compares nothing whose way nobody can tell', async () => {
  const [home, reading] = [await openHome(join(await aFolder(), 'home')), await openReading()];
  onTestFinished(async () => {
    home.close();
    await reading.scratch.close();
  });
  const config = given(parseConfig(acme, 'review.json'));
  const dependencies = { ...home, ...reading, clock: clockAt('2026-10-05T08:00:00Z'), tool: toolVersion() };
  const bytes = Buffer.from(exportCsv([{ email: 'jane@acme.com' }]));
  const by = { by: login('jane@acme.com'), assurance: 'asserted' } as const;
  const said = { kind: 'export', name: 'users.csv', exportedAt: null, exportedBy: null, countShown: null } as const;
  await keepUpload(dependencies, { ...said, ...by, bytes, sha256: sha256(bytes) }, config);
  const leavers = sha256('email,last day\r\n');
  await home.objects.put(portalUploadKey(leavers, 'bytes'), Buffer.from('email,last day\r\n'));
  const asked = { export: sha256(bytes), leavers, by: 'jane@acme.com' };
  const run = runOfUploads({ ...dependencies, config: async () => config }, asked, () => undefined);
  await expect(run).rejects.toThrow(`the upload ${leavers} is not there`);
});
