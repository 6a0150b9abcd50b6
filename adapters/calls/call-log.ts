// What was asked of a home, by whom and when: one line a call, in a file that its owner alone reads.
import { appendFile } from 'node:fs/promises';

/**
 * @param file made with its first line; its folder is there
 * @example await callLog('.access-review/calls.jsonl')({ at: '2026-10-05T08:00:00Z', called: 'list_periods' })
 */
export function callLog(file: string): (call: object) => Promise<void> {
  return (call) => appendFile(file, `${JSON.stringify(call)}\n`, { mode: 0o600, flush: true });
}
