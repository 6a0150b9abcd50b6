// Does work one at a time that would take too much memory at once: whoever asks second waits for the first.

export type InTurn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/**
 * @returns a function that does one work after the other, in the order in which they are asked for, also after one
 *   failed
 * @example const verifying = inTurn(); // await verifying(() => verify(dependencies, report))
 */
export function inTurn(): InTurn {
  let before: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const own = before.then(work);
    before = own.catch(() => undefined);
    return own;
  };
}
