// Values that read well and come to nothing: a domain that no login has, a limit that is not applied, a day of no calendar.
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

/** The directory whose authority is over no address has the last word on nobody who has gone. */
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

function isOfAddresses(domain: string): boolean {
  const read = readAddress(`someone@${domain}`);
  return read.kind === 'address' && read.login === `someone@${domain}`;
}

type Portal = Pick<Config, 'portal'>;

/** The first entry would count, and the limit of the other be none. */
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

/** Some thousand years: beyond year 9999 no calendar has the day that a limit leads to. Whoever wants none writes 99999. */
const mostDays = 1_000_000;

/** Of numbers that are added to a day; what only compares how old something is may be of any size. */
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
