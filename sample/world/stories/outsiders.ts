// Stories of accounts that are no employee's: guests, contractors, the vendor, and accounts that no person holds.
import { domains, register } from '../company.ts';
import { employee, entraOf, linked, oktaOf, rowOf } from '../people.ts';
import type { Employee, EntraPerson } from '../people.ts';
import type { Story } from '../story.ts';
import { at, isSince } from '../time.ts';
import type { Quarter } from '../time.ts';

function outsider(email: string, first: string, last: string): Employee {
  return employee(email, [first, last], { number: null });
}

const byHome = outsider('celine.aubert@harbourline.example', 'Céline', 'Aubert');
const byMail = outsider('mail@arisugawa.example', '健三', '有栖川');
const byGuestName = outsider(`otso_harbourline.example#EXT#@${domains.tenant}`, 'Otso', 'Rautavaara');
const contractor = outsider(`ilse.brandt@${domains.contractors}`, 'Ilse', 'Brandt');
const unassigned = outsider(`yannick.morel@${domains.contractors}`, 'Yannick', 'Morel');
const vendor = outsider(register.vendor, 'Success', 'Desk');
const unknownVendor = outsider('onboarding@people.ai', 'Onboarding', 'Team');
const sync = outsider(register.sync, 'CRM', 'Sync');
const expired = outsider(register.expired, 'Warehouse', 'Export');
const ownerLeft = outsider(register.ownerLeft, 'Meeting', 'Bot');

interface Invited {
  /** The address by which the guest was invited. */
  readonly home: string;
  readonly mail: string | null;
}

/**
 * A guest's name in the tenant: `jane@partner.example` becomes `jane_partner.example#EXT#@` and the tenant. Guests are in
 * no group: each is assigned by name.
 */
function guest(person: Employee, on: Quarter, { home, mail }: Invited): EntraPerson {
  const userPrincipalName = `${home.replace('@', '_')}#EXT#@${domains.tenant}`;
  return entraOf(person, on, {
    user: { userPrincipalName, mail, proxyAddresses: [], userType: 'Guest' },
    groups: [],
    assignedSince: at('2025-11-18T15:20:00Z'),
  });
}

export const outsiders: readonly Story[] = [
  {
    tells: 'Céline is a guest, known here by her address at home',
    finds: { [byHome.email]: ['EXTERNAL_ACCOUNT'] },
    scene: (on) => ({ rows: [rowOf(byHome, on)], entra: [guest(byHome, on, { home: byHome.email, mail: null })] }),
  },
  {
    tells: 'Kenzō is a guest whose mail is another address than the one he was invited by',
    finds: { [byMail.email]: ['EXTERNAL_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(byMail, on)],
      entra: [guest(byMail, on, { home: 'kenzo.arisugawa@harbourline.example', mail: byMail.email })],
    }),
  },
  {
    tells: 'Otso is a guest, and People.ai knows him by the name that the tenant made up',
    finds: { [byGuestName.email.toLowerCase()]: ['EXTERNAL_ACCOUNT'] },
    scene: (on) => ({
      rows: [rowOf(byGuestName, on)],
      entra: [guest(byGuestName, on, { home: 'otso@harbourline.example', mail: null })],
    }),
  },
  {
    tells: 'Ilse is a contractor, assigned in the contractors’ own directory',
    finds: {},
    scene: (on) => linked(contractor, on),
  },
  {
    tells: 'Yannick was never assigned, but the contractors’ directory lets everybody in',
    finds: {},
    scene: (on) => ({ rows: [rowOf(unassigned, on)], contractors: [oktaOf(unassigned, on, { app: null })] }),
  },
  {
    tells: 'The vendor’s support desk has an account with a ticket and an owner',
    finds: { [vendor.email]: ['VENDOR_ACCOUNT', 'EXTERNAL_ACCOUNT'] },
    scene: (on) => ({ rows: [rowOf(vendor, on, { Role: 'Manager' })] }),
  },
  {
    tells: 'The vendor’s onboarding team still has an account that nobody registered',
    finds: { [unknownVendor.email]: ['ORPHANED_ACCOUNT', 'VENDOR_ACCOUNT', 'EXTERNAL_ACCOUNT'] },
    scene: (on) => ({ rows: [rowOf(unknownVendor, on, { 'Last Login': '2026-01-22T10:00:00Z' })] }),
  },
  {
    tells: 'The Salesforce sync is registered, owned and not expired',
    finds: {},
    scene: (on) => ({ rows: [rowOf(sync, on, { License: 'Integration' })] }),
  },
  {
    tells: 'The entry of the warehouse export ran out in August',
    finds: { [expired.email]: ['UNOWNED_ACCOUNT'] },
    scene: (on) => ({ rows: [rowOf(expired, on, { License: 'Integration' })] }),
  },
  {
    tells: 'The owner of the meeting bot has left',
    finds: { [ownerLeft.email]: ['UNOWNED_ACCOUNT'] },
    scene: (on) => (isSince('2026-Q3', on) ? { rows: [rowOf(ownerLeft, on, { License: 'Integration' })] } : {}),
  },
];
