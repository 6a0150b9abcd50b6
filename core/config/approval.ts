// What is approved of a configuration: the digest that stands for it, and the settings in which two configurations
// differ.
import type { Config } from './config.ts';
import { jsonSha256 } from '../values/canonical-json.ts';

/** SHA-256 of the configuration as used, without who approved it and when, and without the paper of its reports. */
export function policyDigest({ report: _report, ...config }: Config): string {
  const { approvedBy: _by, approvedOn: _on, ...policy } = config.policy;
  return jsonSha256({ ...config, policy });
}

/** Who approved it and when is not part of what is approved, nor is the paper that it is printed on. */
const approvalKeys: ReadonlySet<string> = new Set(['policy.approvedBy', 'policy.approvedOn', 'report.paper']);

/** @example policyChanges(before, now) // ['policy.dormantDays: 90, now 60'] */
export function policyChanges(before: Config, now: Config): readonly string[] {
  const [earlier, present] = [settingsOf(before, ''), settingsOf(now, '')];
  const names = [...new Set([...earlier.keys(), ...present.keys()])].toSorted();
  return names
    .filter((name) => !approvalKeys.has(name) && earlier.get(name) !== present.get(name))
    .map((name) => `${name}: ${earlier.get(name) ?? 'not set'}, now ${present.get(name) ?? 'not set'}`);
}

/**
 * Finds a recorded change whose new value the configuration does not have. Only the new value can be checked: the old
 * one, and whether a change was left out, do not follow from this configuration.
 *
 * @returns the first that `policyChanges` would not write for this configuration, or `null`
 * @example untoldChange(['policy.dormantDays: 90, now 30'], now) // the same line, where `now` says 60
 */
export function untoldChange(changes: readonly string[], now: Config): string | null {
  const present = settingsOf(now, '');
  let last = '';
  for (const change of changes) {
    const name = nameIn(change, present);
    const end = `, now ${present.get(name) ?? 'not set'}`;
    const before = change.slice(name.length + 2, -end.length);
    const isWritten = change.startsWith(`${name}: `) && change.endsWith(end) && before !== '';
    if (!isWritten || before === (present.get(name) ?? 'not set') || approvalKeys.has(name) || name <= last)
      return change;
    last = name;
  }
  return null;
}

/**
 * The name of the setting that a change is about. A name may hold any character, as the names of columns do, so known
 * names are looked for.
 */
function nameIn(change: string, settings: ReadonlyMap<string, string>): string {
  const [longest] = [...settings.keys()]
    .filter((name) => change.startsWith(`${name}: `))
    .toSorted((a, b) => b.length - a.length);
  return longest ?? change.slice(0, Math.max(0, change.indexOf(': ')));
}

/** @example settingsListed(config)[0] // { name: 'organisation', value: '"Acme Corp"' } */
export function settingsListed(config: Config): readonly { readonly name: string; readonly value: string }[] {
  return [...settingsOf(config, '')].map(([name, value]) => ({ name, value }));
}

/** Every setting by its path. A list of plain values is one setting, so that its order and length count. */
function settingsOf(value: unknown, path: string): ReadonlyMap<string, string> {
  const isTree = typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some(isObject));
  if (!isTree) return new Map(value === undefined ? [] : [[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [
      ...settingsOf(member, Array.isArray(value) ? `${path}[${key}]` : memberPath(path, key)),
    ]),
  );
}

function memberPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
