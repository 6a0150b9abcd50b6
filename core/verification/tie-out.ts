// The sums that must come out in every report, done again by hand.
import { evidenceFiles } from '../names/evidence-files.ts';
import type { Totals } from '../findings/totals.ts';
import { situations } from '../names/situations.ts';
import type { Refusal } from '../values/result.ts';

/** `total` must be the sum of `parts`; a part that is taken away is negative. */
interface Sum {
  readonly what: string;
  readonly total: number;
  readonly parts: readonly number[];
}

function sumsOf({ byStatus, rollForward, ...totals }: Totals): readonly Sum[] {
  const { rowsRead, accounts, rejected, duplicates, live } = totals;
  return [
    { what: 'rows read = accounts + rejected + duplicates', total: rowsRead, parts: [accounts, rejected, duplicates] },
    {
      what: 'accounts = active + pending + suspended',
      total: accounts,
      parts: [byStatus.active, byStatus.pending, byStatus.suspended],
    },
    { what: 'live = active + pending', total: live, parts: [byStatus.active, byStatus.pending] },
    {
      what: `accounts = ${situations.join(' + ')}`,
      total: accounts,
      parts: situations.map((situation) => totals.situations[situation]),
    },
    ...(rollForward === null
      ? []
      : [
          {
            what: 'closing = opening + added - removed',
            total: rollForward.closing,
            parts: [rollForward.opening, rollForward.added, -rollForward.removed],
          },
          { what: 'closing = accounts', total: rollForward.closing, parts: [accounts] },
        ]),
  ];
}

/** @returns the first sum that does not come out, or `null` (contract, section 4) */
export function tieOutBreak(totals: Totals): Refusal | null {
  for (const { what, total, parts } of sumsOf(totals)) {
    const sum = parts.reduce((left, right) => left + right, 0);
    if (sum === total) continue;
    return {
      what: 'the totals do not tie out',
      where: `${evidenceFiles.findings.name}, totals: ${what}`,
      found: `${total}`,
      expected: `${sum}`,
    };
  }
  return null;
}
