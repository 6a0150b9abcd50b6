// What can go wrong with a directory, by name; each turns a good answer into the bad one that was seen in the wild.
import type { Answer, Ask, Misbehaviour } from './stand-in.ts';

type Change = Misbehaviour['change'];

/** @example onAsk(2, '/v1.0/users', status(503)) // the second ask for the people fails */
export function onAsk(ask: number, at: string, change: Change): Misbehaviour {
  return { at, asks: [ask], change };
}

/** The same from this ask on. */
export function fromAsk(ask: number, at: string, change: Change): Misbehaviour {
  return { at, asks: Array.from({ length: 100 }, (_, index) => ask + index), change };
}

export function always(at: string, change: Change): Misbehaviour {
  return { at, change };
}

export function status(code: number, word = 'UnknownError'): Change {
  return () => ({
    status: code,
    body: { error: { code: word, message: 'a message that nobody prints' }, errorCode: word },
  });
}

/** Too many requests; the headers say how long to wait, if they do. */
export function throttled(headers: Readonly<Record<string, string>> = {}): Change {
  return () => ({ status: 429, headers, body: { error: { code: 'TooManyRequests' }, errorCode: 'E0000047' } });
}

/** An answer with the time that the server says it is. */
export function dated(date: string): Change {
  return (answer) => ({ ...answer, headers: { ...answer.headers, date } });
}

export function onTheWire(wire: NonNullable<Answer['wire']>): Change {
  return (answer) => ({ ...answer, wire });
}

/** A proxy's sign-in page, sent as a success. */
export function html(): Change {
  return () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Sign in</body></html>' });
}

export function body(change: (body: unknown, ask: Ask) => unknown): Change {
  return (answer, ask) => ({ ...answer, body: change(answer.body, ask) });
}

/** The rows of a page changed one by one, or dropped (`[]`). */
export function rows(change: (row: Record<string, unknown>) => readonly unknown[]): Change {
  return body((page) => onRows(page, (all) => all.flatMap((row) => (isRecord(row) ? change(row) : [row]))));
}

/** Objects without their fields: what a missing permission looks like. */
export function nullsOnly(): Change {
  return rows((row) => [Object.fromEntries(Object.keys(row).map((key) => [key, key === 'id' ? row[key] : null]))]);
}

/** The list ends after this many rows, and does not say that it was cut. */
export function cutAfter(count: number): Change {
  return (answer) => {
    const { link: _link, ...headers } = answer.headers ?? {};
    const cut = onRows(answer.body, (all) => all.slice(0, count));
    const page = isRecord(cut) ? Object.fromEntries(Object.entries(cut).filter(([key]) => !isNext(key))) : cut;
    return { ...answer, headers, body: page };
  };
}

/** Another next link than the one that the page has; pages without one get one too. */
export function nextLink(change: (link: string, ask: Ask) => string): Change {
  return (answer, ask) => {
    if (isRecord(answer.body) && 'value' in answer.body) {
      const link = answer.body['@odata.nextLink'];
      const changed = change(typeof link === 'string' ? link : '', ask);
      return { ...answer, body: { ...answer.body, '@odata.nextLink': changed } };
    }
    const link = /<([^>]*)>; rel="next"/.exec(answer.headers?.['link'] ?? '')?.[1] ?? '';
    return { ...answer, headers: { ...answer.headers, link: `<${change(link, ask)}>; rel="next"` } };
  };
}

/** The address that was asked for, as a link to it. */
export function addressOf(ask: Ask): string {
  const scheme = ask.path.startsWith('/v1.0') ? 'https' : 'http';
  return `${scheme}://${ask.headers['host']}${ask.path}?${ask.query.toString()}`;
}

function isNext(key: string): boolean {
  return key === '@odata.nextLink';
}

function onRows(page: unknown, change: (rows: readonly unknown[]) => readonly unknown[]): unknown {
  if (Array.isArray(page)) return change(page);
  if (isRecord(page) && Array.isArray(page['value'])) return { ...page, value: change(page['value']) };
  return page;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
