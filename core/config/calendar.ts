// Review periods: the calendar or fiscal quarter that a day belongs to, and when its review is due.
import type { Config } from './config.ts';
import { dayOf, addDays } from '../values/instant.ts';
import type { Instant, Day } from '../values/instant.ts';
import { periodName } from '../values/period-name.ts';
import { refused, ok } from '../values/result.ts';
import type { Result } from '../values/result.ts';

/** The day of as-of on the company's calendar. */
export function todayOf(asOf: Instant, config: Config): Day {
  return dayOf(asOf, config.calendar.timeZone);
}

/** A quarter. A fiscal year bears the number of the calendar year in which it ends. */
export interface Period {
  /** `2026-Q4` */
  readonly id: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The last day on which an export and the decisions still count as in time: 15 days after the period. */
  readonly dueDay: Day;
}

export interface Calendar {
  readonly timeZone: string;
  /** Month in which the fiscal year starts, 1 to 12; 1 means calendar quarters. */
  readonly fiscalYearStart: number;
}

/** Most auditors accept a review that ends about 15 days after its period (contract, section 8, `period`). */
export const daysAfterPeriod = 15;

/** @example periodOf('2026-10-05T08:00:00Z', { timeZone: 'UTC', fiscalYearStart: 1 }).id // '2026-Q4' */
export function periodOf(instant: Instant, calendar: Calendar): Period {
  const [year = 0, month = 1] = dayOf(instant, calendar.timeZone).split('-').map(Number);
  const monthsIn = (month - calendar.fiscalYearStart + 12) % 12;
  const startYear = month >= calendar.fiscalYearStart ? year : year - 1;
  return quarter(startYear, Math.floor(monthsIn / 3), calendar.fiscalYearStart);
}

/** Years whose days all have four digits, from the day before a period to the due day after it. */
const years = { first: 1000, last: 9998 } as const;

/** Reads a period id such as `2026-Q4`, of the years 1000 to 9998. */
export function parsePeriod(id: string, calendar: Calendar): Result<Period> {
  const found = /^(\d{4})-Q([1-4])$/.exec(periodName(id));
  const named = Number(found?.[1]);
  if (found === null || named < years.first || named > years.last) {
    return refused({
      what: 'no review period',
      where: '--review',
      found: id,
      expected: 'a year and a quarter such as 2026-Q4',
    });
  }
  const startYear = calendar.fiscalYearStart === 1 ? named : named - 1;
  return ok(quarter(startYear, Number(found[2]) - 1, calendar.fiscalYearStart));
}

function quarter(startYear: number, index: number, fiscalYearStart: number): Period {
  const firstMonth = fiscalYearStart - 1 + index * 3;
  const firstDay = monthStart(startYear, firstMonth);
  const lastDay = addDays(monthStart(startYear, firstMonth + 3), -1);
  const named = fiscalYearStart === 1 ? startYear : startYear + 1;
  return { id: `${named}-Q${index + 1}`, firstDay, lastDay, dueDay: addDays(lastDay, daysAfterPeriod) };
}

function monthStart(year: number, month: number): Day {
  const shifted = year + Math.floor(month / 12);
  return `${String(shifted).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01` as Day;
}
