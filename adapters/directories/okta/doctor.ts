// What `doctor` finds in an Okta org: each scope that the reading needs, and how the app stands. Reads only.
import * as z from 'zod/mini';
import type { Beginning } from '../http/chain.ts';
import { adviceFor } from '../reading/advice.ts';
import { allowed, failing, mostPages, passed, tried } from '../reading/check.ts';
import type { Check } from '../reading/check.ts';
import { Journal } from '../reading/journal.ts';
import type { OktaApi } from './api.ts';
import { checkOtherApps } from '../reading/other-apps.ts';
import { readApp, readOtherApps } from './app.ts';
import type { OktaApp } from './app.ts';
import { appUserSchema, isKnownStatus, isWhole, userSchema } from './identity.ts';
import type { AppUserRow, UserRow } from './identity.ts';
import { assignedPath, deprovisionedPath, presentPath, scopes } from './people.ts';
import { hidesText, holderOf, readSight, roleNeeds, wideRole } from './sight.ts';
import { eventSchema, signInsPath } from './sign-ins.ts';
import { openOrg } from './directory.ts';
import type { OktaOptions } from './directory.ts';

function grant(scope: string, right: string): string {
  return (
    `In the Okta admin console, Applications, the service app of this review, Okta API Scopes: grant ${scope}, and give ` +
    `the app an admin role that may ${right}. With an API token: its administrator needs that role.`
  );
}

/** One read per scope: of a list its first pages, as a run asks for them. */
export async function checkOkta(options: OktaOptions): Promise<readonly Check[]> {
  const { config, by } = options;
  if (isConsole(hostOf(options))) return [consoleGiven(options)];
  const journal = new Journal(options.around.clock);
  const okta = await openOrg(options, journal);
  if (okta === null) {
    const remedy = `Check ${options.credentialNames} and orgUrl of directory "${config.id}", and that the scopes are granted.`;
    const said = journal.reasons.join(' ');
    return [failing('credentials', said, [adviceFor(said), remedy].filter((one) => one !== null).join(' '))];
  }
  const credentials =
    by.kind === 'api-token' ? await checkToken(okta, options) : passed('credentials', `a token for ${hostOf(options)}`);
  if (!credentials.ok) return [credentials];
  const checks: Check[] = [credentials];
  if (config.role === 'gate' && config.appId !== undefined) checks.push(...(await checkApp(okta, config.appId, by)));
  const shown: Shown = { ids: new Set(), lists: 0 };
  const judged = (judge: (rows: readonly UserRow[], whole: boolean) => Check | null): Judged<UserRow> => ({
    row: userSchema,
    judge: ({ rows, whole }) => {
      for (const { id } of rows) shown.ids.add(id);
      if (whole) shown.lists += 1;
      return judge(rows, whole);
    },
  });
  const present = judged((rows, whole) => (rows.length === 0 && whole ? unseen : doubtIn(peopleProbe, rows)));
  checks.push(
    await checkList(okta, peopleProbe, present),
    await checkList(
      okta,
      leftProbe,
      judged((rows) => doubtIn(leftProbe, rows)),
    ),
    await checkSight(okta, by, shown),
  );
  return checks;
}

/** Whom these pages show, of people and of those who have left. */
interface Shown {
  readonly ids: Set<string>;
  /** How many of the two lists have no further page. */
  lists: number;
}

/** Of an org whose lists were read to their end it is known who is in none. */
function lacks({ ids, lists }: Shown, id: string): boolean {
  return lists === 2 && !ids.has(id);
}

function hostOf({ config }: OktaOptions): string {
  return new URL(config.orgUrl).host;
}

/** Its answers and tokens are not those of the org: Okta's own libraries refuse the address (okta-auth-js#1513). */
function isConsole(host: string): boolean {
  return host.includes('-admin.okta');
}

function consoleGiven(options: OktaOptions): Check {
  const host = hostOf(options);
  const said = `${host} is the address of the admin console, at which no program is to ask`;
  return failing(
    'orgUrl',
    said,
    `Set orgUrl of directory "${options.config.id}" to https://${host.replace('-admin.', '.')}.`,
  );
}

