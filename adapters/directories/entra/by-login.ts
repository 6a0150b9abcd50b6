// People whom no list shows, asked for by the login of their account: the lists of Graph are eventually consistent.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { Assignments } from './assignments.ts';
import { batchSize, partOf, readBatch } from './graph-batch.ts';
import type { BatchReply, BatchRequest } from './graph-batch.ts';
import type { Graph } from './graph.ts';
import { homeName, userSchema } from './identity.ts';
import type { UserRow } from './identity.ts';
import { peopleNeeds, personOf, presentQuery } from './people.ts';
import type { PeopleContext } from './people.ts';
import { addressText, CallFailure, isRefusal } from '../reading/call-failure.ts';
import { fitsPath, loginInPath } from '../reading/login-forms.ts';
import { answerOf, rowParser } from '../http/reply.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { plural } from '../../../core/values/text.ts';

/** Streams whoever is found; what could not be asked stands in the journal. */
export async function* readByLogin(graph: Graph, logins: readonly string[]): AsyncGenerator<Identity, void, void> {
  const call = `POST ${graph.address('/$batch')}`;
  const entry = graph.journal.begin({ call, reads: 'the people whom no list shows', needs: peopleNeeds });
  const context: PeopleContext = {
    assignments: new Assignments(),
    onLeave: new Set(),
    lastSignIns: new Map(),
    seen: new Set(),
  };
  const unanswered = new Map<string, number>();
  try {
    for (let from = 0; from < logins.length; from += loginsAtOnce) {
      const lookUps = logins.slice(from, from + loginsAtOnce).map((login) => lookUpOf(graph, login));
      const answers = await readBatch(
        graph,
        entry,
        lookUps.flatMap(({ byName, others }) => [byName, ...others.map(({ request }) => request)]),
      );
      for (const { login, byName, others } of lookUps) {
        const named = usersNamed(graph, { login, byName }, partOf(answers, byName));
        const called = others.flatMap(({ about, request }) => {
          const users = usersCalled(graph, { login, request }, partOf(answers, request));
          if (users === null) unanswered.set(about, (unanswered.get(about) ?? 0) + 1);
          return users ?? [];
        });
        for (const user of [...named, ...called]) {
          if (context.seen.has(user.id)) continue;
          context.seen.add(user.id);
          if (typeof user.userPrincipalName !== 'string') {
            graph.journal.incomplete(
              `The person ${user.id}, whom their login found, came without userPrincipalName; this needs ${peopleNeeds}.`,
            );
            continue;
          }
          yield personOf(user, graph, { context, deleted: false });
        }
      }
    }
    for (const [about, unasked] of unanswered)
      graph.journal.note(`Of ${plural(unasked, 'login')} that no list shows, Graph gave no answer about ${about}.`);
    entry.ok = true;
  } catch (error) {
    graph.journal.failed(error, entry);
  }
}

/** Three parts of a batch for each. */
const loginsAtOnce = Math.floor(batchSize / 3);

interface LookUp {
  readonly login: string;
  readonly byName: BatchRequest;
  /** By what else an account may bear. */
  readonly others: readonly { readonly about: string; readonly request: BatchRequest }[];
}

/**
 * Three questions about one login, because an account may bear more than the user principal name:
 *
 * - `/users/{name}` knows people by that name alone. A name that no path can hold is asked for by a filter too: Graph
 *   refuses such a path, and one such account would hold all.
 * - A filter asks for mail and other addresses, as Microsoft does before it invites somebody ("Azure AD B2B API"). It
 *   goes without ConsistencyLevel, because the index behind that lags. `SMTP:` stands before a person's first address and
 *   `smtp:` before the others, and the filter tells them apart.
 * - What a guest is called at home, who may have no mail, and the name on premises are asked for apart: where Graph does
 *   not take that, it still tells who bears the address.
 */
function lookUpOf(graph: Graph, login: string): LookUp {
  const query = presentQuery(graph);
  const called = [
    `mail eq ${quoted(login)}`,
    ...['smtp', 'SMTP'].map((word) => `proxyAddresses/any(one:one eq ${quoted(`${word}:${login}`)})`),
  ];
  const elsewhere = [
    `startswith(userPrincipalName,${quoted(guestName(login))})`,
    `onPremisesUserPrincipalName eq ${quoted(login)}`,
  ];
  return {
    login,
    byName: {
      id: `name ${login}`,
      path: fitsPath(login)
        ? `/users/${loginInPath(login)}?${query}`
        : filtered(`userPrincipalName eq ${quoted(login)}`, query),
    },
    others: [
      {
        about: 'mail and other addresses',
        request: { id: `address ${login}`, path: filtered(called.join(' or '), query) },
      },
      {
        about: 'names on premises and those of guests at home',
        request: { id: `elsewhere ${login}`, path: filtered(elsewhere.join(' or '), query) },
      },
    ],
  };
}

/** How the name of a guest begins who is called so at home. @example guestName('jane@partner.com') // 'jane_partner.com#EXT#@' */
function guestName(login: string): string {
  return `${login.replace(/@(?=[^@]*$)/, '_')}#EXT#@`;
}

function filtered(filter: string, query: string): string {
  return `/users?$filter=${encodeURIComponent(filter)}&${query}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** @throws CallFailure unless the answer tells who has the name, or that nobody has */
function usersNamed(
  graph: Graph,
  { login, byName }: Pick<LookUp, 'login' | 'byName'>,
  answer: BatchReply,
): readonly UserRow[] {
  const url = graph.address(byName.path);
  if (fitsPath(login)) return answer.status === 404 ? [] : [answerOf(answer, userSchema, url)];
  // No user principal name has such a character ("Prepare for directory synchronization"): who refuses it knows nobody.
  if ([400, 404].includes(answer.status)) return [];
  const { rows, next } = graph.page(answer, url);
  if (next === null) return rows.map(rowParser(userSchema, url)).filter((user) => bears(user, login));
  throw new CallFailure({ call: `GET ${addressText(url)}`, detail: '200, but one login is the name of many' });
}

/**
 * @returns who bears the login; `null` where Graph does not take the question, or answers another one
 * @throws CallFailure where it gave no answer: then nobody knows
 */
function usersCalled(
  graph: Graph,
  { login, request }: { readonly login: string; readonly request: BatchRequest },
  answer: BatchReply,
): readonly UserRow[] | null {
  if (isRefusal(answer.status)) return null;
  const url = graph.address(request.path);
  const { rows, next } = graph.page(answer, url);
  const bearers = rows.map(rowParser(userSchema, url)).filter((user) => bears(user, login));
  return bearers.length > 0 || (next === null && rows.length === 0) ? bearers : null;
}

function bears(user: UserRow, login: string): boolean {
  const { userPrincipalName, onPremisesUserPrincipalName, mail, proxyAddresses } = user;
  const names = [userPrincipalName, homeName(userPrincipalName ?? null), onPremisesUserPrincipalName, mail];
  const addresses = [...names, ...(proxyAddresses ?? []).map((one) => one.replace(/^smtp:/i, ''))];
  return addresses.some((address) => typeof address === 'string' && canonicalLogin(address) === login);
}
