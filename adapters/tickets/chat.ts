// A post in a channel of Slack or Teams, by its incoming webhook: neither can tell that it had the post before.
import { DeskRefused } from '../../core/ports/telling.ts';
import type { TicketDesk } from '../../core/ports/telling.ts';
import type { OrderNotice } from '../../core/review/removals/order-notice.ts';
import { called, hostOf } from './call.ts';

export function slackDesk(url: string): TicketDesk {
  return channel(url, { message: slackMessage, took: (answer) => answer.trim() === 'ok' });
}

export function teamsDesk(url: string): TicketDesk {
  return channel(url, { message: teamsMessage, took: (answer) => !isPage(answer) && !/fail|error/i.test(answer) });
}

/** As a proxy answers that wants a person to sign in. */
function isPage(answer: string): boolean {
  return answer.trimStart().startsWith('<');
}

interface Manners {
  readonly message: (notice: OrderNotice) => object;
  /**
   * What it answers when it took a post: Slack `ok`, Teams `1` or nothing. A connector of Teams answers 200 with a text
   * that says how it failed.
   */
  readonly took: (answer: string) => boolean;
}

function channel(url: string, { message, took }: Manners): TicketDesk {
  return {
    knowsRepeats: false,
    async send(notice) {
      const answer = await called({ url, body: message(notice) });
      if (!took(answer)) throw new DeskRefused(`${hostOf(url)} answered, and not that it took the post`);
      return { reference: null, where: hostOf(url) };
    },
    status: () => Promise.resolve(null),
  };
}

/** Slack reads three characters as markup in every text, plain text too (its page "Formatting text", "Escaping text"). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Of one section (Slack's page "Text object"). */
const longestSection = 3000;

/**
 * Lines are plain text: in markup nothing escapes what makes a name bold, a quote or an emoji. Our own words alone are
 * markup; `verbatim`, because Slack otherwise makes mentions and links of plain words.
 */
function slackMessage({ title, lines, link }: OrderNotice): object {
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text: `*${escaped(title)}*`, verbatim: true } },
    ...sections(lines.map(escaped)).map((text) => ({
      type: 'section',
      text: { type: 'plain_text', text, emoji: false },
    })),
    ...(link === null
      ? []
      : [{ type: 'section', text: { type: 'mrkdwn', text: `<${address(link)}|Open the order>`, verbatim: true } }]),
  ];
  return { text: escaped(title), blocks };
}

/** In markup a bar ends the address. */
function address(link: string): string {
  return escaped(link).replaceAll('|', '%7C');
}

function sections(lines: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const line of lines) {
    const last = all.at(-1);
    if (last === undefined || last.length + line.length >= longestSection) all.push(line);
    else all[all.length - 1] = `${last}\n${line}`;
  }
  return all;
}

/** An adaptive card, as incoming webhooks of Teams take it. */
function teamsMessage({ title, lines, link }: OrderNotice): object {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [block(title, { weight: 'Bolder' }), ...lines.map((line) => block(line))],
    ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open the order', url: link }] }),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

/** Of runs of text, because a `TextBlock` reads Markdown: a login could be a link. */
function block(text: string, more: object = {}): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...more }] };
}