/** A token that is not taken would fail every check, each with the advice to grant a scope. */
async function checkToken(okta: OktaApi, options: OktaOptions): Promise<Check> {
  const path = '/api/v1/users/me';
  const entry = okta.begin(path, 'who asks', options.credentialNames);
  const remedy = `Check ${options.credentialNames} and orgUrl of directory "${options.config.id}".`;
  const check = await tried({ check: 'credentials', purpose: 'every call', remedy }, async () => {
    await okta.object(entry, path, z.object({ id: z.string() }));
    return passed('credentials', `the API token is taken by ${hostOf(options)}`);
  });
  // Whoever may not see themselves may still read what is asked below.
  return check.ok || !/: 40[34] /.test(check.detail) ? check : passed('credentials', 'the API token is taken');
}

const giveWideRole = `In the Okta admin console, Security, Administrators: give ${wideRole}.`;

/** What cannot be read fails nothing: the reading says what it then does not conclude. */
async function checkSight(okta: OktaApi, by: OktaOptions['by'], shown: Shown): Promise<Check> {
  const check = 'sees everybody';
  const sight = await readSight(okta, holderOf(by));
  switch (sight.kind) {
    case 'everybody':
      return sight.hides.length === 0
        ? passed(check, sight.by)
        : {
            ...passed(check, hidesText(sight)),
            remedy: 'To read it too, take it out of the conditions of the permission okta.users.read.',
          };
    case 'part':
      return failing(check, sight.why, giveWideRole);
    case 'unproven':
      // Whoever asks is somebody of the org.
      if (sight.me !== null && lacks(shown, sight.me))
        return failing(check, `the list of people lacks the administrator who asks (${sight.me})`, giveWideRole);
      return { ...passed(check, `not proven: ${sight.why}`), remedy: `To prove it, give ${roleNeeds}.` };
    default:
      return sight satisfies never;
  }
}

async function checkApp(okta: OktaApi, appId: string, by: OktaOptions['by']): Promise<readonly Check[]> {
  const app = await readApp(okta, appId);
  if (app === null) {
    const remedy = `${grant('okta.apps.read', 'view applications')} If it is granted, appId is no app of this org.`;
    const detail = `${okta.journal.reasons.join(' ')} It is needed for the app and its assignments.`;
    return [failing('scope okta.apps.read', detail, adviceFor(detail) ?? remedy)];
  }
  const assigned = {
    check: 'assignments',
    purpose: 'who is assigned to the app',
    remedy: grant('okta.apps.read and okta.users.read', 'view applications and their users'),
    path: assignedPath(appId),
  };
  const nobody = failing(
    'assignments',
    'nobody is assigned to the app, which holds a run',
    `Check that appId ${appId} is the app that people use.`,
  );
  const withheld = okta.journal.reasons.join(' ');
  const checks = [
    ...(withheld === ''
      ? [passed('scope okta.apps.read', `the app is ${app.header.name ?? appId}`), ...settings(app)]
      : [failing('scope okta.apps.read', withheld, grant('okta.apps.read', 'view applications'))]),
    await checkOtherApps(okta.config.id, async () => readOtherApps(okta, app, namedApps(app, by))),
    await checkList(okta, assigned, {
      row: appUserSchema,
      judge: ({ rows, whole }) => (rows.length === 0 && whole ? nobody : unknownScope(assigned, rows)),
    }),
  ];
  return okta.config.signIns ? [...checks, await checkList(okta, signInProbe(okta, appId), events)] : checks;
}

function settings(app: OktaApp): readonly Check[] {
  const { enabled, assignmentRequired, nameId } = app.header;
  const onApp = 'In the Okta admin console, Applications, the app:';
  return [
    enabled
      ? passed('app enabled', 'the app is active')
      : failing('app enabled', 'the app is not active', `${onApp} activate it, or configure the app that people use.`),
    assignmentRequired
      ? passed('assignment required', 'only assigned people get in')
      : failing('assignment required', 'anybody in the org gets in', `${onApp} turn off implicit assignment.`),
    app.nameIdIsUserName
      ? passed('NameID', 'the user name of the assignment')
      : {
          ...passed('NameID', `the template ${nameId}, by which no account is matched: only logins are`),
          remedy: `${onApp} send the user name as NameID, or leave it where that is intended.`,
        },
    ...signOn(app),
  ];
}

