// Deny by default: who may call a route is what the table says, and everything else is refused before it is looked at.
import type { Config } from '../../core/config/config.ts';
import { refuse } from './problem.ts';
import type { Refused } from './problem.ts';
import { roles } from './route.ts';
import type { Access, Reach, Role, Route } from './route.ts';
import type { Caller } from './session.ts';

/** @param config says which groups give which role; `null` where groups are called as roles are */
export function rolesIn(groups: readonly string[], config: Pick<Config, 'portal'> | null): ReadonlySet<Role> {
  const named = new Set(groups);
  return new Set(
    roles.filter((role) =>
      config === null ? named.has(role) : config.portal?.roles[role].some((group) => named.has(group)) === true,
    ),
  );
}

/** @returns how far the roles of the caller reach; `null` when none of them does */
function reachOf(access: Access, held: readonly Role[]): Reach | null {
  if (access === 'anybody' || access === 'signed-in') return 'all';
  const reaches = held.flatMap((role) => access[role] ?? []);
  return reaches.includes('all') ? 'all' : (reaches[0] ?? null);
}

/**
 * Whether somebody who may see some periods only may call a route at all: it names the period, or it answers them those
 * periods alone.
 */
export function isWithin({ path, access, ofPeriodsShown }: Route, { periods }: Pick<Caller, 'periods'>): boolean {
  return periods === null || ofPeriodsShown === true || typeof access === 'string' || path.includes('{period}');
}

/**
 * @throws Refused for a caller without a role that may, for an auditor of other periods, and for a write under an address
 * that the directory of the sign-in does not know
 */
export function mayCall(route: Route, caller: Caller, period: string | undefined): void {
  if (reachOf(route.access, caller.roles) === null) throw forbidden(route, caller);
  if (route.method === 'post' && caller.unknownTo !== undefined)
    throw refuse(403, {
      what: 'address not known to the directory of the sign-in',
      where: route.path,
      found: `${caller.login}, whom ${caller.unknownTo} does not show in the latest accepted run`,
      expected: 'a new sign-in once a run shows the address there: until then they may look and not act',
    });
  if (!isWithin(route, caller))
    throw refuse(403, {
      what: 'not for an auditor of some periods',
      where: route.path,
      found: caller.periods?.join(', ') || 'no period',
      expected: 'an auditor of every period',
    });
  if (period !== undefined && caller.periods !== null && !caller.periods.includes(period))
    throw refuse(403, {
      what: 'period not shown to this auditor',
      where: 'period',
      found: period,
      expected: caller.periods.join(', ') || 'no period',
    });
}

function forbidden({ access, path }: Route, { roles, groupsOverage }: Caller): Refused {
  const allowed = typeof access === 'string' ? access : Object.keys(access).join(', ');
  const found = groupsOverage ? 'too many groups for the token, so no role is known' : roles.join(', ') || 'no role';
  return refuse(403, { what: 'not for this role', where: path, found, expected: allowed });
}

/**
 * Takes a write only from the portal's own pages, whatever the type of its body: other sites can send JSON as well as
 * forms.
 *
 * @throws Refused for a write from elsewhere
 */
export function sameOrigin(headers: Headers, origin: string): void {
  const [site, from] = [headers.get('sec-fetch-site'), headers.get('origin')];
  if ((site === null || site === 'same-origin') && from === origin) return;
  throw refuse(403, {
    what: 'write from another site',
    where: 'Origin and Sec-Fetch-Site',
    found: `${from ?? 'no origin'}, ${site ?? 'no site'}`,
    expected: `${origin}, same-origin`,
  });
}
