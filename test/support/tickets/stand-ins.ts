// Jira Cloud, ServiceNow, a webhook, Slack and Teams as they answer over HTTP, each strict about what its vendor publishes.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { onLoopback } from '../aws/services/json-service.ts';

/** Jira Cloud platform REST API v3, "Create issue", with a description in Atlassian Document Format. */
const jiraIssue = z.strictObject({
  fields: z.strictObject({
    project: z.strictObject({ key: z.literal('IAM') }),
    issuetype: z.strictObject({ name: z.literal('Task') }),
    summary: z.string().check(z.maxLength(255), z.regex(/^[^\n]+$/)),
    // Jira takes 32,767 characters at most. Texts never come near that, because they also have to fit Teams.
    description: z.strictObject({
      type: z.literal('doc'),
      version: z.literal(1),
      content: z.array(
        z.strictObject({
          type: z.literal('paragraph'),
          content: z.array(z.strictObject({ type: z.literal('text'), text: z.string().check(z.minLength(1)) })),
        }),
      ),
    }),
    labels: z.array(z.string().check(z.regex(/^\S+$/))),
    duedate: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
  }),
});

/** ServiceNow Table API, `POST /api/now/table/{tableName}`. */
const incident = z.strictObject({
  short_description: z.string().check(z.maxLength(160)),
  description: z.string().check(z.maxLength(4000)),
  correlation_id: z.string().check(z.maxLength(100)),
});

const webhookBody = z.looseObject({ type: z.literal('work-order'), key: z.string(), accounts: z.number() });

const slackText = z.string().check(z.minLength(1), z.maxLength(3000));

/** Slack, "Sending messages using incoming webhooks", "Text object" and "Blocks". */
const slackMessage = z.strictObject({
  text: z.string().check(z.minLength(1)),
  blocks: z
    .array(
      z.strictObject({
        type: z.literal('section'),
        text: z.union([
          z.strictObject({ type: z.literal('mrkdwn'), text: slackText, verbatim: z.literal(true) }),
          z.strictObject({ type: z.literal('plain_text'), text: slackText, emoji: z.literal(false) }),
        ]),
      }),
    )
    .check(z.minLength(1), z.maxLength(50)),
});

/** More than 28 KB are refused (Teams, "Create incoming webhooks"). */
const largestCard = 28_000;

/** Teams, "Send Adaptive Cards using an incoming webhook"; the elements by adaptive-card.json of 1.4.0. */
const teamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z.array(
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        body: z.array(
          z.strictObject({
            type: z.literal('RichTextBlock'),
            inlines: z.array(
              z.strictObject({
                type: z.literal('TextRun'),
                text: z.string().check(z.minLength(1)),
                weight: z.optional(z.literal('Bolder')),
              }),
            ),
          }),
        ),
        actions: z.optional(
          z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() })),
        ),
      }),
    }),
  ),
});

type Product = 'jira' | 'servicenow' | 'webhook' | 'slack' | 'teams';

export interface StandIns {
  readonly url: string;
  /** What was taken, by product, as it was sent. */
  readonly taken: Readonly<Record<Product, readonly string[]>>;
  readonly webhookIds: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Called after something was taken; the answer waits for what it returns. */
  onTaken: () => unknown;
  /** While it is not 0, everything is refused with this status. */
  refusesWith: number;
}

const secret = Buffer.from('a webhook secret of the company').toString('base64');

const authorised = `Basic ${Buffer.from('bot@acme.com:token').toString('base64')}`;

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Told {
  readonly status: number;
  readonly text: string;
}

class Server implements StandIns {
  readonly url: string;
  readonly taken: Record<Product, string[]> = { jira: [], servicenow: [], webhook: [], slack: [], teams: [] };
  readonly webhookIds: string[] = [];
  readonly env: Readonly<Record<string, string>>;
  onTaken: () => unknown = () => undefined;
  refusesWith = 0;

  constructor(url: string) {
    this.url = url;
    this.env = {
      JIRA_EMAIL: 'bot@acme.com',
      JIRA_API_TOKEN: 'token',
      SNOW_USER: 'bot@acme.com',
      SNOW_PASSWORD: 'token',
      HOOK_SECRET: `whsec_${secret}`,
      SLACK_URL: `${url}/slack`,
      TEAMS_URL: `${url}/teams`,
    };
  }

