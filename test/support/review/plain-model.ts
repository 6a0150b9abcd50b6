// Who is linked, written straight from the rules (contract, sections 5 and 6), without an index and without our own code.
import type { Account } from '../../../core/inputs/account.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import type { AnyCompany } from './random-company.ts';

/** The random companies write every login in its canonical form, so plain strings can be compared. */
interface Someone {
  readonly directory: string;
  readonly identity: Identity;
  readonly gone: boolean;
  readonly namedByHr: boolean;
}

const asOf = '2026-10-05T08:00:00Z';
const order = ['linked', 'unlinked', 'suspended', 'disabled', 'deleted'];
const blocking = ['INACTIVE', 'SUSPENDED', 'PENDING', 'REVOKED', 'DEPROVISIONED', 'UNASSIGNED'];

export function plainSituation(account: Account, company: AnyCompany): string {
  const hrSaysGone = (login: string): boolean => (company.leavers[login] ?? '9999') < '2026-10-05';
  const everybody = (['entra', 'okta', 'hr'] as const).flatMap((directory) =>
    company[directory].map((identity): Someone => {
      const namedByHr = hrSaysGone(account.login) || loginsOf(identity).some(hrSaysGone);
      const pastLeaveDate = (identity.left?.notAfter ?? '9999') < asOf;
      return { directory, identity, namedByHr, gone: namedByHr || pastLeaveDate || identity.state === 'deleted' };
    }),
  );
  const joined = withJoined(candidates(account, company, everybody), everybody, account.employeeId);
  const perDirectory = Map.groupBy(joined, ({ directory }) => directory);
  const people = [...perDirectory.values()].map((all) =>
    all.some(({ gone }) => !gone) ? all.filter(({ gone }) => !gone) : all,
  );
  if (people.some(isDisputed)) return 'disputed';
  const person = people.flat();
  if (person.some(({ namedByHr }) => namedByHr) || (person.length === 0 && hrSaysGone(account.login))) return 'deleted';
  if (isElsewhere(account, person, { company, everybody })) return 'unmatched';
  const standings = people.map((all) => ({
    directory: all[0]?.directory ?? '',
    standing: firstOf(all.map(standingOf)),
  }));
  const domain = account.login.split('@')[1] ?? '';
  const authoritative = standings.filter(({ directory }) => company.authoritative[directory]?.includes(domain));
  const first = firstOf(standings.map(({ standing }) => standing));
  if (first === null) return 'unmatched';
  if (first !== 'linked' && first !== 'unlinked') return first;
  const lastWord = firstOf(
    authoritative.map(({ standing }) => standing).filter((one) => one === 'disabled' || one === 'deleted'),
  );
  if (lastWord !== null) return lastWord;
  return first === 'unlinked' && person.some(hasUnknownWord) ? 'undetermined' : first;
}

function loginsOf({ nameId, logins }: Identity): readonly string[] {
  return nameId === null ? logins : [nameId, ...logins];
}

function candidates(account: Account, company: AnyCompany, everybody: readonly Someone[]): readonly Someone[] {
  const byNameId = (login: string): Someone[] => everybody.filter(({ identity }) => identity.nameId === login);
  const byLogin = (login: string): Someone[] => everybody.filter(({ identity }) => identity.logins.includes(login));
  const byAlias = (login: string): Someone[] =>
    everybody.filter(({ identity }) => identity.aliases.some((alias) => alias.login === login));
  const approved = company.aliases
    .filter(({ login }) => login === account.login)
    .flatMap(({ identity }) => firstFound([byNameId(identity), byLogin(identity), byAlias(identity)]));
  const byNumber = everybody.filter(
    ({ identity }) => identity.employeeId !== null && identity.employeeId === account.employeeId,
  );
  const named = byNameId(account.login);
  const alive = byLogin(account.login).filter(({ gone }) => !gone);
  if (named.length > 0 && named.every(({ gone }) => gone) && alive.length > 0) return alive;
  const bearers = firstFound([named, byLogin(account.login)]);
  const lists = [bearers, byAlias(account.login), approved, byNumber].filter((list) => list.length > 0);
  const [left = [], ...others] = lists;
  if (!left.every(isObjectGone)) return left;
  const numbers = left.map(({ identity }) => identity.employeeId);
  const isBack = (one: Someone): boolean =>
    isNumbered(one, numbers) && left.every((before) => isMadeAfter(one, before));
  const same = firstFound(others.map((list) => list.filter((one) => !one.gone && isBack(one))));
  const isBeside = ({ directory }: Someone): boolean => !same.some((one) => one.directory === directory);
  return [...same, ...left.filter(isBeside)];
}

/** Whether a directory itself says that somebody is deleted. */
function isObjectGone({ identity, gone, namedByHr }: Someone): boolean {
  return gone && !namedByHr && identity.state === 'deleted';
}

/**
 * Whether somebody is there with the number of each of those who are deleted, or of one who shares an address with them.
 */
