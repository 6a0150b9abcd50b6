// What a run and a signature prove beside the findings, with something in every list.
import type { Proofs } from '../../../core/report/proofs/proofs.ts';
import { onlyExtracted, periodsTimed } from '../../../core/report/proofs/timeliness.ts';
import type { SignerRow } from '../../../core/report/proofs/signers.ts';
import type { ForwardedChanges } from '../../../core/review/changes/roll-forward.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { acme } from '../inputs/acme.ts';
import { sha256 } from '../bytes.ts';
import { given } from '../given.ts';
import { login } from '../inputs/population-builder.ts';
import { at } from '../time.ts';

const config = given(parseConfig(acme, 'review.json'));
const before = {
  run: '20260705T080000Z-0a0b0c0d',
  asOf: at('2026-07-05T08:00:00Z'),
  exportedAt: at('2026-07-05T07:00:00Z'),
};

export const someProofs: Proofs = {
  use: (['leaver', 'orphan', 'disabled'] as const).map((kind, index) => ({
    login: `person.${index + 3}@acme.com`,
    row: index + 5,
    name: 'محمد عبد الله',
    status: 'active',
    kind,
    end: 'left by 3 October 2026, 08:00 UTC (okta: statusChanged)',
    use: (['used', 'not used', 'cannot be determined'] as const)[index] ?? 'used',
    why: 'last login 28 September 2026, 08:00 UTC',
  })),
  outside: {
    since: {
      review: '2026-Q3',
      signedAt: at('2026-07-10T08:00:00Z'),
      run: { id: before.run, asOf: before.asOf, exportedAt: before.exportedAt },
    },
    untold: null,
    doubt: 'This run was accepted in spite of the gate drop-rows: a missing row is not proven to be a deleted account.',
    sum: { opening: 30, created: 1, deleted: 1, closing: 30 },
    changes: (['created', 'recreated', 'deleted', 'suspended', 'reactivated', 'role'] as const).map((kind, index) => ({
      login: `person.${index + 1}@acme.com`,
      kind,
      before: 'active, User',
      after: kind === 'deleted' ? null : 'active, Admin',
      situation: kind === 'deleted' ? null : 'linked',
      explained: kind === 'suspended' ? 'work order 1 of 2026-Q3, 10 July 2026, 08:00 UTC' : null,
    })),
  },
  timeliness: periodsTimed({
    reviews: [
      {
        review: '2026-Q2',
        exportedAt: at('2026-07-05T07:00:00Z'),
        signed: [
          { stage: 'reviewer', by: 'reviewer@acme.com', at: at('2026-07-10T08:00:00Z') },
          { stage: 'control-owner', by: 'cfo@acme.com', at: at('2026-07-20T08:00:00Z') },
        ],
        toRemove: 2,
        ordered: 2,
        orderedAt: at('2026-07-12T08:00:00Z'),
        proven: 1,
        provenAt: at('2026-07-14T08:00:00Z'),
        notPerformed: null,
      },
    ],
    own: onlyExtracted('2026-Q4', at('2026-10-05T07:00:00Z')),
    config,
    now: at('2026-10-05T08:00:00Z'),
  }),
};

export const someForward: ForwardedChanges = {
  schema: 1,
  from: before,
  to: { ...before, run: '20261010T080000Z-0a0b0c0d', manifestSha256: sha256('manifest') },
  doubt: 'it was too old when it was compared',
  changes: [
    {
      login: 'new@acme.com',
      kind: 'created',
      before: null,
      after: 'active, User',
      reviewed: false,
      how: 'no decision',
    },
    { login: 'person.3@acme.com', kind: 'left', before: null, after: 'LEAVER_ACCOUNT', reviewed: true, how: 'revoke' },
  ],
};

export const someSigners: readonly SignerRow[] = [true, false, null].map((preparer, index) => ({
  stage: index === 0 ? 'reviewer' : 'control-owner',
  by: login('cfo@acme.com'),
  name: index === 0 ? null : 'Ada Lovelace',
  known: 'known in entra',
  preparer,
  openedIt: index === 1,
  ownLines: index,
  decided: index,
  wrote: 0,
  since: 'not known: no earlier signature in this stage is on record',
}));
