// How a mail says where something is kept: a page as a link under words of ours, a path as text.
import { onOneLine } from '../../core/values/text.ts';
import { escaped } from './escaped.ts';

export interface Place {
  /** A path, or the address of a page that asks to sign in. */
  readonly location: string;
  /** What leads to a page: who has to sign in, and what they find. */
  readonly page: string;
  /** What leads to a path. */
  readonly path: string;
  /** Words of the link. */
  readonly link: string;
}

/** On lines of their own, so that a mail program takes the whole address and nothing else for a link. */
export function placeText(place: Place): string {
  return `${wordsOf(place)}\n${onOneLine(place.location)}`;
}

/**
 * Only an address of the web becomes a link. The address itself is too long to stand in a line, and Outlook would not
 * break it.
 */
export function placeHtml(place: Place): string {
  const location = escaped(place.location);
  const link = `<a href="${location}" style="color:#174066;font-weight:bold">${escaped(place.link)}</a>`;
  return `${escaped(wordsOf(place))}<br>${isPage(place) ? link : location}`;
}

function wordsOf(place: Place): string {
  return isPage(place) ? place.page : place.path;
}

function isPage({ location }: Place): boolean {
  return /^https?:\/\//.test(location);
}
