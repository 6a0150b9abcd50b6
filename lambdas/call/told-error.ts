// What an error may say in a log, where every operator reads it: everything but whom it is about.
import { refusalLogText, Unusable } from '../../core/values/result.ts';

/** An address in a text, also with the @ percent-encoded as in a URL. */
const address = /[^\s"'`<>()[\]{},;:=/?&#|]+(?:@|%40)[^\s"'`<>()[\]{},;:=/?&#|]+/gi;

/** How deep a chain of causes is told. */
const deepest = 5;

/**
 * The same error with each address in its message, its stack and its causes left out, and of what cannot be used what was
 * found there: what a function logs, and what it throws, because Lambda logs that as well.
 *
 * @example toldError(new Error('ghost@acme.com is live')).message // '(an address) is live'
 */
export function toldError(error: unknown, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(withoutAddresses(String(error)));
  const { cause } = error;
  const message = withoutAddresses(error instanceof Unusable ? refusalLogText(error.refusal) : error.message);
  const isToldFurther = cause !== undefined && depth < deepest;
  const told = new Error(message, isToldFurther ? { cause: toldError(cause, depth + 1) } : undefined);
  told.name = error.name;
  told.stack = withoutAddresses(error.stack?.replace(error.message, () => message) ?? message);
  return told;
}

/** @example withoutAddresses('to ghost@acme.com') // 'to (an address)' */
export function withoutAddresses(text: string): string {
  return text.replaceAll(address, '(an address)');
}
