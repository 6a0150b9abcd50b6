// For how long what is published is locked: evidence for years, what functions hand to one another not at all.
import type { Retention } from './s3.ts';
import { passingPrefixes } from '../../core/names/object-keys.ts';
import { dayInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import type { Clock } from '../../core/ports/world.ts';

export interface RetentionSettings {
  readonly RETENTION_MODE: Retention['mode'];
  readonly RETENTION_YEARS: number;
}

/** Years of 366 days: never a day less than was promised. */
export function retentionOf(settings: RetentionSettings, clock: Clock): (key: string) => Retention | null {
  return (key) => {
    if (passingPrefixes.some((prefix) => key.startsWith(prefix))) return null;
    const until = instantFromMs(msOf(clock.now()) + settings.RETENTION_YEARS * 366 * dayInMs);
    return { mode: settings.RETENTION_MODE, until };
  };
}
