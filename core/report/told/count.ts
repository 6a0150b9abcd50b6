// Whether two people stand behind the number of users that the application's page showed, and what is printed of it.
import type { CountSaid, CountStanding } from '../../inputs/custody.ts';
import { actorRefusal } from '../../review/lines/actor.ts';
import type { ActorFacts, KnownPerson } from '../../review/lines/actor.ts';
import { isSamePerson } from '../../review/lines/own-logins.ts';
import { instantText } from '../../values/time-text.ts';
import { canonicalLogin } from '../../values/login.ts';

export interface CountFacts {
  /** Of the export that the run compares. */
  readonly exportSha256: string;
  /** Those who bear the names of who typed and confirmed, of every directory of the run. */
  readonly people: readonly KnownPerson[];
  readonly gone: ActorFacts['gone'];
  readonly config: ActorFacts['config'];
}

/**
 * Two names are two people when a directory of the run or the configuration knows each, and none says that both are
 * names of one.
 *
 * @example countStanding(count, facts) // { kind: 'one-person', why: 'nobody confirmed it' }
 */
export function countStanding({ exportSha256: of, typed, confirmed }: CountSaid, facts: CountFacts): CountStanding {
  const { people, config } = facts;
  if (of !== facts.exportSha256) return { kind: 'other-export' };
  if (confirmed === null) return alone('nobody confirmed it');
  if (typed.by === null) return alone(`${confirmed.by} confirmed it, and who typed it was not said`);
  if (isSamePerson(typed.by, confirmed.by, { people, plusAddressing: config.policy.plusAddressing }))
    return alone(`${confirmed.by}, who confirmed it, is the same person`);
  for (const name of [typed.by, confirmed.by]) {
    const stranger = strangerNamed(name, facts);
    if (stranger !== null) return alone(stranger);
  }
  return { kind: 'two-people' };
}

function alone(why: string): CountStanding {
  return { kind: 'one-person', why };
}

function strangerNamed(name: string, { people, gone, config }: CountFacts): string | null {
  const by = canonicalLogin(name);
  if (by === null) return `${name} is no address of a person`;
  const refusal = actorRefusal({ by, people, gone, lines: [], config }, 'count');
  return refusal === null ? null : `${refusal.what}: ${refusal.found}`;
}

/** @example countText(count, standing) // 'Typed by ana@acme.com (asserted), 5 October 2026, 07:40 UTC; confirmed by …' */
export function countText({ typed, confirmed }: CountSaid, standing: CountStanding): string {
  const first = `${typed.by ?? 'somebody who was not named'} (${typed.assurance}), ${instantText(typed.at)}`;
  if (standing.kind === 'other-export')
    return `Typed by ${first}, beside another export: it says nothing about this one.`;
  if (standing.kind === 'one-person' || confirmed === null)
    return `Typed by one person, ${first}${standing.kind === 'one-person' ? `: ${standing.why}` : ''}.`;
  const second = `${confirmed.by} (${confirmed.assurance}), ${instantText(confirmed.at)}`;
  return `Typed by ${first}; confirmed by ${second}.`;
}
