// Everybody in an Entra tenant, page by page: those who are there, then those who were deleted in the last 30 days.
import type { Instant } from '../../../core/values/instant.ts';
import { plural } from '../../../core/values/text.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import type { Assignments } from './assignments.ts';
import { identityOf, userSchema } from './identity.ts';
import type { UserRow } from './identity.ts';
import type { Graph } from './graph.ts';
import { readDate } from '../reading/dates.ts';
import type { CallEntry } from '../reading/journal.ts';
import { UnknownWords } from '../reading/unknown-words.ts';

export const peopleNeeds = 'the application permission User.Read.All (Microsoft Graph), with admin consent';
/** Each of them shows leave dates. */
export const leaveDatePermissions = ['User-LifeCycleInfo.Read.All', 'User-LifeCycleInfo.ReadWrite.All'] as const;
const [leaveDatePermission] = leaveDatePermissions;
const leaveDateNeeds = `${peopleNeeds}, and ${leaveDatePermission} for employeeLeaveDateTime`;

const fields = [
  'id',
  'userPrincipalName',
  'mail',
  'proxyAddresses',
  'otherMails',
  'displayName',
  'accountEnabled',
  'userType',
  'employeeId',
  'department',
  'onPremisesSamAccountName',
  'onPremisesUserPrincipalName',
  'createdDateTime',
];

export interface PeopleContext {
  readonly assignments: Assignments;
  readonly onLeave: ReadonlySet<string>;
  readonly lastSignIns: ReadonlyMap<string, Instant>;
  /** Ids of everybody who came in so far: a person who moves between the lists is told once. */
  readonly seen: Set<string>;
}

/** A list of users: where it is, and which state its rows are in. */
interface UserList {
  readonly entry: CallEntry;
  readonly path: string;
  readonly countPath: string;
  readonly deleted: boolean;
}

/** What is asked of somebody who is there. */
export function presentQuery({ config }: { readonly config: Pick<Graph['config'], 'leaveDates'> }): string {
  const leaveDates = config.leaveDates === true ? ['employeeLeaveDateTime'] : [];
  return `$select=${[...fields, ...leaveDates].join(',')}&$expand=manager($select=id,mail,userPrincipalName)`;
}

/** The first page of those who are there. */
export function presentPath(asked: Parameters<typeof presentQuery>[0]): string {
  return `/users?${presentQuery(asked)}&$top=999`;
}

export const presentCount = '/users/$count';

/** Opens the list of those who are there. */
export function presentList(graph: Graph): UserList {
  const path = presentPath(graph);
  const needs = graph.config.leaveDates === true ? leaveDateNeeds : peopleNeeds;
  const entry = graph.begin(path, 'the people of the tenant', needs);
  return { entry, path, countPath: presentCount, deleted: false };
}

const deletedItems = '/directory/deletedItems/microsoft.graph.user';
/** The first page of the deleted people. */
export const deletedPath = `${deletedItems}?$select=${[...fields, 'deletedDateTime'].join(',')}&$top=999`;

export const deletedCount = `${deletedItems}/$count`;

/**
 * Opens the list of the deleted. It is read after the other one: who is deleted meanwhile stands in both and is told
 * as when the reading began; the other way round, they would stand in neither.
 */
export function deletedList(graph: Graph): UserList {
  const path = deletedPath;
  const entry = graph.begin(path, 'the deleted people of the tenant', peopleNeeds);
  return { entry, path, countPath: deletedCount, deleted: true };
}

const userTypes: ReadonlySet<string> = new Set(['Member', 'Guest']);

/** Whether it is known if somebody is a guest. */
export function isKnownUserType(type: UserRow['userType']): boolean {
  return userTypes.has(type ?? 'Member');
}

/** How many leave dates can be read and how many cannot. */
interface LeaveDates {
  readonly date: number;
  readonly unreadable: number;
}

/** One date is the slip of somebody; most of them are a form that this program does not know. */
export function areUnreadable({ date, unreadable }: LeaveDates): boolean {
  return unreadable > 1 && unreadable > date;
}

