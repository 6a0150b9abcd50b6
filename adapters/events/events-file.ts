// Events as a file of JSON lines, which the agent of a SIEM reads where it lies.
import { sha256Of } from '../../core/values/digest.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { FindingEvents } from '../../core/ports/telling.ts';
import { wholeJson } from '../../core/values/text.ts';

/**
 * At least once: whoever repeats after an error leaves the same file, or another beside it where something else is new.
 *
 * @param keyOf from the name of a file, which its digest makes its own
 * @example await eventsFile(objects, (name) => watchKey(execution, name)).put(events) // events-1a2b3c4d.jsonl
 */
export function eventsFile(objects: Objects, keyOf: (name: string) => string): FindingEvents {
  return {
    async put(events) {
      if (events.length === 0) return;
      const bytes = Buffer.from(events.map((event) => `${wholeJson(event)}\n`).join(''));
      const digest = sha256Of(bytes);
      await objects.put(keyOf(`events-${digest.slice(0, 8)}.jsonl`), bytes);
    },
  };
}
