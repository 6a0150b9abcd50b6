// Next links that a reader must not follow, whichever directory gives them: each with the words that say why.
import { addressOf, always, nextLink, onAsk } from './misbehaviour.ts';
import type { Misbehaviour } from './stand-in.ts';

/** @param at a list of at least two pages, by its path */
export function astray(at: string): readonly [name: string, misbehaviour: Misbehaviour, reason: RegExp][] {
  const elsewhere = (change: (link: string) => string): Misbehaviour => onAsk(1, at, nextLink(change));
  return [
    [
      'a next link that repeats',
      onAsk(
        2,
        at,
        nextLink((_link, ask) => addressOf(ask)),
      ),
      /followed before/,
    ],
    ['a next link to another host', elsewhere((link) => link.replace(/\/\/[^/]+/, '//evil.example')), /another host/],
    ['a next link to another path', elsewhere((link) => link.replace('users', 'me')), /another path/],
    ['a next link with credentials', elsewhere((link) => link.replace('//', '//user:hunter2@')), /carries credentials/],
    [
      'pages without an end',
      always(
        at,
        nextLink((_link, ask) => `${addressOf(ask)}0`),
      ),
      /more than 50 pages/,
    ],
  ];
}
