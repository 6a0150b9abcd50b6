// Refuses values that look right and have no effect, or another one than was meant: a domain that no login has, a limit
// that is not applied, a day that no calendar has, a column that is read as another, a rule behind one that fits
// everything.
import { foldedHeader } from '../application/account.ts';
import { parsePeriod } from './calendar.ts';
import type { Config } from './config.ts';
import { readAddress } from '../values/addresses.ts';
import { canonicalLogin } from '../values/login.ts';
import type { Refusal } from '../values/result.ts';

/**
 * Not asked of the configuration of a run, which was taken as it was.
 *
 * @returns refusals whose `where` is the key alone; the caller knows the file
 * @example meaninglessIn({ ...config, policy: { ...policy, companyDomains: ['https://acme.com'] } }) // one refusal
 */
export function meaninglessIn(config: Config): readonly Refusal[] {
  return [
    ...domainsOfNobody(config),
    ...auditorsTwice(config),
    ...periodsThatAreNone(config),
    ...numbersTooLarge(config),
  ];
}

/** A directory whose authority is over no address would have the last word on nobody. */
function domainsOfNobody({ directories, instance, policy }: Config): readonly Refusal[] {
  const named = [
    ...directories.map((one, index) => [`directories[${index}].authoritativeFor`, one.authoritativeFor] as const),
    ['instance.vendorDomains', instance.vendorDomains] as const,
    ['policy.companyDomains', policy.companyDomains] as const,
  ];
  return named.flatMap(([list, domains]) =>
    domains.flatMap((domain, index) =>
      isOfAddresses(domain)
        ? []
        : [
            {
              what: 'no domain of an e-mail address',
              where: `${list}[${index}]`,
              found: domain,
              expected: 'what stands behind the @, such as acme.com; each subdomain by itself',
            },
          ],
    ),
  );
}

/** One of the two fields would be read from the column of the other. */
export function columnsTwice({ export: { columns } }: Pick<Config, 'export'>): readonly Refusal[] {
  const fed = Object.entries(columns);
  return fed.flatMap(([field, header], index) => {
    const other = fed.slice(0, index).find(([, before]) => foldedHeader(before) === foldedHeader(header));
    if (other === undefined) return [];
    const found = `${header}, which export.columns.${other[0]} names too`;
    return [{ what: 'column of two fields', where: `export.columns.${field}`, found, expected: 'a column of its own' }];
  });
}

type Rule = Config['reviewers']['rules'][number];

/**
 * Settings that have no effect because of another one. They are told and not refused, since every line still has a
 * reviewer and every account a situation.
 *
 * @example
 * // rules: [{ team: '*', reviewer: 'manager' }, { role: 'Admin', reviewer: 'grc@acme.com' }]
 * overruledIn(config); // one, of reviewers.rules[1]
 */
export function overruledIn(config: Pick<Config, 'instance' | 'policy' | 'reviewers'>): readonly Refusal[] {
  return [...domainsOfBoth(config), ...rulesThatNeverApply(config)];
}

/**
 * A domain of both the company and the vendor: everybody with such an address is taken for the vendor's staff, whose
 * accounts are never proposed.
 */
function domainsOfBoth({ instance, policy }: Pick<Config, 'instance' | 'policy'>): readonly Refusal[] {
  return policy.companyDomains.flatMap((domain, index) =>
    instance.vendorDomains.includes(domain)
      ? [
          {
            what: "domain of the company and the vendor's",
            where: `policy.companyDomains[${index}]`,
            found: `${domain}, which instance.vendorDomains names too`,
            expected: 'each domain in one of them',
          },
        ]
      : [],
  );
}

/** A rule behind one that fits at least as much assigns no line to anybody, because the first rule that fits counts. */
function rulesThatNeverApply({ reviewers: { rules } }: Pick<Config, 'reviewers'>): readonly Refusal[] {
  return rules.flatMap((rule, index) => {
    const wider = rules.slice(0, index).findIndex((before) => isWider(before, rule));
    if (wider < 0) return [];
    return [
      {
        what: 'rule that never applies',
        where: `reviewers.rules[${index}]`,
        found: `${ruleText(rule)}, behind reviewers.rules[${wider}], which fits the same lines: ${ruleText(rules[wider])}`,
        expected: 'the narrower rule before the wider one: the first that fits counts',
      },
    ];
  });
}

function isWider(before: Rule, rule: Rule): boolean {
  return (['team', 'role'] as const).every((of) => {
    const [wanted, other] = [foldedWord(before[of]), foldedWord(rule[of])];
    return wanted === '*' || wanted === other;
  });
}

/** A word of a rule as it is compared. A rule without the word fits everything, as one with `*` does. */
function foldedWord(word = '*'): string {
  return word.trim().toLowerCase();
}

function ruleText({ team, role }: Partial<Rule> = {}): string {
  const said = [...(team === undefined ? [] : [`team ${team}`]), ...(role === undefined ? [] : [`role ${role}`])];
  return said.length === 0 ? 'every line' : said.join(', ');
}

function isOfAddresses(domain: string): boolean {
  const read = readAddress(`someone@${domain}`);
  return read.kind === 'address' && read.login === `someone@${domain}`;
}

type Portal = Pick<Config, 'portal'>;

/** Two entries for one auditor: the first would count, and the limit of the second would not be applied. */
function auditorsTwice({ portal }: Portal): readonly Refusal[] {
  const logins = (portal?.auditors ?? []).map(({ login }) => canonicalLogin(login));
  return (portal?.auditors ?? []).flatMap(({ login }, index) =>
    logins.indexOf(canonicalLogin(login)) === index
      ? []
      : [
          {
            what: 'login used twice',
            where: `portal.auditors[${index}].login`,
            found: login,
            expected: 'one entry a login',
          },
        ],
  );
}

function periodsThatAreNone({ calendar, portal }: Pick<Config, 'calendar' | 'portal'>): readonly Refusal[] {
  return (portal?.auditors ?? []).flatMap(({ periods = [] }, index) =>
    periods.flatMap((id, at) => {
      const parsed = parsePeriod(id, calendar);
      if (parsed.kind === 'ok' && parsed.value.id === id) return [];
      return [
        {
          what: 'no review period',
          where: `portal.auditors[${index}].periods[${at}]`,
          found: id,
          expected: 'a year and a quarter such as 2026-Q4',
        },
      ];
    }),
  );
}

/**
 * More than two thousand years. A limit so far ahead has no day on any calendar. Somebody who wants no limit writes
 * 99999.
 */
const mostDays = 1_000_000;

/** Only numbers that are added to a day. Numbers that an age is compared with may be of any size. */
function numbersTooLarge({ policy: { maxExceptionDays, timely } }: Pick<Config, 'policy'>): readonly Refusal[] {
  const numbers = [
    ['maxExceptionDays', maxExceptionDays] as const,
    ...Object.entries(timely ?? {}).map(([key, value]) => [`timely.${key}`, value] as const),
  ];
  return numbers.flatMap(([key, value]) =>
    value > mostDays
      ? [
          {
            what: 'value not accepted',
            where: `policy.${key}`,
            found: String(value),
            expected: `at most ${mostDays}`,
          },
        ]
      : [],
  );
}
