// What the sender says about an export in the text of the message, on a line each: when it was taken, by whom, and how
// many users the page showed.
import { application } from '../../application/applications.ts';
import { typedAddress } from '../../values/addresses.ts';
import { parseInstant } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { all, ok, refused } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';
import { quoted, visibleLine } from '../../values/text.ts';

export interface Declared {
  readonly exportedAt: Instant | null;
  readonly exportedBy: CanonicalLogin | null;
  readonly countShown: number | null;
}

/** `count-shown: 248`, alone on its line. */
const line = /^[ \t]*(exported-at|exported-by|count-shown)[ \t]*:[ \t]*(.*?)[ \t]*$/gim;

/**
 * The line above a signature or an earlier message. What stands below it is not the sender's word about this export.
 */
const end = /^(?:-- ?|-{3,}.*|_{5,}|On .{1,200} wrote:|From: .{1,200})$/m;

/**
 * @example declaredIn('exported-at: 2026-10-05T08:00:00Z\ncount-shown: 248', 'message.eml').value.countShown // 248
 */
export function declaredIn(text: string, name: string): Result<Declared> {
  const own = text.replaceAll('\r\n', '\n').split(end)[0] ?? '';
  const told = Map.groupBy(
    [...own.matchAll(line)].map(([, key = '', value = '']) => ({ key: key.toLowerCase(), value })),
    ({ key }) => key,
  );
  const one = <Value>(key: string, read: (value: string, where: string) => Result<Value>): Result<Value | null> => {
    const where = `${name}, ${key}`;
    const values = [...new Set((told.get(key) ?? []).map(({ value }) => value))];
    const [value] = values;
    if (value === undefined) return ok(null);
    if (values.length === 1) return read(value, where);
    const found = visibleLine(values.map(quoted).join(' and ').slice(0, 200));
    return refused({ what: 'declared more than once', where, found, expected: 'one value' });
  };
  return all({
    exportedAt: one('exported-at', instantOf),
    exportedBy: one('exported-by', (value, where) => typedAddress(value, where)),
    countShown: one('count-shown', countOf),
  });
}

function instantOf(value: string, where: string): Result<Instant> {
  const at = parseInstant(value);
  if (at !== null) return ok(at);
  return refused({
    what: 'time of the export not understood',
    where,
    found: quoted(value),
    expected: 'an instant such as 2026-10-05T08:00:00Z',
  });
}

function countOf(value: string, where: string): Result<number> {
  if (/^\d{1,9}$/.test(value)) return ok(Number(value));
  const expected = `the number that the page of ${application.name} shows`;
  return refused({ what: 'number of users not understood', where, found: quoted(value), expected });
}
