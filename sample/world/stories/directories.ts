// Stories of people whom a directory knows, and who should have no account all the same.
import { domains, groups } from '../company.ts';
import { employee, entraOf, linkedUntil, oktaOf, rowOf } from '../people.ts';
import type { Story } from '../story.ts';
import { isSince } from '../time.ts';

const chidi = employee(`chidi.okonjo@${domains.main}`, ['Chídí', 'Okonjo']);
const noor = employee(`noor.vandamme@${domains.main}`, ['Noor', 'Van Damme']);
const bastien = employee(`bastien.rouvel@${domains.optics}`, ['Bastien', 'Rouvel']);
const freya = employee(`freya.halvorsen@${domains.main}`, ['Freya', 'Halvorsen']);
const pia = employee(`pia.intern@${domains.main}`, ['Pia', 'Wendelin'], { joined: '2026-07-06' });
const mateo = employee(`mateo.quispe@${domains.optics}`, ['Mateo', 'Quispe']);
const ayumi = employee(`ayumi.hoshikawa@${domains.main}`, ['歩美', '星川'], { joined: '2026-09-28' });
const ravi = employee(`ravi.teluguntla@${domains.optics}`, ['Ravi', 'Teluguntla']);
const hana = employee(`hana.petrovska@${domains.labs}`, ['Хана', 'Петровска']);
const locked = employee(`bjarne.sigurdarson@${domains.optics}`, ['Bjarne', 'Sigurðarson']);
const both = employee(`marguerite.delacour@${domains.main}`, ['Marguerite', 'de la Cour']);

export const directories: readonly Story[] = [
  {
    tells: 'Chídí is disabled in Entra: gone or on leave, and Entra does not say which',
    finds: { [chidi.email]: ['DISABLED_IDENTITY'] },
    scene: linkedUntil('2026-Q4', chidi, (on) => ({
      rows: [rowOf(chidi, on, { 'Last Login': '2026-08-28T10:00:00Z' })],
      entra: [entraOf(chidi, on, { user: { accountEnabled: false }, lastSignIn: null })],
    })),
  },
  {
    tells: 'Noor is on parental leave: disabled, and in the group that says so',
    finds: { [noor.email]: ['SUSPENDED_IDENTITY'] },
    scene: linkedUntil('2026-Q3', noor, (on) => ({
      rows: [rowOf(noor, on, { 'Last Login': '2026-06-12T16:20:00Z' })],
      entra: [
        entraOf(noor, on, {
          user: { accountEnabled: false },
          groups: [groups.users, groups.leave],
          lastSignIn: null,
        }),
      ],
    })),
  },
  {
    tells: 'Bastien is suspended in Okta while a matter is looked into',
    finds: { [bastien.email]: ['SUSPENDED_IDENTITY'] },
    scene: linkedUntil('2026-Q4', bastien, (on) => ({
      rows: [rowOf(bastien, on, { 'Last Login': '2026-09-14T09:00:00Z' })],
      okta: [oktaOf(bastien, on, { status: 'SUSPENDED', since: '2026-09-15T08:00:00Z', lastSignIn: null })],
    })),
  },
  {
    tells: 'Freya moved to the laboratory and lost the assignment, not the account',
    finds: { [freya.email]: ['UNASSIGNED_ACCOUNT'] },
    scene: linkedUntil('2026-Q3', freya, (on) => ({
      rows: [rowOf(freya, on, { 'Last Login': '2026-05-29T09:41:00Z' })],
      entra: [entraOf(freya, on, { groups: [], lastSignIn: null })],
    })),
  },
  {
    tells: 'Pia is an intern in a group within the assigned group, which grants nothing',
    finds: { [pia.email]: ['UNASSIGNED_ACCOUNT'] },
    scene: (on) =>
      isSince('2026-Q4', on)
        ? { rows: [rowOf(pia, on)], entra: [entraOf(pia, on, { groups: [groups.interns], lastSignIn: null })] }
        : {},
  },
  {
    tells: 'Mateo’s assignment in Okta is there and inactive',
    finds: { [mateo.email]: ['UNASSIGNED_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', mateo, (on) => ({
      rows: [rowOf(mateo, on)],
      okta: [oktaOf(mateo, on, { app: 'INACTIVE', lastSignIn: null })],
    })),
  },
  {
    tells: 'Ayumi started on Monday: the account is there, the assignment is on its way',
    finds: { [ayumi.email]: ['UNASSIGNED_ACCOUNT'] },
    scene: (on) =>
      isSince('2026-Q4', on)
        ? {
            rows: [rowOf(ayumi, on, { Status: 'Invited', 'Last Login': '' })],
            entra: [entraOf(ayumi, on, { groups: [], lastSignIn: null })],
          }
        : {},
  },
  {
    tells: 'Okta gives Ravi’s assignment a status that nobody documents',
    finds: { [ravi.email]: ['UNDETERMINED_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', ravi, (on) => ({
      rows: [rowOf(ravi, on)],
      okta: [oktaOf(ravi, on, { app: 'MATCHED', lastSignIn: null })],
    })),
  },
  {
    tells: 'Entra disabled Хана, Okta lets her in, and neither has the last word on the joint venture',
    finds: { [hana.email]: ['DIRECTORY_CONFLICT'] },
    scene: (on) => ({
      rows: [rowOf(hana, on)],
      entra: [
        isSince('2026-Q4', on)
          ? entraOf(hana, on, { user: { accountEnabled: false }, lastSignIn: null })
          : entraOf(hana, on),
      ],
      okta: [oktaOf(hana, on)],
    }),
  },
  {
    tells: 'Bjarne mistyped his password too often and will be in again within the hour',
    finds: {},
    scene: (on) => ({ rows: [rowOf(locked, on)], okta: [oktaOf(locked, on, { status: 'LOCKED_OUT' })] }),
  },
  {
    tells: 'Marguerite is in both directories and assigned in one of them',
    finds: {},
    scene: (on) => ({
      rows: [rowOf(both, on)],
      entra: [entraOf(both, on)],
      okta: [oktaOf(both, on, { app: null, lastSignIn: null })],
    }),
  },
];
