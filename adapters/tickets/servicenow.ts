// A record in ServiceNow (Table API), found by its correlation id before it is made.
import * as z from 'zod/mini';
import type { TicketDesk, Ticket } from '../../core/ports/telling.ts';
import { basic, called } from './call.ts';

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
  const asked = (query: Readonly<Record<string, string>>): Promise<string> =>
    called({ url: `${api}?${new URLSearchParams({ ...query, sysparm_limit: '1' }).toString()}`, headers });
  const ticket = (one: z.infer<typeof record>): Ticket => ({
    reference: one.number,
    where: `${base}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${one.sys_id}`)}`,
  });
  return {
    knowsRepeats: true,
    async send({ key, title, lines, link }) {
      const query = { sysparm_query: `correlation_id=${key}`, sysparm_fields: 'number,sys_id' };
      const [there] = z.parse(found, JSON.parse(await asked(query))).result;
      if (there !== undefined) return ticket(there);
      const body = {
        short_description: title,
        description: [...lines, ...(link === null ? [] : [link])].join('\n'),
        correlation_id: key,
      };
      return ticket(z.parse(made, JSON.parse(await called({ url: api, headers, body }))).result);
    },
    async status({ reference }) {
      if (reference === null) return null;
      const query = { sysparm_query: `number=${reference}`, sysparm_fields: 'state', sysparm_display_value: 'true' };
      return z.parse(standing, JSON.parse(await asked(query))).result[0]?.state ?? null;
    },
  };
}