  async answer(request: Request): Promise<Told> {
    if (request.method === 'POST' && this.refusesWith !== 0) return { status: this.refusesWith, text: '{}' };
    const before = this.#count();
    try {
      const text = answerTo(request, this);
      if (this.#count() > before) await this.onTaken();
      return { status: 200, text };
    } catch (error) {
      return { status: 400, text: String(error) };
    }
  }

  #count(): number {
    return Object.values(this.taken).flat().length;
  }
}

type Answering = (request: Request, server: Server) => string | null;

/** @throws Error for what no product answers so */
function answerTo(request: Request, server: Server): string {
  const { pathname } = request.url;
  const isProtected = pathname.startsWith('/rest/') || pathname.startsWith('/api/');
  if (isProtected && request.headers['authorization'] !== authorised) throw new Error('not authorised');
  for (const product of products) {
    const text = product(request, server);
    if (text !== null) return text;
  }
  throw new Error(`nobody answers ${request.method} ${pathname}`);
}

const jira: Answering = ({ method, url, body }, { taken, url: self }) => {
  const { pathname, searchParams } = url;
  if (pathname === '/rest/api/3/search/jql') {
    const label = /^labels = "([\w-]+)"$/.exec(searchParams.get('jql') ?? '')?.[1] ?? '';
    const there = taken.jira.findIndex((one) => one.includes(`"${label}"`));
    return JSON.stringify({ issues: there < 0 ? [] : [{ key: `IAM-${there + 1}`, fields: { labels: [label] } }] });
  }
  if (pathname === '/rest/api/3/issue' && method === 'POST') {
    z.parse(jiraIssue, JSON.parse(body));
    taken.jira.push(body);
    return JSON.stringify({ id: '1', key: `IAM-${taken.jira.length}`, self });
  }
  if (!pathname.startsWith('/rest/api/3/issue/IAM-')) return null;
  return JSON.stringify({ fields: { status: { name: 'Done' } } });
};

const serviceNow: Answering = ({ method, url, body }, { taken }) => {
  if (url.pathname !== '/api/now/table/incident') return null;
  if (method === 'POST') {
    z.parse(incident, JSON.parse(body));
    taken.servicenow.push(body);
    return JSON.stringify({ result: { number: `INC${taken.servicenow.length}`, sys_id: 'a1' } });
  }
  const query = url.searchParams.get('sysparm_query') ?? '';
  if (query.startsWith('number='))
    return JSON.stringify({ result: [{ sys_id: 'a1', number: query.slice(7), state: 'Closed' }] });
  const key = query.replace('correlation_id=', '');
  const there = taken.servicenow.findIndex((one) => one.includes(key));
  const one = { number: `INC${there + 1}`, sys_id: 'a1', correlation_id: key };
  return JSON.stringify({ result: there < 0 ? [] : [one] });
};

const webhook: Answering = ({ url, headers, body }, { taken, webhookIds }) => {
  if (url.pathname !== '/hook') return null;
  z.parse(webhookBody, JSON.parse(body));
  const [id, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  const key = Buffer.from(secret, 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  if (headers['webhook-signature'] !== `v1,${signature}`) throw new Error('the signature is another');
  webhookIds.push(id);
  taken.webhook.push(body);
  return '{}';
};

const slack: Answering = ({ url, body }, { taken }) => {
  if (url.pathname !== '/slack') return null;
  z.parse(slackMessage, JSON.parse(body));
  taken.slack.push(body);
  return 'ok';
};

const teams: Answering = ({ url, body }, { taken }) => {
  if (url.pathname !== '/teams') return null;
  if (Buffer.byteLength(body) > largestCard) throw new Error('the card is too large');
  z.parse(teamsMessage, JSON.parse(body));
  taken.teams.push(body);
  return '1';
};

const products = [jira, serviceNow, webhook, slack, teams];

/** One server for all five; gone when the test is over. */
export async function standIns(): Promise<StandIns> {
  const listening = createServer((request, response) => {
    void answer(request, response);
  });
  const service = await onLoopback(listening);
  onTestFinished(() => service.close());
  const server = new Server(service.endpoint);
  return server;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const told = await server.answer({ method, url, headers, body: await text(request) });
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(told.text);
  }
}

/** The places of a configuration that these stand in for. */
export function placesAt(url: string, more: object = {}): readonly object[] {
  return [
    { id: 'jira', kind: 'jira', url, project: 'IAM', ...more },
    { id: 'snow', kind: 'servicenow', url, ...more },
    { id: 'hook', kind: 'webhook', url: `${url}/hook`, ...more },
    { id: 'slack', kind: 'slack', ...more },
    { id: 'teams', kind: 'teams', ...more },
  ];
}
