// Who sent a message: the one address in its one From (RFC 5322, 3.6.2), whatever name is shown beside it.
import { typedAddress } from '../../values/addresses.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { refused, within } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';
import { visibleLine } from '../../values/text.ts';
import { headerValues } from './message.ts';
import type { ReceivedMessage } from './message.ts';

/**
 * A name of quoted or bare words, then the address in angle brackets. Lists, groups and comments do not fit. Example:
 * `"Lee, Ann" <ann@acme.com>`.
 */
const named = /^(?:"(?:[^"\\]|\\.)*"|[^"<>,;:@()[\]\\])*<([^<>\s]+)>$/;
const bare = /^[^<>\s",;:()]+$/;

/** A header that a mail program may show as From although it is another, such as `X-From`. */
const lookalike = /^[^a-z0-9-]*from[^a-z0-9-]*$/;

const longestValue = 1_000;

const expected = 'one address in one From, such as Jane Doe <jane@acme.com>';

/**
 * Reads From strictly. A sender can be forged where two programs read two addresses out of one header, so forms that
 * RFC 5322 allows and hardly any program writes are refused.
 *
 * @example messageSender(message) // ok 'jane@acme.com' for `"CFO <cfo@acme.com>" <jane@acme.com>`
 */
export function messageSender(message: Pick<ReceivedMessage, 'name' | 'headers'>): Result<CanonicalLogin> {
  const where = `${message.name}, From`;
  const values = headerValues(message, 'from');
  const [value = ''] = values;
  const other = message.headers.find(({ name }) => name !== 'from' && lookalike.test(name));
  if (values.length !== 1 || other !== undefined) {
    const shown = other === undefined ? '' : `, and one called ${visibleLine(JSON.stringify(other.name))}`;
    return refused({ what: 'not one sender', where, found: `${values.length} From headers${shown}`, expected });
  }
  const text = value.trim();
  const address = text.length > longestValue ? undefined : (named.exec(text)?.[1] ?? bare.exec(text)?.[0]);
  if (address === undefined) {
    return refused({ what: 'not one sender', where, found: visibleLine(text.slice(0, 200)) || 'nothing', expected });
  }
  return within(message.name, typedAddress(address, 'From'));
}
