// A record in ServiceNow (Table API), found by its correlation id before it is made.
import * as z from 'zod/mini';
import type { TicketDesk, Ticket } from '../../core/ports/telling.ts';
import { answered, basic } from './call.ts';

/** Of a table that is no task, a record may have no number. */
const record = z.object({ sys_id: z.string(), number: z.optional(z.string()), correlation_id: z.optional(z.string()) });
const found = z.object({ result: z.array(record) });
const made = z.object({ result: record });
const standing = z.object({
  result: z.array(z.object({ sys_id: z.string(), number: z.optional(z.string()), state: z.optional(z.string()) })),
});

export interface ServiceNowOptions {
  readonly url: string;
  readonly table: string;
  readonly user: string;
  readonly password: string;
}

export function serviceNowDesk({ url, table, user, password }: ServiceNowOptions): TicketDesk {
  const base = url.replace(/\/+$/, '');
  const api = `${base}/api/now/table/${encodeURIComponent(table)}`;
  const headers = basic(user, password);
  const first = (query: Readonly<Record<string, string>>) => ({
    url: `${api}?${new URLSearchParams({ ...query, sysparm_limit: '1' }).toString()}`,
    headers,
  });
  const ticket = (one: z.infer<typeof record>): Ticket => ({
    reference: referenceOf(one),
    where: `${base}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${one.sys_id}`)}`,
  });
  return {
    knowsRepeats: true,
    async send({ key, title, lines, link }) {
      const query = { sysparm_query: `correlation_id=${key}`, sysparm_fields: 'number,sys_id,correlation_id' };
      // Of a table without this field it answers with any record, because it leaves out what it does not know of a
      // query.
      const there = (await answered(found, first(query))).result.find((one) => one.correlation_id === key);
      if (there !== undefined) return ticket(there);
      const body = {
        short_description: title,
        description: [...lines, ...(link === null ? [] : [link])].join('\n'),
        correlation_id: key,
      };
      return ticket((await answered(made, { url: api, headers, body })).result);
    },
    async status({ reference }) {
      if (reference === null) return null;
      const query = {
        sysparm_query: `${isSysId.test(reference) ? 'sys_id' : 'number'}=${reference}`,
        sysparm_fields: 'number,sys_id,state',
        sysparm_display_value: 'true',
      };
      const { result } = await answered(standing, first(query));
      return result.find((one) => referenceOf(one) === reference)?.state ?? null;
    },
  };
}

const isSysId = /^[0-9a-f]{32}$/;

/** The number that people call it by, if it has one. */
function referenceOf({ number = '', sys_id: id }: Pick<z.infer<typeof record>, 'number' | 'sys_id'>): string {
  return number === '' ? id : number;
}
