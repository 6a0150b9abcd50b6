// Stories of logins and whose they are: spellings, former names, addresses passed on, people who came back.
import { domains, register } from '../company.ts';
import { guid } from '../draw.ts';
import { deletedFromEntra, employee, entraOf, linkedUntil, rowOf } from '../people.ts';
import type { Employee, EntraPerson } from '../people.ts';
import type { Story } from '../story.ts';
import { isSince } from '../time.ts';
import type { Quarter } from '../time.ts';

const helena = employee(`helena.marchbanks@${domains.main}`, ['Helena', 'Marchbanks']);
const renamed = employee(`odile.rochambeau@${domains.main}`, ['Odile', 'Rochambeau']);
const henrik = employee(register.approvedIdentity, ['Henrik', 'Berglund']);
const dela = employee(register.confirmedIdentity, ['Dela', 'Osei']);
const petra = employee(register.expiredIdentity, ['Petra', 'Lindqvist']);
const walter = employee(`walter.finsbury@${domains.main}`, ['Walter', 'Finsbury'], { joined: '2021-05-03' });
const joan = employee(`joan.ellery@${domains.main}`, ['Joan', 'Ellery'], { joined: '2021-02-01' });
const trainee = employee(`test.trainee@${domains.main}`, ['Test', 'Trainee'], { number: null });
const ines = employee(`ines.cardoso@${domains.main}`, ['Inês', 'Cardoso'], { number: null });
const freelance = employee(`nikos.freelance@${domains.main}`, ['Νίκος', 'Αλεξίου'], { number: null });
const nikos = employee(`nikos.alexiou@${domains.main}`, ['Νίκος', 'Αλεξίου']);
const newcomer = employee(`quy.tonnu@${domains.main}`, ['Quý', 'Tôn Nữ'], { number: null, joined: '2026-09-27' });
const desk = employee(`deal.desk@${domains.main}`, ['Deal', 'Desk'], { number: null });
const oddny = employee(`oddny.falk@${domains.main}`, ['Oddný', 'Falk']);
const torben = employee(`torben.riis@${domains.main}`, ['Torben', 'Riis']);
const john = employee(`j.smithson@${domains.main}`, ['Jasper', 'Smithson'], { joined: '2022-03-14' });
const mina = employee(`mina.farrokhzad@${domains.main}`, ['مینا', 'فرخزاد'], { joined: '2022-05-02' });
const tuva = employee(`tuva.eikeland@${domains.main}`, ['Tuva', 'Eikeland'], { joined: '2021-09-13' });
const anna = employee(`anna.lindholm@${domains.main}`, ['Anna', 'Lindholm']);
const married = { ...anna, email: `anna.zetterberg@${domains.main}`, last: 'Zetterberg' };

/** An identity of somebody who works here again, or of somebody else who was given the address. */
function newIdentity(person: Employee, on: Quarter, says: { createdAt: string; employeeId?: string }): EntraPerson {
  const { createdAt, employeeId = person.number } = says;
  return entraOf(person, on, {
    user: { id: guid('second identity', person.email), createdDateTime: createdAt, employeeId },
  });
}