function isElsewhere(
  account: Account,
  person: readonly Someone[],
  { company, everybody }: { readonly company: AnyCompany; readonly everybody: readonly Someone[] },
): boolean {
  if (person.length === 0 || !person.every(isObjectGone)) return false;
  const domain = account.login.split('@')[1] ?? '';
  const backAs = (before: Someone): readonly Someone[] =>
    everybody.filter(
      (one) =>
        !one.gone &&
        one.identity.state !== 'disabled' &&
        isNumbered(one, [before.identity.employeeId]) &&
        isMadeAfter(one, before),
    );
  const isLastWord = (before: Someone): boolean =>
    company.authoritative[before.directory]?.includes(domain) === true &&
    !backAs(before).some(({ directory }) => directory === before.directory);
  const isTied = (one: Someone, others: readonly Someone[]): boolean =>
    others.some(
      (other) =>
        other.directory !== one.directory && addressesOf(one).some((login) => addressesOf(other).includes(login)),
    );
  const grow = (same: readonly Someone[]): readonly Someone[] => {
    const more = person.filter((one) => same.includes(one) || isTied(one, same));
    return more.length === same.length ? same : grow(more);
  };
  return (
    !person.some(isLastWord) && grow(person.filter((before) => backAs(before).length > 0)).length === person.length
  );
}

function addressesOf({ identity }: Someone): readonly string[] {
  return loginsOf(identity).filter((login) => login.includes('@'));
}

/** Of two objects of one number and one directory; of others it does not matter. */
function isMadeAfter({ directory, identity }: Someone, { directory: its, identity: before }: Someone): boolean {
  if (directory !== its || identity.employeeId !== before.employeeId) return true;
  return identity.createdAt !== null && (before.createdAt === null || identity.createdAt > before.createdAt);
}

function firstFound(lists: readonly (readonly Someone[])[]): readonly Someone[] {
  return lists.find((list) => list.length > 0) ?? [];
}

function withJoined(
  found: readonly Someone[],
  everybody: readonly Someone[],
  number: string | null,
): readonly Someone[] {
  const joinedTo = (those: readonly Someone[]): readonly Someone[] => joinedBy(those, { found, everybody, number });
  const alive = joinedTo(found.filter(({ gone }) => !gone));
  if (alive.length > 0) return withJoined([...found, ...alive], everybody, number);
  const more = joinedTo(found.filter((one) => !isReplaced(one, found)));
  return more.length === 0 ? found : withJoined([...found, ...more], everybody, number);
}

/** Whether somebody who is gone was replaced: by a present person of the same directory with another number or none. */
function isReplaced({ directory, identity, gone }: Someone, found: readonly Someone[]): boolean {
  const alive = found.filter((other) => other.directory === directory && !other.gone);
  const isSame = alive.some(
    (other) => other.identity.employeeId === identity.employeeId && identity.employeeId !== null,
  );
  return gone && alive.length > 0 && !isSame;
}

interface Joining {
  readonly found: readonly Someone[];
  readonly everybody: readonly Someone[];
  /** The employee number of the account. */
  readonly number: string | null;
}

function joinedBy(those: readonly Someone[], { found, everybody, number }: Joining): readonly Someone[] {
  return everybody.filter(
    (one) =>
      !found.includes(one) &&
      those.some(
        (other) =>
          other.directory !== one.directory &&
          loginsOf(other.identity).some(
            (login) =>
              login.includes('@') &&
              loginsOf(one.identity).includes(login) &&
              (!isReplaced(other, bearersOf(login, everybody)) || isNumbered(one, [other.identity.employeeId, number])),
          ),
      ),
  );
}

function isNumbered({ identity: { employeeId } }: Someone, numbers: readonly (string | null)[]): boolean {
  return employeeId !== null && numbers.includes(employeeId);
}

function bearersOf(login: string, everybody: readonly Someone[]): readonly Someone[] {
  return everybody.filter(({ identity }) => loginsOf(identity).includes(login));
}

/**
 * Whether people of one directory dispute a login: only those who are still there do, if their numbers differ or lack.
 */
function isDisputed(all: readonly Someone[]): boolean {
  const [first, ...others] = all.filter(({ gone }) => !gone);
  return others.some(
    ({ identity }) => identity.employeeId === null || identity.employeeId !== first?.identity.employeeId,
  );
}

function standingOf({ directory, identity, gone }: Someone): string {
  if (gone) return 'deleted';
  if (identity.state !== 'active') return identity.state;
  const granted = identity.assignments.some(({ via, blocked }) => via !== 'nested-group' && blocked === null);
  return granted && directory !== 'hr' ? 'linked' : 'unlinked';
}

function hasUnknownWord({ identity, gone }: Someone): boolean {
  if (gone || identity.state !== 'active') return false;
  return identity.assignments.some(({ blocked }) => blocked !== null && !blocking.includes(blocked));
}

function firstOf(standings: readonly (string | null)[]): string | null {
  return order.find((one) => standings.includes(one)) ?? null;
}
