// One process at a time: a lock on a file, which goes with the process that holds it, however that ends.
import { DatabaseSync } from 'node:sqlite';
import type { Alone } from '../../../core/ports/stores.ts';
import { attempt, isBusy } from './connection.ts';
import { keepForOwner } from './keep-for-owner.ts';

/**
 * @param file made when something is done for the first time, and stays empty; its folder is there
 * @throws StoreFailure, from what is returned, when the file cannot be opened
 */
export function aloneBy(file: string): Alone {
  return async (work) => {
    keepForOwner(file);
    const database = attempt(`cannot open ${file}`, () => new DatabaseSync(file, { timeout: 0 }));
    try {
      return isLocked(database, file) ? { value: await work() } : null;
    } finally {
      database.close();
    }
  };
}

/** @returns `false` when another process holds the lock */
function isLocked(database: DatabaseSync, file: string): boolean {
  try {
    attempt(`cannot lock ${file}`, () => database.exec('BEGIN EXCLUSIVE'));
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}