export const matching: readonly Story[] = [
  {
    tells: 'Helena’s login is written in capitals and with blanks in the export',
    finds: {},
    scene: (on) => ({
      rows: [rowOf(helena, on, { Email: ' Helena.MARCHBANKS@Quillfeather.example ' })],
      entra: [entraOf(helena, on)],
    }),
  },
  {
    tells: 'Odile was renamed in Entra; her employee number still ties the account to her',
    finds: {},
    scene: (on) => ({
      rows: [rowOf(renamed, on, { Email: `odile.carpentier@${domains.main}` })],
      entra: [entraOf(renamed, on)],
    }),
  },
  {
    tells: 'Henrik’s account bears the company’s former name, and the control owner approved that',
    finds: {},
    scene: (on) => ({
      rows: [rowOf(henrik, on, { Email: register.approvedAlias, 'Employee ID': '' })],
      entra: [entraOf(henrik, on)],
    }),
  },
  {
    tells: 'Dela’s short address is a secondary address, and somebody confirmed that it is hers',
    finds: {},
    scene: (on) => ({
      rows: [rowOf(dela, on, { Email: register.confirmedAlias, 'Employee ID': '' })],
      entra: [entraOf(dela, on, { user: { proxyAddresses: [`smtp:${register.confirmedAlias}`] } })],
    }),
  },
  {
    tells: 'The approval of Petra’s old login ran out in August, so it is nobody’s, and she has no account',
    finds: {
      [register.expiredAlias]: ['ORPHANED_ACCOUNT', 'EXTERNAL_ACCOUNT'],
      [petra.email]: ['ASSIGNED_WITHOUT_ACCOUNT'],
    },
    scene: (on) => ({
      rows: [rowOf(petra, on, { Email: register.expiredAlias, 'Employee ID': '' })],
      entra: [entraOf(petra, on)],
    }),
  },
  {
    tells: 'Walter left before anybody reviewed, and Joan, who took over, was given his address beside her own',
    finds: { [walter.email]: ['ALIAS_UNCONFIRMED'] },
    scene: (on) => ({
      rows: [rowOf(walter, on, isSince('2026-Q4', on) ? { 'Last Login': '2026-08-30T10:12:00Z' } : {})],
      entra: [entraOf(joan, on, { user: { proxyAddresses: [`smtp:${walter.email}`] } })],
    }),
  },
  {
    tells: 'Somebody made a test account and told nobody; somebody else began to suspend it in the export itself',
    finds: { [trainee.email]: ['ORPHANED_ACCOUNT'] },
    scene: (on) => ({
      rows: [
        rowOf(trainee, on, {
          'Last Login': '2026-03-02T11:00:00Z',
          Operation: isSince('2026-Q4', on) ? 'Suspend' : '',
        }),
      ],
    }),
  },
  {
    tells: 'Inês was orphaned in spring, suspended in summer, and is active again',
    finds: { [ines.email]: ['ORPHANED_ACCOUNT'] },
    scene: (on) => ({
      rows: [
        rowOf(
          ines,
          on,
          on.id === '2026-Q3'
            ? { Status: 'Suspended', 'Suspended At': '2026-04-20T08:30:00Z', 'Last Login': '2026-03-30T12:00:00Z' }
            : {},
        ),
      ],
    }),
  },
  {
    tells: 'Nikos has a second account; only his name and a private address hint at it, which links nobody',
    finds: { [freelance.email]: ['ORPHANED_ACCOUNT'] },
    scene: (on) =>
      isSince('2026-Q4', on)
        ? {
            rows: [rowOf(freelance, on)],
            entra: [entraOf(nikos, on, { user: { otherMails: [freelance.email] }, groups: [], lastSignIn: null })],
          }
        : {},
  },
  {
    tells: 'Quý starts next week: the account was made ahead of the identity',
    finds: { [newcomer.email]: ['ORPHANED_ACCOUNT'] },
    scene: (on) =>
      isSince('2026-Q4', on) ? { rows: [rowOf(newcomer, on, { Status: 'Invited', 'Last Login': '' })] } : {},
  },
  {
    tells: 'Two people share the address of the deal desk, and the account is in its name',
    finds: { [desk.email]: ['DISPUTED_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(desk, on)],
      entra: [oddny, torben].map((one) => entraOf(one, on, { user: { mail: desk.email, proxyAddresses: [] } })),
    }),
  },
  {
    tells: 'The address of a Smithson who left was given to a Smithson who started in August',
    finds: { [john.email]: ['REASSIGNED_LOGIN'] },
    scene: (on) =>
      isSince('2026-Q4', on)
        ? {
            rows: [rowOf(john, on)],
            entra: [newIdentity(john, on, { createdAt: '2026-08-17T09:00:00Z', employeeId: 'E7710934' })],
          }
        : {},
  },
  {
    tells: 'Mina left in September and was hired again three weeks later',
    finds: { [mina.email]: ['REHIRED_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', mina, (on) => ({
      rows: [rowOf(mina, on)],
      entra: [
        deletedFromEntra(mina, on, '2026-09-08T16:00:00Z'),
        newIdentity(mina, on, { createdAt: '2026-09-28T08:00:00Z' }),
      ],
    })),
  },
  {
    tells: 'Tuva came back after months; Entra has forgotten her first identity, the earlier review has not',
    finds: { [tuva.email]: ['REHIRED_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', tuva, (on) => ({
      rows: [rowOf(tuva, on)],
      entra: [newIdentity(tuva, on, { createdAt: '2026-09-21T08:00:00Z' })],
    })),
  },
  {
    tells: 'Anna married; her new name got a second account and the first stayed',
    finds: { [anna.email]: ['DUPLICATE_ACCOUNT'], [married.email]: ['DUPLICATE_ACCOUNT'] },
    scene: linkedUntil('2026-Q4', anna, (on) => ({
      rows: [rowOf(anna, on), rowOf(married, on, { 'Created At': '2026-08-10T09:00:00Z' })],
      entra: [entraOf(anna, on, { user: { userPrincipalName: married.email } })],
    })),
  },
];
