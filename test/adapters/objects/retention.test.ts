import { describe, expect, test } from 'vitest';
import { retentionOf } from '../../../adapters/objects/retention.ts';
import { clockAt } from '../../support/time.ts';

const retention = retentionOf({ RETENTION_MODE: 'COMPLIANCE', RETENTION_YEARS: 7 }, clockAt('2026-10-05T08:00:00Z'));

describe('a lock', () => {
  test.each(['runs/1/report.pdf', 'history/1.json', 'certificates/1.pem', 'reviews/2026-Q4/not-performed.pdf'])(
    'on %s holds for seven years and never a day less',
    (key) => {
      const lock = retention(key);
      expect(lock?.mode).toBe('COMPLIANCE');
      expect((lock?.until ?? '') > '2033-10-05T08:00:00Z').toBe(true);
      expect((lock?.until ?? '') < '2033-10-20T08:00:00Z').toBe(true);
    },
  );

  test.each(['work/1/run-1.json', 'watch/1/findings.json'])('is not on %s, which expires', (key) => {
    expect(retention(key)).toBeNull();
  });
});
