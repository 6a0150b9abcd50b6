// A ticket in Jira Cloud (REST API version 3), found by its label before it is made.
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { TicketDesk, Ticket } from '../../core/ports/telling.ts';
import type { OrderNotice } from '../../core/review/removals/order-notice.ts';
import { answered, basic } from './call.ts';

const issue = z.object({ key: z.string() });
const labelled = z.object({ key: z.string(), fields: z.object({ labels: z.array(z.string()) }) });
const found = z.object({ issues: z.array(labelled) });
const standing = z.object({ fields: z.object({ status: z.object({ name: z.string() }) }) });

export interface JiraOptions {
  readonly url: string;
  readonly project: string;
  readonly issueType: string;
  readonly email: string;
  readonly apiToken: string;
  /** Between two searches; by default it waits by the clock of the machine. */
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined;
}

export function jiraDesk({ url, project, issueType, email, apiToken, sleep = setTimeout }: JiraOptions): TicketDesk {
  const api = `${url.replace(/\/+$/, '')}/rest/api/3`;
  const headers = basic(email, apiToken);
  const ticket = (key: string): Ticket => ({ reference: key, where: `${url.replace(/\/+$/, '')}/browse/${key}` });
  const keyOfLabel = async (label: string): Promise<string | null> => {
    const query = new URLSearchParams({ jql: `labels = "${label}"`, fields: 'labels', maxResults: '1' });
    const { issues } = await answered(found, { url: `${api}/search/jql?${query.toString()}`, headers });
    return issues.find(({ fields }) => fields.labels.includes(label))?.key ?? null;
  };
  return {
    knowsRepeats: true,
    async send(notice, again) {
      for (const pauseMs of again ? pausesMs : [0]) {
        await sleep(pauseMs);
        const there = await keyOfLabel(notice.key);
        if (there !== null) return ticket(there);
      }
      const fields = {
        project: { key: project },
        issuetype: { name: issueType },
        summary: notice.title,
        description: documentOf(notice),
        labels: [notice.key],
        duedate: notice.dueDay,
      };
      const reason = (answer: string): string | null => notTaken(answer, Object.keys(fields));
      const made = await answered(issue, { url: `${api}/issue`, headers, body: { fields }, reason });
      return ticket(made.key);
    },
    async status({ reference }) {
      if (reference === null) return null;
      const url = `${api}/issue/${encodeURIComponent(reference)}?fields=status`;
      return (await answered(standing, { url, headers })).fields.status.name;
    },
  };
}

/**
 * A search tells of most tickets seconds after they were made (Atlassian's page "Search and reconcile"), so one whose
 * making was cut short a moment ago is asked for more than once.
 */
const pausesMs = [0, 2000, 5000, 8000];

const errors = z.object({ errors: z.record(z.string(), z.unknown()) });

/** Which of our fields the project does not take, as one whose form lacks labels or the due date. */
function notTaken(answer: string, ours: readonly string[]): string | null {
  try {
    const named = Object.keys(z.parse(errors, JSON.parse(answer)).errors).filter((name) => ours.includes(name));
    return named.length === 0 ? null : `: it does not take ${named.join(', ')}`;
  } catch {
    return null;
  }
}

/** Atlassian Document Format, a paragraph a line. */
function documentOf({ lines, link }: OrderNotice): object {
  return { type: 'doc', version: 1, content: [...lines, ...(link === null ? [] : [link])].map(paragraph) };
}

function paragraph(text: string): object {
  return { type: 'paragraph', content: [{ type: 'text', text }] };
}
