// An event of the story, as a function of the deployment takes it; each may be delivered again.
import { parseConfig } from '../../../core/config/parse.ts';
import { acme, cleanPolicy } from '../../support/inputs/acme.ts';
import { given } from '../../support/given.ts';
import type { Stage } from './stage.ts';

export interface StoryEvent {
  /** The function that takes it. */
  readonly by: string;
  /** The same for events of one kind. */
  readonly name: string;
  readonly execution?: string;
  readonly when: string;
  /** What happens in the world first. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly deliver: (stage: Stage) => Promise<unknown>;
}

export const [reviewer, owner] = ['grc@acme.com', 'cfo@acme.com'];
export const period = '2026-Q4';
export const config = given(
  parseConfig(
    {
      ...acme,
      policy: { ...cleanPolicy, companyDomains: ['acme.com'] },
      reviewers: { rules: [], fallback: reviewer, controlOwner: owner },
      mail: { to: ['ops@acme.com'], from: 'access-review@acme.com' },
      intake: { senders: [{ address: 'jane@acme.com', sends: ['export'] }] },
      portal: { issuer: 'https://login.acme.com', clientId: 'access-review' },
    },
    'review.json',
  ),
);
/** So many that a run may miss one and is not held. */
export const people = ['ann', 'ben', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida', 'joe', 'kim', 'lea', 'max'].map(
  (name) => `${name}@acme.com`,
);

/** Sends what was written down. */
export async function mailed(stage: Stage, keys: readonly string[]): Promise<void> {
  for (const key of keys) await stage.once(stage.ports.objects).send(await stage.spooled(key));
}
