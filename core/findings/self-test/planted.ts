// The planted company of the self-test: for each case one account, its people, and the answer that is known.
import { instantFromMs } from '../../values/instant.ts';
import type { Instant, Moment } from '../../values/instant.ts';
import type { Account } from '../../inputs/account.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { Identity } from '../../inputs/snapshot.ts';
import type { Code } from '../../names/codes.ts';
import type { Situation } from '../../names/situations.ts';

export interface PlantedCase {
  readonly name: string;
  readonly account: Account;
  readonly entra: readonly Identity[];
  readonly okta: readonly Identity[];
  readonly situation: Situation;
  readonly codes: readonly Code[];
}

export const plantedAsOf = instantFromMs(Date.UTC(2026, 9, 5, 8));
const longAgo = instantFromMs(Date.UTC(2024, 0, 15));
const lastWeek = instantFromMs(Date.UTC(2026, 8, 28));

function at(instant: Instant): Moment {
  return { kind: 'instant', at: instant };
}

function account(login: string, says: Partial<Account> = {}): Account {
  const canonical = canonicalLogin(login);
  if (canonical === null) throw new Error('a planted account needs a login');
  return {
    login: canonical,
    email: login,
    row: 0,
    status: 'active',
    name: null,
    role: 'User',
    team: null,
    manager: null,
    license: null,
    employeeId: null,
    userType: null,
    createdAt: at(longAgo),
    lastLogin: at(lastWeek),
    suspendedAt: null,
    conflicts: [],
    ...says,
  };
}

function person(login: string, says: Partial<Identity> = {}): Identity {
  return {
    id: `id-${login}`,
    nameId: login,
    logins: [login],
    aliases: [],
    hints: [],
    name: null,
    state: 'active',
    left: null,
    createdAt: longAgo,
    guest: false,
    sponsor: null,
    employeeId: null,
    department: null,
    manager: null,
    assignments: [assigned],
    lastSignIn: null,
    ...says,
  };
}

const assigned: Identity['assignments'][number] = {
  via: 'direct',
  group: null,
  role: null,
  since: null,
  blocked: null,
};
const nested: Identity['assignments'][number] = { ...assigned, via: 'nested-group', group: 'Sales EMEA' };
const blocked: Identity['assignments'][number] = { ...assigned, blocked: 'INACTIVE' };
const leftLastWeek = { notBefore: null, notAfter: lastWeek, source: 'deletedDateTime' };

/** Their accounts stand in the rows of an export, one below another. */
export function plantedCases(): readonly PlantedCase[] {
  return planted().map((one, place) => ({ ...one, account: { ...one.account, row: firstRow + place } }));
}

/** The row below the header. */
const firstRow = 2;

