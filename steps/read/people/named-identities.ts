// Looks up who bears a login without parsing a whole directory, which has a line for each person: an act mostly
// concerns one of them.
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { domainOf } from '../../../core/values/login.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { OpenSnapshot } from '../open-snapshot.ts';
import { identityOf } from '../snapshot/line.ts';

/** A directory whose lines were judged already, when it was opened or before the evidence kept it. */
export interface JudgedLines extends Pick<OpenSnapshot, 'lines'> {
  readonly header: Pick<SnapshotHeader, 'directory'>;
}

/**
 * Every identity whose line may name one of the logins; the caller checks its keys.
 *
 * @param logins as they are looked up (`matchKey`)
 * @throws EvidenceChanged when it is read to its end and evidence is other than it was recorded
 */
export async function* identitiesNamed(
  directories: readonly JudgedLines[],
  logins: ReadonlySet<CanonicalLogin>,
): AsyncGenerator<{ readonly directory: string; readonly identity: Identity }, void, void> {
  const mayName = naming([...logins].map(partsOf));
  for (const { header, lines } of directories) {
    for await (const batch of lines()) {
      for (const line of batch)
        if (mayName(line)) yield { directory: header.directory, identity: identityOf(JSON.parse(line)) };
    }
  }
}

/**
 * Every identity with one of the employee numbers.
 *
 * @throws EvidenceChanged as `identitiesNamed` does
 */
export async function* identitiesNumbered(
  directories: readonly JudgedLines[],
  numbers: ReadonlySet<string>,
): AsyncGenerator<{ readonly directory: string; readonly identity: Identity }, void, void> {
  yield* identitiesWith(directories, numbers, ({ employeeId }) => employeeId);
}

/**
 * Every identity with one of the ids.
 *
 * @throws EvidenceChanged as `identitiesNamed` does
 */
export async function* identitiesCalled(
  directories: readonly JudgedLines[],
  ids: ReadonlySet<string>,
): AsyncGenerator<{ readonly directory: string; readonly identity: Identity }, void, void> {
  yield* identitiesWith(directories, ids, ({ id }) => id);
}

async function* identitiesWith(
  directories: readonly JudgedLines[],
  values: ReadonlySet<string>,
  valueOf: (identity: Identity) => string | null,
): AsyncGenerator<{ readonly directory: string; readonly identity: Identity }, void, void> {
  // Searching each line for many values would take longer than parsing every line.
  const wanted = values.size > few ? [''] : [...values].map((value) => JSON.stringify(value));
  for (const { header, lines } of directories) {
    for await (const batch of lines()) {
      for (const line of batch) {
        if (!wanted.some((value) => line.includes(value))) continue;
        const identity = identityOf(JSON.parse(line));
        if (values.has(valueOf(identity) ?? '')) yield { directory: header.directory, identity };
      }
    }
  }
}

/** Up to so many values, each line is searched for one after the other. */
const few = 8;

interface Parts {
  readonly local: string;
  readonly domain: string;
}

/** The parts that every login with this key contains; a tag such as `+crm` may stand between them. */
function partsOf(login: CanonicalLogin): Parts {
  const domain = domainOf(login);
  return domain === null ? { local: login, domain: '' } : { local: login.slice(0, -domain.length - 1), domain };
}

/**
 * Tells whether a line may name one of the logins. A login in ASCII without escapes can only differ by case and blanks.
 */
function naming(wanted: readonly Parts[]): (line: string) => boolean {
  const named = wanted.length > few ? namingOneOf(wanted) : namingAny(wanted);
  return (line) => {
    if (!plain.test(line)) return true;
    const text = line.toLowerCase();
    // Not by the manager's name alone: somebody who manages many is named in the line of each.
    return named(text) && named(text.replace(manager, ''));
  };
}

function namingAny(wanted: readonly Parts[]): (text: string) => boolean {
  return (text) => wanted.some(({ local, domain }) => text.includes(local) && text.includes(domain));
}

/** The same for many logins, by the texts that stand in quotes: a review may have a thousand reviewers. */
function namingOneOf(wanted: readonly Parts[]): (text: string) => boolean {
  const locals = new Set(wanted.map(({ local }) => local));
  const isNamed = ([, quoted = '']: RegExpExecArray): boolean => {
    const login = quoted.trim();
    const at = login.lastIndexOf('@');
    const local = at < 0 ? login : login.slice(0, at);
    return locals.has(local) || locals.has(local.split('+', 1)[0] ?? '');
  };
  return (text) => text.matchAll(/"([^"]*)"/g).some(isNamed);
}

const plain = /^[\x20-\x5b\x5d-\x7e]*$/;
const manager = /"manager":"[^"]*"/;
