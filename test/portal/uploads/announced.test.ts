// An upload that passes no request: what its browser said, by whom and when, is the link before the bucket's own.
import { expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import type { Upload } from '../../../core/ports/inputs.ts';
import type { PutFile } from '../../../core/ports/objects.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { aLetterBox } from '../../support/surroundings.ts';
import { at } from '../../support/time.ts';
import { aPortal, portalOn } from '../portal.ts';

const files = [
  { what: 'an export', kind: 'export', name: 'users.csv', text: exportCsv([{ email: 'user01@acme.com' }]) },
  {
    what: 'a list of leavers',
    kind: 'leavers',
    name: 'leavers.csv',
    text: 'email,last day\nuser01@acme.com,2026-03-01\n',
  },
] as const;

test.each(files)('an address is given for $what that is announced, and judging it tells both links', async (file) => {
  const { world, ports } = await aPortal();
  const { objects: results } = world.dependencies;
  const put = new Map<string, PutFile>();
  const addresses = {
    taking: async () => Promise.reject(new Error('nothing is taken')),
    putting: async (key: string, file: PutFile) => {
      put.set(key, file);
      return { address: `https://exports.example/${key}`, headers: {} };
    },
  };
  const direct = { evidence: addresses, uploads: addresses, results };
  const portal = portalOn(world, { ...world.dependencies, passing: ports.passing, access: ports.access }, { direct });
  const cookie = await portal.session('olga@acme.com', ['admin']);
  const bytes = Buffer.from(file.text);
  const about = { kind: file.kind, name: file.name, sha256: sha256(bytes), bytes: bytes.length };
  const body = { ...about, exportedAt: null, exportedBy: null, countShown: null };
  world.at('2026-03-30T10:00:00Z');
  expect((await portal.call(cookie, 'POST', '/api/uploads/addresses', { body })).status).toBe(201);
  const [[key, { said }] = ['', { said: {} }]] = [...put];
  const place = { key, version: '1' };
  const upload: Upload = { place, name: file.name, bytes, uploadedAt: at('2026-03-30T10:00:02Z'), declared: said };
  const uploads = { read: async () => Promise.resolve(upload) };
  const dependencies = { uploads, results, exportReader: exportReader(), ...aLetterBox(), compose: uploadMail };
  const { receipts } = await receiveUpload(dependencies, place, await ports.config());
  expect(receipts).toMatchObject([
    { kind: 'portal', by: 'olga@acme.com', at: '2026-03-30T10:00:00Z', browserSha256: sha256(bytes) },
    { kind: 'bucket', by: 'olga@acme.com', at: '2026-03-30T10:00:02Z', place },
  ]);
});
