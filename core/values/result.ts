// A refusal of input is a value: what is wrong, where it stands, what was found there, and what is expected.

/**
 * One reason why an input was refused.
 *
 * @example
 * { what: 'unknown status', where: 'export.csv, row 17, column Status', found: '"Dormant" in 3 rows',
 *   expected: 'one of Active, Invited, Suspended' }
 */
export interface Refusal {
  readonly what: string;
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

/**
 * Thrown where no result can be returned: something in the store cannot be used as it is, and a person has to look at
 * it.
 */
export class Unusable extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusalText(refusal), options);
    this.refusal = refusal;
  }
}

export type Result<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export function ok<T>(value: T): Result<T> {
  return { kind: 'ok', value };
}

export function refused(...refusals: readonly Refusal[]): Result<never> {
  return { kind: 'refused', refusals };
}

/** As `refused`, for a list, which may be longer than a call takes arguments. */
export function refusedAll(refusals: readonly Refusal[]): Result<never> {
  return { kind: 'refused', refusals };
}

type Values<Parts> = { readonly [K in keyof Parts]: Parts[K] extends Result<infer Value> ? Value : never };

/**
 * Several results as one: every value under its name, or every refusal there is, in the order of the parts.
 *
 * @example all({ by: emailArgument('--by', by), reason: reasonArgument('--reason', reason) })
 * // { kind: 'ok', value: { by: 'jane@acme.com', reason: 'left in August' } }
 */
export function all<Parts extends Readonly<Record<string, Result<unknown>>>>(parts: Parts): Result<Values<Parts>>;
export function all(parts: Readonly<Record<string, Result<unknown>>>): Result<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {};
  const refusals: Refusal[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (part.kind === 'ok') values[name] = part.value;
    else for (const refusal of part.refusals) refusals.push(refusal);
  }
  return refusals.length > 0 ? { kind: 'refused', refusals } : ok(values);
}

/** As `all`, of results that have no names. */
export function each<Value>(results: readonly Result<Value>[]): Result<readonly Value[]> {
  const refusals = results.flatMap((one) => (one.kind === 'refused' ? one.refusals : []));
  return refusals.length > 0
    ? { kind: 'refused', refusals }
    : ok(results.flatMap((one) => (one.kind === 'ok' ? [one.value] : [])));
}

/** The same result, with `place` in front of where its refusals stand: `review.json, policy.dormantDays`. */
export function within<Value>(place: string, result: Result<Value>): Result<Value> {
  if (result.kind === 'ok') return result;
  const refusals = result.refusals.map((refusal) => ({ ...refusal, where: `${place}, ${refusal.where}` }));
  return { kind: 'refused', refusals };
}

/** A refusal as one line of English for the terminal, the mail and the report. */
export function refusalText(refusal: Refusal): string {
  return `${refusal.where}: ${refusal.what}. Found: ${refusal.found}. Expected: ${refusal.expected}.`;
}

/** A refusal for a log: without what was found, because a cell or a line of a file may hold a name. */
export function refusalLogText({ where, what, expected }: Refusal): string {
  return `${where}: ${what}. Expected: ${expected}.`;
}