/** Streams one list; what it could not read stands in the journal. */
export async function* readUsers(
  graph: Graph,
  list: UserList,
  context: PeopleContext,
): AsyncGenerator<Identity, void, void> {
  const { entry, path, countPath, deleted } = list;
  const unknown = new UnknownWords('userType', 'whether they are guests is not known');
  let withheld = 0;
  let unsaid = 0;
  const leaving = { date: 0, never: 0, unreadable: 0 };
  try {
    const { seen } = context;
    const rows = { entry, path, countPath, row: userSchema, keyOf: (user: UserRow) => user.id, seen };
    for await (const page of graph.rows(rows)) {
      for (const user of page) {
        if (typeof user.userPrincipalName !== 'string') {
          withheld += 1;
          continue;
        }
        if (!deleted && typeof user.accountEnabled !== 'boolean') unsaid += 1;
        if (!deleted) leaving[readDate(user.employeeLeaveDateTime).kind] += 1;
        if (!isKnownUserType(user.userType)) unknown.add(user.userType ?? '', user.id);
        yield personOf(user, graph, { context, deleted });
      }
    }
    if (!deleted && entry.rows > 0 && leaving.date + leaving.unreadable === 0) await reportNoLeaving(graph);
  } catch (error) {
    graph.journal.failed(error, entry);
  }
  unknown.report(graph.journal);
  if (areUnreadable(leaving)) reportLeaving(graph, leaving);
  if (isLimited({ withheld, unsaid, rows: entry.rows })) reportLimited(graph, list, withheld + unsaid);
  else if (unsaid > 0) {
    graph.journal.note(
      `Entra does not say of ${plural(unsaid, 'person', 'people')} whether they may sign in (accountEnabled is null): their accounts are undetermined unless another directory knows them.`,
    );
  }
}

/**
 * Without the right permission Graph sends objects with an id and nulls, and status 200: then all of them are so.
 *
 * @param found rows without userPrincipalName, and without accountEnabled
 */
export function isLimited(found: {
  readonly withheld: number;
  readonly unsaid: number;
  readonly rows: number;
}): boolean {
  return found.withheld > 0 || found.unsaid * 2 >= Math.max(1, found.rows);
}

export function personOf(
  user: UserRow,
  graph: Graph,
  { context, deleted }: { readonly context: PeopleContext; readonly deleted: boolean },
): Identity {
  return identityOf(user, {
    nameId: graph.config.nameId,
    deleted,
    dates: graph.journal.dates,
    assignments: context.assignments.of(user.id),
    onLeave: context.onLeave.has(user.id),
    lastSignIn: context.lastSignIns.get(user.id) ?? null,
  });
}

/**
 * By one date its person is undetermined. Where it is most of them, no leaver is known by a date, and those whom another
 * directory still knows would pass for people at work.
 */
function reportLeaving({ journal }: Graph, dates: LeaveDates): void {
  journal.incomplete(
    `${unreadableText(dates)}, so who has left is not known; expected is a time with a zone, such as 2026-09-30T22:00:00Z.`,
  );
}

/** @example unreadableText({ date: 1, unreadable: 2 }) // '2 of 3 leave dates (employeeLeaveDateTime) cannot be read' */
export function unreadableText({ unreadable, date }: LeaveDates): string {
  return `${unreadable} of ${plural(unreadable + date, 'leave date')} (employeeLeaveDateTime) cannot be read`;
}

/** Without the permission Graph answers as if nobody had a leave date (Azure/LogicAppsUX#4925): whoever left stays unseen. */
async function reportNoLeaving(graph: Graph): Promise<void> {
  if (graph.config.leaveDates !== true) return;
  const none = 'Nobody in the list of people has a leave date (employeeLeaveDateTime)';
  const silence = `without ${leaveDatePermission} Graph shows none, and does not say so`;
  const granted = await graph.isGranted(leaveDatePermissions);
  if (granted === false) {
    graph.journal.incomplete(
      `${none}, and the token does not carry the permission: ${silence}; this needs ${leaveDateNeeds}.`,
    );
  } else if (granted === null) {
    graph.journal.note(`${none}: ${silence}, and the token does not tell whether it carries it.`);
  }
}

function reportLimited(graph: Graph, list: UserList, withheld: number): void {
  graph.journal.incomplete(
    `limited-information: ${withheld} of ${list.entry.rows} rows of ${list.entry.plan.reads} came without ` +
      `userPrincipalName or accountEnabled; this needs ${list.entry.plan.needs}.`,
  );
}
