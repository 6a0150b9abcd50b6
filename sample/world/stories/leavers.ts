// Stories of people who left: how it came to light, how late, and what happened to the account since.
import { domains, register } from '../company.ts';
import {
  deletedFromEntra,
  deprovisionedInOkta,
  employee,
  entraOf,
  linked,
  linkedUntil,
  oktaOf,
  rowOf,
} from '../people.ts';
import type { Story } from '../story.ts';
import { at, isSince } from '../time.ts';

const mira = employee(`mira.novakova@${domains.optics}`, ['Mira', 'Nováková']);
const tamsin = employee(register.leaver, ['Tamsin', 'Orwell']);
const kwame = employee(`kwame.asantewaa@${domains.main}`, ['Kwame', 'Asantewaa']);
const sofia = employee(`sofia.lindgren@${domains.main}`, ['Sofía', 'Lindgren']);
const jonas = employee(`jonas.eskildsen@${domains.main}`, ['Jonas', 'Eskildsen'], { joined: '2023-02-06' });
const grace = employee(`grace.kimathi@${domains.main}`, ['Grace', 'Kimathi']);
const leila = employee(`leila.hosseinpour@${domains.main}`, ['لیلا', 'حسین‌پور']);
const rosa = employee(`rosa.delmonte@${domains.optics}`, ['Rosa', 'Delmonte']);
const pavel = employee(`pavel.sedmidubsky@${domains.main}`, ['Pavel', 'Sedmidubský']);
const dario = employee(`dario.bellandi@${domains.main}`, ['Dario', 'Bellandi']);
const viktor = employee(`viktor.aldenhoff@${domains.main}`, ['Viktor', 'Aldenhoff'], { role: 'Admin' });
const emil = employee(`emil.tarkowski@${domains.main}`, ['Emil', 'Tarkowski']);

export const leavers: readonly Story[] = [
  {
    tells: 'Mira left in August and still logs in',
    finds: { [mira.email]: ['LEAVER_ACCOUNT', 'ACCESS_AFTER_LEAVING'] },
    scene: linkedUntil('2026-Q4', mira, (on) => ({
      rows: [rowOf(mira, on, { 'Last Login': '2026-09-24T09:12:40Z' })],
      okta: [deprovisionedInOkta(mira, on, '2026-08-21T16:00:00Z')],
    })),
  },
  {
    tells: 'Tamsin was deleted from Entra in September, and nobody told the administrator of People.ai',
    finds: { [tamsin.email]: ['LEAVER_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', tamsin, (on) => ({
      rows: [rowOf(tamsin, on, { 'Last Login': '2026-09-10T12:01:00Z' })],
      entra: [deletedFromEntra(tamsin, on, '2026-09-11T17:05:00Z')],
    })),
  },
  {
    tells: 'HR says that Kwame had his last day on 18 September; no directory has heard of it',
    finds: { [kwame.email]: ['LEAVER_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', kwame, (on) => ({
      rows: [rowOf(kwame, on, { 'Last Login': '2026-09-17T15:44:00Z' })],
      entra: [entraOf(kwame, on, { lastSignIn: at('2026-09-17T15:43:58Z') })],
      leavers: [[kwame.email, '2026-09-18']],
    })),
  },
  {
    tells: 'Sofía logged in on the very day she left, and the export gives no time of day',
    finds: { [sofia.email]: ['LEAVER_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', sofia, (on) => ({
      rows: [rowOf(sofia, on, { 'Last Login': '2026-09-16' })],
      entra: [deletedFromEntra(sofia, on, '2026-09-16T15:30:00Z')],
    })),
  },
  {
    tells: 'Jonas is gone from Entra for good; only the earlier review knows that he worked here',
    finds: { [jonas.email]: ['LEAVER_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', jonas, (on) => ({
      rows: [rowOf(jonas, on, { 'Last Login': '2026-06-26T08:20:00Z' })],
    })),
  },
  {
    tells: 'Grace left the day after the export was taken, so the export could not know',
    finds: { [grace.email]: ['LEAVER_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', grace, (on) => ({
      rows: [rowOf(grace, on)],
      entra: [deletedFromEntra(grace, on, '2026-10-02T16:00:00Z')],
    })),
  },
  {
    tells: 'Leila was suspended, nine days after she had left',
    finds: { [leila.email]: ['LATE_REMOVAL'] },
    scene: linkedUntil('2026-Q4', leila, (on) => ({
      rows: [
        rowOf(leila, on, {
          Status: 'Suspended',
          'Suspended At': '2026-09-20T10:00:00Z',
          'Last Login': '2026-09-09T09:30:00Z',
        }),
      ],
      entra: [deletedFromEntra(leila, on, '2026-09-11T09:00:00Z')],
    })),
  },
  {
    tells: 'Rosa was reported as a leaver in the last review, and was suspended because somebody decided so',
    finds: { [rosa.email]: ['LATE_REMOVAL'] },
    scene: (on) => {
      if (!isSince('2026-Q3', on)) return linked(rosa, on);
      const seen = { 'Last Login': '2026-06-18T14:10:00Z' };
      const suspended = { ...seen, Status: 'Suspended', 'Suspended At': '2026-07-06T09:15:00Z' } as const;
      return {
        rows: [rowOf(rosa, on, isSince('2026-Q4', on) ? suspended : seen)],
        okta: [deprovisionedInOkta(rosa, on, '2026-06-19T16:00:00Z')],
        decisions: [{ login: rosa.email, decision: 'revoke', reason: 'left on 19 June' }],
      };
    },
  },
  {
    tells: 'Pavel was disabled in spring, nobody asked why, and in September his identity was deleted',
    finds: { [pavel.email]: ['LEAVER_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(pavel, on, { 'Last Login': '2026-03-13T11:48:00Z' })],
      entra: [
        isSince('2026-Q4', on)
          ? deletedFromEntra(pavel, on, '2026-09-25T08:00:00Z')
          : entraOf(pavel, on, { user: { accountEnabled: false }, lastSignIn: null }),
      ],
    }),
  },
  {
    tells: 'Dario is deleted in Entra, which has the last word on his domain, while Okta would still let him in',
    finds: { [dario.email]: ['LEAVER_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(dario, on, isSince('2026-Q4', on) ? { 'Last Login': '2026-09-21T13:05:00Z' } : {})],
      entra: [isSince('2026-Q4', on) ? deletedFromEntra(dario, on, '2026-09-22T09:00:00Z') : entraOf(dario, on)],
      okta: [oktaOf(dario, on, { lastSignIn: null })],
    }),
  },
  {
    tells: 'Viktor, an administrator of People.ai, left in September',
    finds: { [viktor.email]: ['LEAVER_ACCOUNT', 'PRIVILEGED_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', viktor, (on) => ({
      rows: [rowOf(viktor, on, { 'Last Login': '2026-09-28T07:55:00Z' })],
      entra: [deletedFromEntra(viktor, on, '2026-09-28T16:30:00Z')],
    })),
  },
  {
    tells: 'Emil left in September and was suspended within the hour',
    finds: {},
    scene: linkedUntil('2026-Q4', emil, (on) => ({
      rows: [
        rowOf(emil, on, {
          Status: 'Suspended',
          'Suspended At': '2026-09-23T15:40:00Z',
          'Last Login': '2026-09-23T09:02:00Z',
        }),
      ],
      entra: [deletedFromEntra(emil, on, '2026-09-23T15:00:00Z')],
    })),
  },
];
