// A ticket in Jira Cloud (REST API version 3), found by its label before it is made.
import * as z from 'zod/mini';
import type { TicketDesk, Ticket } from '../../core/ports/telling.ts';
import type { OrderNotice } from '../../core/review/removals/order-notice.ts';
import { answered, basic } from './call.ts';

const issue = z.object({ key: z.string() });
const found = z.object({ issues: z.array(issue) });
const standing = z.object({ fields: z.object({ status: z.object({ name: z.string() }) }) });

export interface JiraOptions {
  readonly url: string;
  readonly project: string;
  readonly issueType: string;
  readonly email: string;
  readonly apiToken: string;
}

export function jiraDesk({ url, project, issueType, email, apiToken }: JiraOptions): TicketDesk {
  const api = `${url.replace(/\/+$/, '')}/rest/api/3`;
  const headers = basic(email, apiToken);
  const ticket = (key: string): Ticket => ({ reference: key, where: `${url.replace(/\/+$/, '')}/browse/${key}` });
  return {
    knowsRepeats: true,
    async send(notice) {
      const query = new URLSearchParams({ jql: `labels = "${notice.key}"`, fields: 'status', maxResults: '1' });
      const before = await answered(found, { url: `${api}/search/jql?${query.toString()}`, headers });
      const [there] = before.issues;
      if (there !== undefined) return ticket(there.key);
      const fields = {
        project: { key: project },
        issuetype: { name: issueType },
        summary: notice.title,
        description: documentOf(notice),
        labels: [notice.key],
        duedate: notice.dueDay,
      };
      const made = await answered(issue, { url: `${api}/issue`, headers, body: { fields } });
      return ticket(made.key);
    },
    async status({ reference }) {
      if (reference === null) return null;
      const url = `${api}/issue/${encodeURIComponent(reference)}?fields=status`;
      return (await answered(standing, { url, headers })).fields.status.name;
    },
  };
}

/** Atlassian Document Format, a paragraph a line. */
function documentOf({ lines, link }: OrderNotice): object {
  return { type: 'doc', version: 1, content: [...lines, ...(link === null ? [] : [link])].map(paragraph) };
}

function paragraph(text: string): object {
  return { type: 'paragraph', content: [{ type: 'text', text }] };
}
