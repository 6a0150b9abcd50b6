// Seven years: reports that earlier versions of the program signed still verify; each version leaves a set of its own.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { sha256 } from '../../support/bytes.ts';
import { given } from '../../support/given.ts';
import { warmReader } from '../../support/reports/warm-reader.ts';
import { verifiedData, verifiedFile } from './verified.ts';
import { at } from '../../support/time.ts';

const folder = join(import.meta.dirname, 'versions');
const versions = readdirSync(folder);

test('the first version left its reports', () => {
  expect(versions).toContain('0.1.0');
});

function worded(findings: string): string {
  return findings.replaceAll(/"reason":"[^"]*"/g, '"reason":"As a later version may word it."');
}

/** The attachments of a report with other findings, which its manifest names. */
function withFindings(
  attachments: ReadonlyMap<string, Uint8Array>,
  change: (text: string) => string,
): ReadonlyMap<string, Buffer> {
  const files = new Map([...attachments].map(([name, bytes]) => [name, Buffer.from(bytes)] as const));
  const before = String(files.get('findings.json'));
  const after = change(before);
  expect(after).not.toBe(before);
  const manifest = String(files.get('evidence/manifest.json'))
    .replace(sha256(before), sha256(after))
    .replace(`"bytes": ${Buffer.byteLength(before)}`, `"bytes": ${Buffer.byteLength(after)}`);
  return files.set('findings.json', Buffer.from(after)).set('evidence/manifest.json', Buffer.from(manifest));
}

describe.each(versions)('signed by version %s', (version) => {
  const trust = join(folder, version, 'signing-certificate.pem');
  const compared =
    version === toolVersion().version ? /drawn again, \d+ pages print the same/ : /pages were not compared/;

  test('the report of a run is verified, its findings done again', async () => {
    const { exit, out, err } = await verifiedFile(join(folder, version, 'run.pdf'), { trust });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(version === toolVersion().version ? /^VERIFIED: / : /^VERIFIED, PAGES NOT COMPARED: /);
    expect(out).toContain('the run yields the same 4 findings');
    expect(out).toMatch(compared);
  });

  test('its findings hold in other words, and no otherwise', async () => {
    const genuine = given(await warmReader.open(await readFile(join(folder, version, 'run.pdf')), 'run.pdf'));
    const told = async (change: (text: string) => string): Promise<string> =>
      JSON.stringify(await verifiedData(withFindings(genuine.attachments, change), genuine));
    const refusal = '"kind":"refused"';
    if (version !== toolVersion().version) expect(await told(worded)).not.toContain(refusal);
    const closed = await told((text) => text.replace('"state":"new"', '"state":"closed"'));
    expect(closed).toContain(refusal);
    expect(closed).toContain(', state');
  });

  test('the final report of a signed review is verified, with its lines and decisions', async () => {
    const { exit, out, err } = await verifiedFile(join(folder, version, 'signed-review.pdf'), { trust });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(version === toolVersion().version ? /^VERIFIED: / : /^VERIFIED, PAGES NOT COMPARED: /);
    expect(out).toContain('4 lines put before the reviewer');
    expect(out).toContain('signed by cfo@acme.com as control-owner');
    expect(out).toMatch(compared);
  });

  test('the report of a control that was not performed is verified', async () => {
    const { exit, out, err } = await verifiedFile(join(folder, version, 'not-performed.pdf'), { trust });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(version === toolVersion().version ? /^VERIFIED: / : /^VERIFIED, PAGES NOT COMPARED: /);
    expect(out).toContain('the control was not performed in 2027-Q1');
    const early = await verifiedFile(
      join(folder, version, 'not-performed.pdf'),
      { trust },
      { now: at('2026-01-01T00:00:00Z') },
    );
    expect(early).toMatchObject({
      exit: 0,
      out: expect.stringContaining('which has not come by the clock of this machine'),
    });
  });
});
