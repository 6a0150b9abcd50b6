// How two configurations differ, setting by setting, for the person who approves the later one.
import type { Config } from './config.ts';

/** Who approved it and when is not part of what is approved. */
const approvalKeys: ReadonlySet<string> = new Set(['policy.approvedBy', 'policy.approvedOn']);

/** @example policyChanges(before, now) // ['policy.dormantDays: 90, now 60'] */
export function policyChanges(before: Config, now: Config): readonly string[] {
  const [earlier, present] = [settingsOf(before, ''), settingsOf(now, '')];
  const names = [...new Set([...earlier.keys(), ...present.keys()])].toSorted();
  return names
    .filter((name) => !approvalKeys.has(name) && earlier.get(name) !== present.get(name))
    .map((name) => `${name}: ${earlier.get(name) ?? 'not set'}, now ${present.get(name) ?? 'not set'}`);
}

/** Every leaf by its path; a list of plain values is one leaf, so that its order and length show. */
function settingsOf(value: unknown, path: string): ReadonlyMap<string, string> {
  const isTree = typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some(isObject));
  if (!isTree) return new Map(value === undefined ? [] : [[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [
      ...settingsOf(member, path === '' ? key : Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`),
    ]),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
