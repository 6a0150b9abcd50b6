// Acts of a review as this program records them, for a forger to change.
import { policyDigest } from '../../../../core/config/approval.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { decidedBy, openedOn, run, signedBy, when } from '../final-report.ts';

export const [ghost, jane] = [login('ghost@acme.com'), login('jane@acme.com')];
export const [grc, cfo] = [login('grc@acme.com'), login('cfo@acme.com')];
export const [opened, decided] = [openedOn(run), decidedBy(grc)];
export const [first, second] = [signedBy(grc, 'reviewer'), signedBy(cfo, 'control-owner')];

const by = (who: typeof grc) => ({ at: when, by: who, assurance: 'asserted' }) as const;

export const delegated = {
  kind: 'delegated',
  ...by(cfo),
  from: grc,
  to: jane,
  reason: 'on leave',
} as const;
export const commented = { kind: 'commented', ...by(grc), login: jane, text: 'seen', files: [] } as const;
export const order = {
  kind: 'work-order-issued',
  ...by(grc),
  number: 1,
  run: run.report.run.id,
  logins: [ghost],
  left: [],
  files: [{ name: 'suspend-001.csv', sha256: '0'.repeat(64) }],
} as const;
export const approved = {
  kind: 'policy-approved',
  ...by(cfo),
  sha256: policyDigest(run.worked.inputs.config),
  changes: [],
} as const;
