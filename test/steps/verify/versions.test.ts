// Seven years: reports that earlier versions of the program signed still verify; each version leaves a set of its own.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { verifiedFile } from './issued-report.ts';

const folder = join(import.meta.dirname, 'versions');
const versions = readdirSync(folder);

test('the first version left its reports', () => {
  expect(versions).toContain('0.1.0');
});

describe.each(versions)('signed by version %s', (version) => {
  const trust = join(folder, version, 'signing-certificate.pem');
  const compared =
    version === toolVersion().version ? /drawn again, \d+ pages print the same/ : /pages were not compared/;

  test('the report of a run is verified, its findings done again', async () => {
    const { exit, out, err } = await verifiedFile(join(folder, version, 'run.pdf'), { trust });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^VERIFIED: /);
    expect(out).toContain('the run yields the same 4 findings');
    expect(out).toMatch(compared);
  });

  test('the final report of a signed review is verified, with its lines and decisions', async () => {
    const { exit, out, err } = await verifiedFile(join(folder, version, 'signed-review.pdf'), { trust });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^VERIFIED: /);
    expect(out).toContain('4 lines put before the reviewer');
    expect(out).toContain('signed by cfo@acme.com as control-owner');
    expect(out).toMatch(compared);
  });

  test('the report of a control that was not performed is verified', async () => {
    const { exit, out, err } = await verifiedFile(join(folder, version, 'not-performed.pdf'), { trust });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^VERIFIED: /);
    expect(out).toContain('the control was not performed in 2027-Q1');
  });
});
