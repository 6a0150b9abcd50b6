// What every adapter behind the port Findings must do, in whatever order runs write.
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findingId } from '../../core/findings/finding.ts';
import { dayInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import type { Findings } from '../../core/ports/stores.ts';
import { aFinding } from '../support/inputs/records.ts';
import { at } from '../support/time.ts';
import type { Opened } from './opened.ts';

const october = { id: 'october', asOf: at('2026-10-05T08:00:00Z') };
const halfASecondLater = { id: 'later', asOf: at('2026-10-05T08:00:00.5Z') };

export function findingsContract(name: string, make: () => Promise<Opened<Findings>>): void {
  describe(`${name} as a store of findings`, () => {
    let opened: Opened<Findings>;
    let findings: Findings;
    beforeEach(async () => {
      opened = await make();
      findings = opened.port;
    });
    afterEach(() => opened.close());

    test('gives back a finding with all of its evidence', async () => {
      const account = aFinding({ login: 'evidence@acme.com' });
      const control = aFinding({ code: 'EXPORT_STALE', login: null, row: null, situation: null, severity: 'medium' });
      await findings.put(october, [account, control]);
      expect(await findings.get(account.id)).toEqual(account);
      expect(await findings.get(control.id)).toEqual(control);
    });

    test('knows no finding that nobody put, and takes a run without findings', async () => {
      await findings.put(october, []);
      expect(await findings.get(findingId('ORPHANED_ACCOUNT', 'nobody@acme.com'))).toBeNull();
    });

    test('keeps the state that a later run wrote, by half a second too', async () => {
      const open = aFinding({ login: 'later@acme.com', state: 'open', reviewsOpen: 2 });
      await findings.put(halfASecondLater, [open]);
      await findings.put(october, [{ ...open, state: 'new', reviewsOpen: 1 }]);
      expect(await findings.get(open.id)).toEqual(open);
    });

    test('keeps the state of the run that was recorded last, of two of one as-of', async () => {
      const held = aFinding({ login: 'twice@acme.com', state: 'new' });
      await findings.put(october, [held]);
      await findings.put({ ...october, id: 'accepted' }, [{ ...held, state: 'open' }]);
      expect(await findings.get(held.id)).toMatchObject({ state: 'open' });
    });

    test('lets a repeated run write the same again', async () => {
      const finding = aFinding({ login: 'repeated@acme.com' });
      await findings.put(october, [finding]);
      await findings.put(october, [finding]);
      expect(await findings.get(finding.id)).toEqual(finding);
    });

    test('keeps many findings of one run', async () => {
      const many = Array.from({ length: 500 }, (_, index) => aFinding({ login: `many-${index}@acme.com` }));
      await findings.put(october, many);
      expect(await Promise.all(many.map((finding) => findings.get(finding.id)))).toEqual(many);
    });

    test('keeps a finding about an account of which the export says more than an item of a table holds', async () => {
      const large = aFinding({ login: 'large@acme.com', reason: 'ｘ'.repeat(300_000) });
      await findings.put(october, [large]);
      expect(await findings.get(large.id)).toEqual(large);
    });

    test('ends with the newest state in whatever order runs write', async () => {
      let attempt = 0;
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 400 }), { minLength: 1, maxLength: 6 }), async (days) => {
          const login = `order-${(attempt += 1)}@acme.com`;
          for (const day of days) {
            const asOf = instantFromMs(msOf(october.asOf) + day * dayInMs);
            await findings.put({ id: `day-${day}`, asOf }, [aFinding({ login, reviewsOpen: day })]);
          }
          const kept = await findings.get(aFinding({ login }).id);
          expect(kept?.reviewsOpen).toBe(Math.max(...days));
        }),
        { numRuns: 20 },
      );
    });
  });
}
