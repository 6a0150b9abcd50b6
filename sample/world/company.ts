// The invented company: its domains, directories, groups and teams, and the configuration with which it reviews.
import { guid, oktaId } from './draw.ts';
import { isSince } from './time.ts';
import type { Quarter } from './time.ts';

/** Names below `.example` belong to nobody (RFC 2606). */
export const domains = {
  main: 'quillfeather.example',
  /** Bought two years ago, with an Okta org of its own. */
  optics: 'sparrowhawk.example',
  /** A subsidiary whose domain is not ASCII. */
  workshop: 'mühlbach.example',
  /** A joint venture, for whose domain no directory is authoritative. */
  labs: 'feather-labs.example',
  /** The company's name until 2023. */
  former: 'quill-and-co.example',
  contractors: 'tideline.example',
  tenant: 'quillfeather.onmicrosoft.example',
} as const;

export const entraTenant = guid('tenant');
export const entraApp = guid('app');
export const oktaApp = oktaId('0oa', 'people.ai');
export const contractorsApp = oktaId('0oa', 'people.ai of the contractors');

export interface Group {
  readonly id: string;
  readonly name: string;
  /** `nested`: the group is a member of an assigned group, which grants no access. */
  readonly grants: 'access' | 'nested' | 'nothing';
  readonly role: string | null;
}

function group(name: string, grants: Group['grants'], role: string | null = null): Group {
  return { id: guid('group', name), name, grants, role };
}

export const groups = {
  users: group('People.ai Users', 'access'),
  administrators: group('People.ai Administrators', 'access', 'Administrator'),
  interns: group('Sales Interns', 'nested'),
  leave: group('Long-term leave', 'nothing'),
} as const;

export const controlOwner = `isla.thornbury@${domains.main}`;
export const reviewer = `oscar.pemberton@${domains.main}`;

type Team = readonly [name: string, manager: string];

/** Each team with its manager, who reviews its accounts. */
export const teams: readonly [Team, ...Team[]] = [
  ['Sales EMEA', `amelia.hartwell@${domains.main}`],
  ['Sales Americas', `felix.ashdown@${domains.main}`],
  ['Sales APAC', `hugo.wetherby@${domains.main}`],
  ['Customer Success', `nora.kingsley@${domains.main}`],
  ['Revenue Operations', reviewer],
  ['Marketing', controlOwner],
];

/** The logins that registers and stories share. */
export const register = {
  sync: `crm-sync@${domains.main}`,
  expired: `warehouse-export@${domains.main}`,
  ownerLeft: `meeting-bot@${domains.main}`,
  vendor: 'success-desk@backstory.ai',
  leaver: `tamsin.orwell@${domains.main}`,
  approvedAlias: `henrik.berglund@${domains.former}`,
  approvedIdentity: `henrik.berglund@${domains.main}`,
  confirmedAlias: `d.osei@${domains.main}`,
  confirmedIdentity: `dela.osei@${domains.main}`,
  expiredAlias: `petra.lindqvist@${domains.former}`,
  expiredIdentity: `petra.lindqvist@${domains.main}`,
} as const;

/** Where the directories of the company answer. */
export interface Addresses {
  readonly graph: string;
  readonly login: string;
  readonly okta: string;
  readonly contractors: string;
}

/** Where they would answer if the company were real. */
export const publicAddresses: Addresses = {
  graph: 'https://graph.microsoft.com',
  login: 'https://login.microsoftonline.com',
  okta: 'https://sparrowhawk.okta.example',
  contractors: 'https://tideline.okta.example',
};

function directoriesAt({ graph, login, okta, contractors }: Addresses): readonly object[] {
  return [
    {
      id: 'entra',
      kind: 'entra',
      role: 'gate',
      authoritativeFor: [domains.main, domains.workshop],
      tenantId: entraTenant,
      appId: entraApp,
      nameId: 'userPrincipalName',
      graphUrl: graph,
      loginUrl: login,
      leaveGroupId: groups.leave.id,
      signIns: true,
    },
    {
      id: 'okta',
      kind: 'okta',
      role: 'gate',
      authoritativeFor: [domains.optics],
      orgUrl: okta,
      appId: oktaApp,
      signIns: true,
    },
    {
      id: 'contractors',
      kind: 'okta',
      role: 'gate',
      authoritativeFor: [domains.contractors],
      orgUrl: contractors,
      appId: contractorsApp,
    },
  ];
}

/**
 * The policy. After the second review somebody raised `dormantDays` without having it approved: the approval is still
 * the old one.
 */
function policyOf(on: Quarter): object {
  return {
    approvedBy: controlOwner,
    approvedOn: '2026-03-20',
    companyDomains: [domains.main, domains.optics, domains.workshop, domains.labs, domains.contractors],
    privilegedRoles: ['Admin'],
    ordinaryRoles: ['User', 'Manager'],
    roles: [
      { role: 'Admin', class: 'privileged', means: 'Changes settings, integrations and users, and sees all activity.' },
      { role: 'Manager', class: 'ordinary', means: 'Sees the activity and forecasts of their own team.' },
      { role: 'User', class: 'ordinary', means: 'Sees and edits their own activity and accounts.' },
    ],
    dormantDays: isSince('2026-Q4', on) ? 120 : 90,
    maxExportAgeDays: 3,
  };
}

const nonHuman = [
  { login: register.sync, owner: reviewer, purpose: 'Salesforce sync', expires: '2027-03-31' },
  { login: register.expired, owner: reviewer, purpose: 'Nightly export to the warehouse', expires: '2026-08-31' },
  { login: register.ownerLeft, owner: register.leaver, purpose: 'Records meetings', expires: '2027-03-31' },
  { login: register.vendor, owner: reviewer, purpose: 'Vendor support, ticket SUP-2041', expires: '2026-12-31' },
  { login: 'key-pair-bi', owner: reviewer, purpose: 'Reads activity for BI', expires: '2027-03-31', kind: 'api-key' },
];

const aliases = [
  {
    login: register.approvedAlias,
    identity: register.approvedIdentity,
    approvedBy: controlOwner,
    expires: '2027-03-31',
  },
  {
    login: register.confirmedAlias,
    identity: register.confirmedIdentity,
    approvedBy: controlOwner,
    expires: '2027-03-31',
  },
  { login: register.expiredAlias, identity: register.expiredIdentity, approvedBy: controlOwner, expires: '2026-08-31' },
];

/** What `review.json` says (contract, section 3), with directories that answer at these addresses. */
export function configuration(on: Quarter, addresses: Addresses): object {
  return {
    organisation: 'Quillfeather Instruments (sample)',
    calendar: { timeZone: 'America/New_York', fiscalYearStart: 1 },
    directories: directoriesAt(addresses),
    instance: { environment: 'production', userManagement: 'manual', noLoginLicenses: ['Capture only'] },
    export: { dateFormat: 'ISO' },
    policy: policyOf(on),
    nonHuman,
    aliases,
    reviewers: {
      rules: [
        { role: 'Admin', reviewer: controlOwner },
        { team: '*', reviewer: 'manager' },
      ],
      fallback: reviewer,
      controlOwner,
      controlOwnerTitle: 'Chief Operating Officer',
    },
    mail: { to: [reviewer], from: `access-review@${domains.main}` },
  };
}

export function configurationFile(on: Quarter, addresses: Addresses): string {
  return `${JSON.stringify(configuration(on, addresses), null, 2)}\n`;
}
