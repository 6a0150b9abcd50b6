// Jira Cloud, ServiceNow, a webhook, Slack and Teams as they answer over HTTP, each strict about what its vendor publishes.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import * as z from 'zod/mini';

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

export interface StandIns {
  readonly url: string;
  /** What was taken, by product, as it was sent. */
  readonly taken: Readonly<Record<'jira' | 'servicenow' | 'webhook' | 'slack' | 'teams', readonly string[]>>;
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

/** One server for all five; gone when the test is over. */
export async function standIns(): Promise<StandIns> {
  const taken: Record<keyof StandIns['taken'], string[]> = {
    jira: [],
    servicenow: [],
    webhook: [],
    slack: [],
    teams: [],
  };
  const webhookIds: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const told = answered({ method: request.method ?? '', url, headers: request.headers, body });
    const waiting = [held];
    held = null;
    await Promise.all(waiting);
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(told.text);
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;

  let held: unknown = null;
  const accept = (product: keyof typeof taken, body: string): void => {
    taken[product].push(body);
    held = all.onTaken();
  };
  const answered = (request: Request): { status: number; text: string } => {
    if (request.method === 'POST' && all.refusesWith !== 0) return { status: all.refusesWith, text: '{}' };
    try {
      return { status: 200, text: answerTo(request) };
    } catch (error) {
      return { status: 400, text: String(error) };
    }
  };
  const answerTo = ({ method, url: asked, headers, body }: Request): string => {
    const path = asked.pathname;
    if (path.startsWith('/rest/') || path.startsWith('/api/')) {
      if (headers.authorization !== authorised) throw new Error('not authorised');
    }
    if (path === '/rest/api/3/search/jql') {
      const label = /^labels = "([\w-]+)"$/.exec(asked.searchParams.get('jql') ?? '')?.[1] ?? '';
      const there = taken.jira.findIndex((one) => one.includes(`"${label}"`));
      return JSON.stringify({ issues: there < 0 ? [] : [{ key: `IAM-${there + 1}`, fields: { labels: [label] } }] });
    }
    if (path === '/rest/api/3/issue' && method === 'POST') {
      z.parse(jiraIssue, JSON.parse(body));
      accept('jira', body);
      return JSON.stringify({ id: '1', key: `IAM-${taken.jira.length}`, self: url });
    }
    if (path.startsWith('/rest/api/3/issue/IAM-')) return JSON.stringify({ fields: { status: { name: 'Done' } } });
    if (path === '/api/now/table/incident' && method === 'POST') {
      z.parse(incident, JSON.parse(body));
      accept('servicenow', body);
      return JSON.stringify({ result: { number: `INC${taken.servicenow.length}`, sys_id: 'a1' } });
    }
    if (path === '/api/now/table/incident') {
      const query = asked.searchParams.get('sysparm_query') ?? '';
      if (query.startsWith('number='))
        return JSON.stringify({ result: [{ sys_id: 'a1', number: query.slice(7), state: 'Closed' }] });
      const key = query.replace('correlation_id=', '');
      const there = taken.servicenow.findIndex((one) => one.includes(key));
      const one = { number: `INC${there + 1}`, sys_id: 'a1', correlation_id: key };
      return JSON.stringify({ result: there < 0 ? [] : [one] });
    }
    if (path === '/hook') {
      z.parse(webhookBody, JSON.parse(body));
      const [id, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
      const signature = createHmac('sha256', Buffer.from(secret, 'base64'))
        .update(`${id}.${at}.${body}`)
        .digest('base64');
      if (headers['webhook-signature'] !== `v1,${signature}`) throw new Error('the signature is another');
      webhookIds.push(id);
      accept('webhook', body);
      return '{}';
    }
    if (path === '/slack') {
      z.parse(slackMessage, JSON.parse(body));
      accept('slack', body);
      return 'ok';
    }
    if (path === '/teams') {
      if (Buffer.byteLength(body) > largestCard) throw new Error('the card is too large');
      z.parse(teamsMessage, JSON.parse(body));
      accept('teams', body);
      return '1';
    }
    throw new Error(`nobody answers ${method} ${path}`);
  };
  const credentials = { EMAIL: 'bot@acme.com', USER: 'bot@acme.com', API_TOKEN: 'token', PASSWORD: 'token' };
  const all: StandIns = {
    url,
    taken,
    webhookIds,
    env: {
      JIRA_EMAIL: credentials.EMAIL,
      JIRA_API_TOKEN: credentials.API_TOKEN,
      SNOW_USER: credentials.USER,
      SNOW_PASSWORD: credentials.PASSWORD,
      HOOK_SECRET: `whsec_${secret}`,
      SLACK_URL: `${url}/slack`,
      TEAMS_URL: `${url}/teams`,
    },
    onTaken: () => undefined,
    refusesWith: 0,
  };
  return all;
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
