// Work that takes too much memory to be done twice at once: whoever comes second waits for the first.

export type InTurn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/**
 * @returns does one work after the other, in the order in which it is asked, also where one fails
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
