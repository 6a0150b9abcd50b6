// Stories that the rows themselves tell: what an account may do, whether anybody uses it, and rows that are missing.
import { domains } from '../company.ts';
import { employee, entraOf, linked, linkedUntil, oktaOf, rowOf } from '../people.ts';
import type { Story } from '../story.ts';
import { at, isSince } from '../time.ts';
import type { Quarter } from '../time.ts';

const admins = [
  employee(`beatrix.holloway@${domains.main}`, ['Beatrix', 'Holloway'], { role: 'Admin' }),
  employee(`cosimo.valdarno@${domains.main}`, ['Cosimo', 'Valdarno'], { role: 'Admin' }),
  employee(`sunniva.tveit@${domains.optics}`, ['Sunniva', 'Tveit'], { role: 'Admin' }),
];
const testers = [
  employee(`lorcan.devane@${domains.main}`, ['Lorcan', 'Devane'], { role: 'Insights Beta' }),
  employee(`perpetua.malik@${domains.optics}`, ['Perpetua', 'Malik'], { role: 'Insights Beta' }),
];
const quiet = employee(`ambrose.tolliver@${domains.main}`, ['Ambrose', 'Tolliver']);
const never = employee(`zsofia.kertesz@${domains.optics}`, ['Zsófia', 'Kertész'], { joined: '2026-02-09' });
const watched = employee(`rufus.penhale@${domains.main}`, ['Rufus', 'Penhale']);
const twice = employee(`margit.solberg@${domains.main}`, ['Margit', 'Solberg']);
const repeated = employee(`eun-ji.maeng@${domains.optics}`, ['은지', '맹']);
const vanished = employee(`casper.holmgren@${domains.main}`, ['Casper', 'Holmgren']);
const vanishedOrphan = employee(`demo.presenter@${domains.main}`, ['Demo', 'Presenter'], { number: null });
const revoked = employee(`booth.tablet@${domains.main}`, ['Booth', 'Tablet'], { number: null });
const paused = employee(`ottilie.krahn@${domains.main}`, ['Ottilie', 'Krahn']);
const passing = employee(`yaw.boatengmensah@${domains.main}`, ['Yaw', 'Boateng-Mensah']);
const hired = [
  employee(`signe.aarestrup@${domains.main}`, ['Signe', 'Aarestrup'], { joined: '2026-09-21' }),
  employee(`kaito.minazuki@${domains.main}`, ['海斗', '水無月'], { joined: '2026-09-14' }),
  employee(`dunja.vukasovic@${domains.optics}`, ['Дуња', 'Вукасовић'], { joined: '2026-09-21' }),
];

export const accounts: readonly Story[] = [
  ...admins.map((admin) => ({
    tells: `${admin.first} administers People.ai, which somebody confirms in each review`,
    finds: { [admin.email]: ['PRIVILEGED_ACCOUNT'] as const },
    scene: (on: Quarter) => linked(admin, on),
  })),
  ...testers.map((tester) => ({
    tells: `${tester.first} has a role that came with a trial and that nobody classified`,
    finds: {},
    scene: (on: Quarter) => linked(tester, on),
  })),
  {
    tells: 'Ambrose has not logged in since May',
    finds: { [quiet.email]: ['DORMANT_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(quiet, on, isSince('2026-Q3', on) ? { 'Last Login': '2026-05-08T07:31:00Z' } : {})],
      entra: [entraOf(quiet, on, { lastSignIn: null })],
    }),
  },
  {
    tells: 'Zsófia was given an account in February and never logged in',
    finds: { [never.email]: ['DORMANT_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(never, on, { 'Last Login': '' })],
      okta: [oktaOf(never, on, { lastSignIn: null })],
    }),
  },
  {
    tells: 'Rufus is only tracked: a licence without a login is not dormant',
    finds: {},
    scene: (on) => ({
      rows: [rowOf(watched, on, { License: 'Capture only', 'Last Login': '' })],
      entra: [entraOf(watched, on, { groups: [], lastSignIn: null })],
    }),
  },
  {
    tells: 'Margit stands in two rows, once as a manager and once suspended',
    finds: { [twice.email]: ['CONFLICTING_ROWS'] },
    scene: linkedUntil('2026-Q4', twice, (on) => ({
      rows: [
        rowOf(twice, on, { Role: 'Manager', 'Permission Profile': 'Team Manager' }),
        rowOf(twice, on, { Status: 'Suspended', 'Suspended At': '2026-07-15T10:00:00Z' }),
      ],
      entra: [entraOf(twice, on)],
    })),
  },
  {
    tells: 'Eun-ji stands in two rows that say the same',
    finds: {},
    scene: (on) => ({ rows: [rowOf(repeated, on), rowOf(repeated, on)], okta: [oktaOf(repeated, on)] }),
  },
  {
    tells: 'Casper’s account was there in the last review and is gone, and nobody decided that',
    finds: { [vanished.email]: ['VANISHED_ACCOUNT', 'ASSIGNED_WITHOUT_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', vanished, (on) => ({ entra: [entraOf(vanished, on, { lastSignIn: null })] })),
  },
  {
    tells: 'The demo account was reported in the last review and is gone, and nobody decided that',
    finds: { [vanishedOrphan.email]: ['VANISHED_ACCOUNT', 'ORPHANED_ACCOUNT'] },
    scene: (on) => (isSince('2026-Q4', on) ? {} : { rows: [rowOf(vanishedOrphan, on)] }),
  },
  {
    tells:
      'The account of the trade fair’s tablet was revoked in the last review and is in no row that could be read, which proves nothing while one could not',
    finds: { [revoked.email]: ['ORPHANED_ACCOUNT'] },
    scene: (on) =>
      isSince('2026-Q4', on)
        ? {}
        : {
            rows: [rowOf(revoked, on)],
            decisions: [{ login: revoked.email, decision: 'revoke', reason: 'the fair is over, nobody holds it' }],
          },
  },
  {
    tells: 'Ottilie’s account is suspended and she is still assigned',
    finds: { [paused.email]: ['SUSPENDED_BUT_ASSIGNED'] },
    scene: linkedUntil('2026-Q4', paused, (on) => ({
      rows: [
        rowOf(paused, on, {
          Status: 'Suspended',
          'Suspended At': '2026-08-03T12:00:00Z',
          'Last Login': '2026-07-30T08:00:00Z',
        }),
      ],
      entra: [entraOf(paused, on, { lastSignIn: null })],
    })),
  },
  {
    tells: 'Yaw signed in to People.ai hours before the export, which does not know him',
    finds: { [passing.email]: ['UNEXPLAINED_SIGN_IN'] },
    scene: (on) =>
      isSince('2026-Q4', on)
        ? { entra: [entraOf(passing, on, { groups: [], lastSignIn: at('2026-10-01T06:48:11Z') })] }
        : {},
  },
  ...hired.map((person) => ({
    tells: `${person.first} was assigned in September and has no account yet`,
    finds: { [person.email]: ['ASSIGNED_WITHOUT_ACCOUNT'] as const },
    scene: (on: Quarter) => {
      if (!isSince('2026-Q4', on)) return {};
      return person.email.endsWith(domains.optics)
        ? { okta: [oktaOf(person, on, { lastSignIn: null })] }
        : { entra: [entraOf(person, on, { lastSignIn: null })] };
    },
  })),
];
