// Work orders are handed over once, at whatever step the process that hands them over ends.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDesk } from '../../../adapters/tickets/open.ts';
import { handOverSecrets } from '../../../core/config/hand-over.ts';
import type { HandOverConfig } from '../../../core/config/hand-over.ts';
import type { TicketDesk } from '../../../core/ports/telling.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { openHome, systemClock as clock } from '../../../homes/laptop.ts';
import { handOverOrders } from '../../../steps/remove/hand-over-orders.ts';
import { aFolder } from '../../support/folders.ts';
import { given } from '../../support/given.ts';
import type { Company } from '../../support/program/company.ts';
import { anOrder } from '../../support/tickets/an-order.ts';
import { placesAt, standIns } from '../../support/tickets/stand-ins.ts';
import type { StandIns } from '../../support/tickets/stand-ins.ts';

/** A process that ends once it took so many steps: before something is stored or sent, or when that is done. */
class Life {
  #left: number;
  ended = false;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** Whatever is tried after its end comes to nothing. */
  async through<Done>(act: () => Promise<Done>): Promise<Done> {
    this.#step();
    const done = await act();
    this.#step();
    return done;
  }

  #step(): void {
    if (this.#left === 0) this.ended = true;
    if (this.ended) throw new Error('the process ended');
    this.#left -= 1;
  }
}

/** Jira is asked for a while whether it has a ticket after all; this one has it at once. */
const sleep = async (): Promise<void> => undefined;

/** @returns by the kind of place, what came of it, and whether it is told why; nothing where the process ended first */
async function handedOver(
  home: string,
  desks: StandIns,
  { life, unheardSince }: { readonly life: Life; readonly unheardSince?: Instant },
): Promise<Readonly<Record<string, string>>> {
  const services = await openHome(home);
  const { objects } = services;
  const unheard = unheardSince === undefined ? {} : { unheardSince };
  const deskOf = (to: HandOverConfig): TicketDesk => {
    const secrets = handOverSecrets(desks.env, to);
    const desk = openDesk(standingAt(desks.url, to), { secrets, outbox: join(home, 'outbox'), clock, sleep });
    return { ...desk, send: async (...sent) => life.through(() => desk.send(...sent)) };
  };
  const stored = {
    get: objects.get.bind(objects),
    list: objects.list.bind(objects),
    location: objects.location.bind(objects),
    bookmark: objects.bookmark.bind(objects),
    put: async (...put: Parameters<typeof objects.put>) => life.through(() => objects.put(...put)),
  };
  try {
    const handed = given(await handOverOrders({ ...services, ...unheard, clock, objects: stored, deskOf }, '2026-Q4'));
    return Object.fromEntries(handed.map(({ kind, state, why }) => [kind, why === null ? state : `${state}, and why`]));
  } catch (error) {
    if (life.ended) return {};
    throw error;
  } finally {
    services.close();
  }
}

function standingAt(url: string, to: HandOverConfig): HandOverConfig {
  if (!('url' in to)) return to;
  return { ...to, url: to.kind === 'webhook' ? `${url}/hook` : url };
}

const forever = (): Life => new Life(Number.POSITIVE_INFINITY);

/** Of five places: before and after a record of what is sent, the sending, and a record of what came of it. */
const allSteps = 5 * 3 * 2;

async function endingAfter(steps: number, company: Company): Promise<boolean> {
  const desks = await standIns();
  const home = join(await aFolder(), 'home');
  await cp(company.path('home'), home, { recursive: true });
  const life = new Life(steps);
  await handedOver(home, desks, { life });
  const told = await handedOver(home, desks, { life: forever() });
  await handedOver(home, desks, { life: forever() });
  const { jira, servicenow, slack, teams } = desks.taken;
  const tickets = [jira.length, servicenow.length, new Set(desks.webhookIds).size];
  expect({ steps, tickets }).toEqual({ steps, tickets: [1, 1, 1] });
  for (const [channel, posts] of Object.entries({ slack, teams })) {
    expect(posts.length, `${channel} after ${steps} steps`).toBeLessThanOrEqual(1);
    if (posts.length === 0)
      expect({ steps, [channel]: told[channel] }).toEqual({ steps, [channel]: 'not-known, and why' });
  }
  return life.ended;
}

test('that nobody knows is told again to whoever may not have heard it, because an answer was lost', async () => {
  const company = await anOrder(placesAt('https://acme.example').slice(3, 4));
  const [desks, home, begun] = [await standIns(), company.path('home'), clock.now()];
  // It records what it is about to send, and ends before it sends that.
  await handedOver(home, desks, { life: new Life(2) });
  expect(await handedOver(home, desks, { life: forever() })).toEqual({ slack: 'not-known, and why' });
  expect(await handedOver(home, desks, { life: forever(), unheardSince: begun })).toEqual({
    slack: 'not-known, and why',
  });
  expect(await handedOver(home, desks, { life: forever() })).toEqual({ slack: 'not-known' });
});

test('at whichever step it ends, no place has a work order twice, and where it may have none somebody is told', async () => {
  const company = await anOrder(placesAt('https://acme.example'));
  const ended = await Promise.all(Array.from({ length: allSteps + 1 }, (_, steps) => endingAfter(steps, company)));
  expect(ended).toEqual([...Array.from({ length: allSteps }, () => true), false]);
}, 60_000);
