// What is thrown when a chain of events does not come out. By itself, because every command knows it, `--help` too, and
// works out no digest.
import { refusalText } from '../../values/result.ts';
import type { Refusal } from '../../values/result.ts';

/** The store holds another stream than the one that was written: nothing may be decided or signed on it. */
export class ReviewAltered extends Error {
  override readonly name = 'ReviewAltered';
  readonly refusals: readonly Refusal[];
  constructor(review: string, refusals: readonly Refusal[]) {
    super(`review ${review}: ${refusals.map(refusalText).join(' ')}`);
    this.refusals = refusals.map((refusal) => ({ ...refusal, where: `review ${review}, ${refusal.where}` }));
  }
}
