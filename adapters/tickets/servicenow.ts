// A record in ServiceNow (Table API), found by its correlation id before it is made.
import * as z from 'zod/mini';
import type { TicketDesk, Ticket } from '../../core/ports/telling.ts';
import { answered, basic } from './call.ts';

const record = z.object({ number: z.string(), sys_id: z.string() });
const found = z.object({ result: z.array(record) });
const made = z.object({ result: record });
const standing = z.object({ result: z.array(z.object({ state: z.string() })) });

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
    reference: one.number,
    where: `${base}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${one.sys_id}`)}`,
  });
  return {
    knowsRepeats: true,
    async send({ key, title, lines, link }) {
      const query = { sysparm_query: `correlation_id=${key}`, sysparm_fields: 'number,sys_id' };
      const [there] = (await answered(found, first(query))).result;
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
      const query = { sysparm_query: `number=${reference}`, sysparm_fields: 'state', sysparm_display_value: 'true' };
      return (await answered(standing, first(query))).result[0]?.state ?? null;
    },
  };
}
