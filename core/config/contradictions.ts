// Refuses what no single value shows: keys that a gate needs and that are missing, and values that contradict others.
import { application } from '../application/applications.ts';
import { foldedRole, lookAlikeOf } from './roles.ts';
import { canonicalLogin } from '../values/login.ts';
import type { Refusal } from '../values/result.ts';
import type { Config } from './config.ts';
import { credentialVariable } from './directories/settings.ts';

/** @returns refusals whose `where` is the key alone; the caller knows the file */
export function contradictionsIn(config: Config): readonly Refusal[] {
  return [
    ...config.directories.flatMap((_directory, index) => directoryContradictions(config.directories, index)),
    ...gateMissing(config.directories),
    ...entriesTwice(config.nonHuman.map(({ login }) => login)),
    ...rolesInBothLists(config.policy),
    ...rolesDescribedAmiss(config.policy),
    ...desksTwice(config),
  ];
}

/**
 * Refuses a role that is called ordinary and looks like a privileged one. Not asked of the configuration of a stored
 * run, which was accepted as it was.
 *
 * @returns a refusal for each such role
 */
export function disguisedIn({ policy }: Pick<Config, 'policy'>): readonly Refusal[] {
  const ordinary = [
    ...policy.ordinaryRoles.map((role, index) => ({ role, where: `policy.ordinaryRoles[${index}]` })),
    ...(policy.roles ?? []).flatMap(({ role, class: given }, index) =>
      given === 'ordinary' ? [{ role, where: `policy.roles[${index}].role` }] : [],
    ),
  ];
  return ordinary.flatMap(({ role, where }) => {
    const like = lookAlikeOf(role, policy);
    if (like?.by !== 'letters') return [];
    const found = `${role}, in letters of another alphabet that read as ${like.privileged}, which is privileged`;
    return [
      {
        what: 'ordinary role that looks like a privileged one',
        where,
        found,
        expected: 'privileged too, or another name in the application',
      },
    ];
  });
}

type Directories = Config['directories'];

function directoryContradictions(directories: Directories, index: number): readonly Refusal[] {
  const directory = directories[index];
  if (directory === undefined) return [];
  const where = `directories[${index}]`;
  const refusals: Refusal[] = [];
  if (directory.role === 'gate' && directory.appId === undefined) {
    refusals.push({
      what: 'missing value',
      where: `${where}.appId`,
      found: 'nothing',
      expected: `the id of the ${application.name} app, because the role of the directory is "gate"`,
    });
  }
  const earlier = directories.slice(0, index);
  if (earlier.some(({ id }) => id === directory.id)) {
    refusals.push({ what: 'id used twice', where: `${where}.id`, found: directory.id, expected: 'one id a directory' });
    return refusals;
  }
  // Both would read the same variables, and so one would be read with the credentials of the other.
  const sharing = earlier.find(({ id }) => variableOf(id) === variableOf(directory.id));
  if (sharing !== undefined) {
    refusals.push({
      what: 'id that shares the names of its credentials',
      where: `${where}.id`,
      found: `${directory.id}, beside ${sharing.id}: both read ${variableOf(directory.id)}`,
      expected: 'ids that differ in more than - and _',
    });
  }
  return refusals;
}

function variableOf(id: string): string {
  return credentialVariable(id, 'CLIENT_ID');
}

/** Directories with the role `people` grant nothing. With these alone, every account would be called unassigned. */
function gateMissing(directories: Directories): readonly Refusal[] {
  if (directories.some(({ role }) => role === 'gate')) return [];
  return [
    {
      what: 'no directory holds the app',
      where: 'directories',
      found: 'only directories with the role "people"',
      expected: `at least one with the role "gate", which says who is assigned to ${application.name}`,
    },
  ];
}

function entriesTwice(logins: readonly string[]): readonly Refusal[] {
  const seen = new Set<string>();
  const refusals: Refusal[] = [];
  logins.forEach((raw, index) => {
    const canonical = canonicalLogin(raw) ?? raw;
    if (seen.has(canonical)) {
      refusals.push({
        what: 'login used twice',
        where: `nonHuman[${index}].login`,
        found: raw,
        expected: 'one entry a login',
      });
    }
    seen.add(canonical);
  });
  return refusals;
}

function rolesInBothLists({ privilegedRoles, ordinaryRoles }: Config['policy']): readonly Refusal[] {
  const privileged = new Set(privilegedRoles.map(foldedRole));
  return ordinaryRoles.flatMap((role, index) =>
    privileged.has(foldedRole(role))
      ? [
          {
            what: 'role in both lists',
            where: `policy.ordinaryRoles[${index}]`,
            found: `${role}, which policy.privilegedRoles names too`,
            expected: 'each role in one of them',
          },
        ]
      : [],
  );
}

/** A role has one sentence and one class, which no list contradicts. */
function rolesDescribedAmiss({ roles = [], privilegedRoles, ordinaryRoles }: Config['policy']): readonly Refusal[] {
  const names = roles.map(({ role }) => foldedRole(role));
  const twice = roles.flatMap(({ role }, index) =>
    names.indexOf(foldedRole(role)) === index
      ? []
      : [
          {
            what: 'role described twice',
            where: `policy.roles[${index}].role`,
            found: role,
            expected: 'one entry a role',
          },
        ],
  );
  const lists = { privileged: ordinaryRoles, ordinary: privilegedRoles };
  const other = { privileged: 'policy.ordinaryRoles', ordinary: 'policy.privilegedRoles' };
  const against = roles.flatMap(({ role, class: given }, index) =>
    lists[given].some((one) => foldedRole(one) === foldedRole(role))
      ? [
          {
            what: 'role in two classes',
            where: `policy.roles[${index}].class`,
            found: `${given}, and ${other[given]} names ${role} too`,
            expected: 'each role in one class',
          },
        ]
      : [],
  );
  return [...twice, ...against];
}

/** Two places with one id would share receipts and secrets. */
function desksTwice({ handOver = [] }: Pick<Config, 'handOver'>): readonly Refusal[] {
  const variables = handOver.map(({ id }) => credentialVariable(id, 'URL'));
  return handOver.flatMap(({ id }, index) =>
    variables.indexOf(credentialVariable(id, 'URL')) === index
      ? []
      : [{ what: 'id used twice', where: `handOver[${index}].id`, found: id, expected: 'one id a place' }],
  );
}