function planted(): readonly PlantedCase[] {
  const one = (
    name: string,
    rest: Omit<PlantedCase, 'name' | 'entra' | 'okta'> & Partial<PlantedCase>,
  ): PlantedCase => ({
    entra: [],
    okta: [],
    ...rest,
    name,
  });
  return [
    one('assigned and able to sign in', {
      account: account('ann@planted.example'),
      entra: [person('ann@planted.example')],
      situation: 'linked',
      codes: [],
    }),
    one('written in other case and with blanks', {
      account: account(' Bob@Planted.Example '),
      entra: [person('bob@planted.example')],
      situation: 'linked',
      codes: [],
    }),
    one('known to no directory', {
      account: account('ghost@planted.example'),
      situation: 'unmatched',
      codes: ['ORPHANED_ACCOUNT'],
    }),
    one('known to no directory, already suspended', {
      account: account('gone@planted.example', { status: 'suspended' }),
      situation: 'unmatched',
      codes: [],
    }),
    one('soft-deleted', {
      account: account('lea@planted.example', { lastLogin: at(longAgo) }),
      entra: [person('lea@planted.example', { state: 'deleted', left: leftLastWeek, assignments: [] })],
      situation: 'deleted',
      codes: ['LEAVER_ACCOUNT'],
    }),
    one('used after leaving', {
      account: account('max@planted.example', { lastLogin: at(plantedAsOf) }),
      entra: [person('max@planted.example', { state: 'deleted', left: leftLastWeek, assignments: [] })],
      situation: 'deleted',
      codes: ['LEAVER_ACCOUNT', 'ACCESS_AFTER_LEAVING'],
    }),
    one('disabled', {
      account: account('dis@planted.example'),
      entra: [person('dis@planted.example', { state: 'disabled' })],
      situation: 'disabled',
      codes: ['DISABLED_IDENTITY'],
    }),
    one('on leave', {
      account: account('sue@planted.example'),
      okta: [person('sue@planted.example', { state: 'suspended' })],
      situation: 'suspended',
      codes: ['SUSPENDED_IDENTITY'],
    }),
    one('not assigned', {
      account: account('una@planted.example'),
      entra: [person('una@planted.example', { assignments: [] })],
      situation: 'unlinked',
      codes: ['UNASSIGNED_ACCOUNT'],
    }),
    one('only in a nested group', {
      account: account('nes@planted.example'),
      entra: [person('nes@planted.example', { assignments: [nested] })],
      situation: 'unlinked',
      codes: ['UNASSIGNED_ACCOUNT'],
    }),
    one('assignment blocked', {
      account: account('blo@planted.example'),
      okta: [person('blo@planted.example', { assignments: [blocked] })],
      situation: 'unlinked',
      codes: ['UNASSIGNED_ACCOUNT'],
    }),
    one('unassigned in one directory, assigned in the other', {
      account: account('two@planted.example'),
      entra: [person('two@planted.example', { assignments: [] })],
      okta: [person('two@planted.example')],
      situation: 'linked',
      codes: [],
    }),
    one('gone from the authoritative directory, assigned in the other', {
      account: account('aut@planted.example'),
      entra: [
        person('aut@planted.example', {
          state: 'deleted',
          left: { notBefore: null, notAfter: plantedAsOf, source: 'deletedDateTime' },
          assignments: [],
        }),
      ],
      okta: [person('aut@planted.example')],
      situation: 'deleted',
      codes: ['LEAVER_ACCOUNT'],
    }),
    one('two people with one login', {
      account: account('dup@planted.example'),
      entra: [person('dup@planted.example'), person('dup@planted.example', { id: 'id-other' })],
      situation: 'disputed',
      codes: ['DISPUTED_ACCOUNT'],
    }),
    one('an alias that nobody confirmed', {
      account: account('ali@planted.example'),
      entra: [person('alice@planted.example', { aliases: [{ login: 'ali@planted.example', source: 'proxy' }] })],
      situation: 'linked',
      codes: ['ALIAS_UNCONFIRMED'],
    }),
    one('a hint never links', {
      account: account('hin@planted.example'),
      entra: [person('hint@other.example', { hints: ['hin@planted.example'], assignments: [] })],
      situation: 'unmatched',
      codes: ['ORPHANED_ACCOUNT'],
    }),
    one('a login passed on to somebody new', {
      account: account('rea@planted.example'),
      entra: [person('rea@planted.example', { createdAt: lastWeek })],
      situation: 'linked',
      codes: ['REASSIGNED_LOGIN'],
    }),
    one('privileged', {
      account: account('adm@planted.example', { role: 'Admin' }),
      entra: [person('adm@planted.example')],
      situation: 'linked',
      codes: ['PRIVILEGED_ACCOUNT'],
    }),
    one('not used for a long time', {
      account: account('dor@planted.example', { lastLogin: at(longAgo) }),
      entra: [person('dor@planted.example')],
      situation: 'linked',
      codes: ['DORMANT_ACCOUNT'],
    }),
    one('registered with an owner', { account: account('bot@planted.example'), situation: 'registered', codes: [] }),
  ];
}
