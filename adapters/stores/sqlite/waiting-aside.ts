// Waits for another process that holds the file without holding up anything else: whoever serves answers others meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import type { Stores } from '../../../core/ports/stores.ts';
import { isBusy } from './connection.ts';

/** Less than a person or a browser waits for an answer. */
const longestWaitMs = 5000;
const pauseMs = 50;

/**
 * Each method is asked again while another process holds the file: nothing of what it does is done then.
 *
 * @param stores whose methods throw StoreBusy at once
 */
export function waitingAside({ runs, findings, reviews, passing, access }: Stores): Stores {
  return {
    runs: {
      put: (record) => patiently(() => runs.put(record)),
      get: (id) => patiently(() => runs.get(id)),
      lastAccepted: (before) => patiently(() => runs.lastAccepted(before)),
      list: () => patiently(() => runs.list()),
      putWatch: (record) => patiently(() => runs.putWatch(record)),
      getWatch: (id) => patiently(() => runs.getWatch(id)),
      watchesAfter: (after) => patiently(() => runs.watchesAfter(after)),
    },
    findings: {
      put: (run, some) => patiently(() => findings.put(run, some)),
      get: (id) => patiently(() => findings.get(id)),
    },
    reviews: {
      append: (review, expected, event) => patiently(() => reviews.append(review, expected, event)),
      load: (review) => patiently(() => reviews.load(review)),
      since: (review, head) => patiently(() => reviews.since(review, head)),
      list: () => patiently(() => reviews.list()),
    },
    passing: {
      put: (id, record) => patiently(() => passing.put(id, record)),
      get: (id, now) => patiently(() => passing.get(id, now)),
      take: (id, now) => patiently(() => passing.take(id, now)),
    },
    access: {
      add: (entry) => patiently(() => access.add(entry)),
      page: (asked) => patiently(() => access.page(asked)),
    },
  };
}

async function patiently<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      return await work();
    } catch (error) {
      if (waitedMs >= longestWaitMs || !isBusy(error)) throw error;
      await pause(pauseMs);
    }
  }
}
