// Signatures and certificates as somebody writes them who knows their form: one element is changed, and the lengths around it.
import * as der from '../../../adapters/signing/der.ts';

/** What stands in an element, one after the other. */
export function children(octets: Uint8Array): readonly Uint8Array[] {
  return (der.elementsOf(der.elementAt(octets, 0)?.content ?? octets) ?? []).map(({ whole }) => whole);
}

/** The element with others in it, under the tag that it has. */
export function holding(octets: Uint8Array, items: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([octets.subarray(0, 1), der.sequence(...items).subarray(1)]);
}

/**
 * @param path to what is changed: the number of the element on each level
 * @example edited(cms, [1, 0, 3], (certificates) => holding(certificates, [...children(certificates), another]))
 */
export function edited(
  octets: Uint8Array,
  path: readonly number[],
  edit: (element: Uint8Array) => Uint8Array,
): Uint8Array {
  const [step, ...rest] = path;
  if (step === undefined) return edit(octets);
  return holding(
    octets,
    children(octets).map((child, at) => (at === step ? edited(child, rest, edit) : child)),
  );
}
