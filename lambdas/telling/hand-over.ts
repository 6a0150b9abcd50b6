// Tells the places of the deployed configuration of work orders; its role reads reviews and the secrets of these places.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { secretOf } from '../../adapters/secrets/aws-secret.ts';
import { openDesk } from '../../adapters/tickets/open.ts';
import { secretNames } from '../../core/config/hand-over.ts';
import type { HandOverConfig } from '../../core/config/hand-over.ts';
import { handOverVariables } from '../../core/names/variables.ts';
import type { TicketDesk } from '../../core/ports/telling.ts';
import { DeskRefused } from '../../core/ports/telling.ts';
import { hourInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import { handOverEverything } from '../../steps/remove/hand-over-orders.ts';
import { handling } from '../call/handling.ts';
import { handOverOrder } from '../call/messages.ts';
import { logger } from '../call/observe.ts';
import { withoutAddresses } from '../call/told-error.ts';
import { bundledConfig, claimIn, clock, objectsIn, readStoreIn } from '../../homes/aws.ts';

const env = z.parse(handOverVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET);
const store = readStoreIn(env.TABLE_NAME, objects);
const secrets = new SecretsManagerClient();
const handingOverAlone = claimIn(env.TABLE_NAME, { name: 'handing-over', endsAfterMs: env.CLAIM_SECONDS * 1000 });

export const handler = handling('hand-over', handOverOrder, {
  work: async () => {
    const places = bundledConfig().handOver ?? [];
    // The run asks again within minutes where it had no answer, and this function comes by once a day.
    const unheardSince = instantFromMs(msOf(clock.now()) - hourInMs);
    const dependencies = { ...store, objects, clock, handingOverAlone, deskOf, unheardSince };
    const handed = await handOverEverything(dependencies, places);
    // The run asks again, by when the claim of a function that was killed is over.
    if (handed === null) throw new Error('work orders are being handed over already');
    let refused = 0;
    for (const { period, order, to, state, why } of handed) {
      // An alarm is raised both for what was refused and for what may not have arrived. The log names the place, not
      // the people.
      const isRefused = state === 'refused' || (state === 'not-known' && why !== null);
      if (isRefused) refused += 1;
      // The answer of the place may quote addresses.
      const told = why === null ? null : withoutAddresses(why);
      logger[isRefused ? 'error' : 'info']('Work order', { period, order, to, state, why: told });
    }
    return { orders: handed.length, sent: handed.filter(({ state }) => state === 'sent-now').length, refused };
  },
  logs: ({ orders, sent, refused }) => ({ orders, sent, refused }),
});

/**
 * A place whose secret is read only when it is needed, so that a rotated one is used at once, and a missing one refuses
 * only what is sent to this place.
 */
function deskOf(to: HandOverConfig): TicketDesk {
  const open = async (): Promise<TicketDesk> => {
    const id = env.HAND_OVER_SECRETS[to.id];
    if (id === undefined) throw new DeskRefused(`the deployment has no secret for ${to.id}`);
    return openDesk(to, { secrets: await secretIn(id, to), outbox: '', clock });
  };
  const { knowsRepeats } = openDesk(to, { secrets: {}, outbox: '', clock });
  return {
    knowsRepeats,
    send: async (...sending) => (await open()).send(...sending),
    status: async (ticket) => (await open()).status(ticket),
  };
}

/** @throws DeskRefused, because nothing was sent */
async function secretIn(id: string, { kind }: HandOverConfig): Promise<Readonly<Record<string, string>>> {
  try {
    return await secretOf(secrets, id, secretNames[kind]);
  } catch (error) {
    throw new DeskRefused(error instanceof Error ? error.message : 'its secret cannot be read', { cause: error });
  }
}