/** Those by which Okta itself says who somebody is. */
const federated: ReadonlySet<string> = new Set(['SAML_2_0', 'SAML_1_1', 'OPENID_CONNECT', 'WS_FEDERATION']);

/** A bookmark is a link, and of a password that Okta fills in whoever knows it gets in, assigned or not. */
function signOn({ signOnMode, header }: OktaApp): readonly Check[] {
  if (signOnMode === null || federated.has(signOnMode)) return [];
  const said = `the app is of the mode ${signOnMode}, in which Okta signs nobody in: who is assigned need not be who gets in`;
  const remedy = `Check that appId ${header.id} is the app by which people sign in.`;
  return [{ ...passed('sign-in', said), remedy }];
}

const peopleProbe = {
  check: 'scope okta.users.read',
  purpose: 'everybody in the org, and who has left',
  remedy: grant('okta.users.read', 'view users'),
  path: presentPath,
};

/** A search, which the plain list is not: an org or a role may refuse the one and not the other. */
const leftProbe = {
  check: 'deprovisioned people',
  purpose: 'telling leavers from people who never existed',
  remedy: grant('okta.users.read', 'view users'),
  path: deprovisionedPath,
};

function signInProbe(okta: OktaApi, appId: string): typeof peopleProbe {
  const { takenAt } = okta.journal;
  return {
    check: 'scope okta.logs.read',
    purpose: 'the last sign-ins to the app (signIns is on)',
    remedy: `${grant('okta.logs.read', 'view the system log')} Or set signIns to false.`,
    path: signInsPath(appId, takenAt, takenAt),
  };
}

interface Judged<Row> {
  readonly row: z.ZodMiniType<Row>;
  /** What is wrong with the rows that came; `null` when nothing is. */
  readonly judge: (beginning: Beginning<Row>) => Check | null;
  /** How many pages are looked at, where that is another number. */
  readonly most?: number;
}

const events: Judged<unknown> = { row: eventSchema, judge: () => null, most: 1 };

async function checkList<Row>(
  okta: OktaApi,
  probe: typeof peopleProbe,
  { row, judge, most = mostPages }: Judged<Row>,
): Promise<Check> {
  const entry = okta.begin(probe.path, probe.purpose, probe.check);
  return tried(probe, async () => {
    const beginning = await okta.beginning({ entry, path: probe.path, row, most });
    return judge(beginning) ?? allowed(probe, beginning);
  });
}

const unseen = failing(peopleProbe.check, 'nobody is shown, which holds a run', giveWideRole);

/** Without the right to read people, Okta sends objects without their fields. */
function doubtIn({ check, remedy }: typeof peopleProbe, rows: readonly UserRow[]): Check | null {
  const whole = rows.filter(isWhole);
  if (whole.length < rows.length)
    return failing(check, 'people come without login or status (limited information)', remedy);
  const unknown = whole.find(({ status }) => !isKnownStatus(status));
  if (unknown === undefined) return null;
  const said = `the status "${unknown.status}" of ${unknown.id} is not documented: whether they can sign in is not known`;
  return failing(check, said, learns);
}

/** How they were assigned is not known, so the run would not be complete. */
function unknownScope({ check }: typeof peopleProbe, rows: readonly AppUserRow[]): Check | null {
  const unknown = rows.find(({ scope }) => !scopes.has(scope ?? 'USER'));
  if (unknown === undefined) return null;
  return failing(check, `the scope "${unknown.scope}" of ${unknown.id} is not documented`, learns);
}

const learns = 'Have this program learn the word: until then a run is incomplete.';

/** The app that is read, and the service app that reads: it may be called like the application too. */
function namedApps({ header }: OktaApp, by: OktaOptions['by']): readonly string[] {
  return by.kind === 'service-app' ? [header.id, by.clientId] : [header.id];
}
