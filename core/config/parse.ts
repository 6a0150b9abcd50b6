// Checks a configuration file: refusals name the key (contract, section 3).
import * as z from 'zod/mini';
import { application } from '../application/applications.ts';
import { configFileSchema } from './config.ts';
import type { Config } from './config.ts';
import { contradictionsIn, disguisedIn } from './contradictions.ts';
import { columnsTwice, meaninglessIn } from './meaningless.ts';
import { canonicalJson } from '../values/canonical-json.ts';
import { accepted, jsonOf } from '../values/json-file.ts';
import { ok, refused, refusedAll, within } from '../values/result.ts';
import type { Refusal, Result } from '../values/result.ts';

/** The JSON Schema that is published as `review.schema.json`, for editors and other tools. */
export function configJsonSchema(): object {
  return {
    title: `Configuration of the ${application.name} access review`,
    ...z.toJSONSchema(configFileSchema, { io: 'input', unrepresentable: 'any' }),
  };
}

/**
 * Checks a configuration as parsed from JSON and fills the defaults in; `$schema` is taken and dropped.
 *
 * @param fileName only for the refusals
 * @example parseConfig({ directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }] }, 'review.json')
 */
export function parseConfig(input: unknown, fileName: string): Result<Config> {
  return parsedBy((config) => [...contradictionsIn(config), ...amissIn(config, input)], input, fileName);
}

/** What is asked of a configuration that is handed in, and since which version: runs of earlier ones took it. */
const asked = [
  { since: '0.11.0', amiss: disguisedIn },
  { since: '0.12.0', amiss: meaninglessIn },
  { since: '0.20.0', amiss: columnsTwice },
] as const;

/** Whoever hands in what a run kept as its policy did nothing wrong, and is told which version asks for more. */
function amissIn(config: Config, input: unknown): readonly Refusal[] {
  const found = asked.flatMap(({ since, amiss }) => amiss(config).map((refusal) => ({ since, refusal })));
  if (found.length === 0 || !isTaken(config, input)) return found.map(({ refusal }) => refusal);
  return found.map(({ since, refusal }) => ({
    ...refusal,
    expected: `${refusal.expected}; it is asked since ${since}, and the run that kept this file was made before: change it in a copy of the file`,
  }));
}

/** A run keeps its configuration with every default filled in, which nobody writes by hand. */
function isTaken(config: Config, input: unknown): boolean {
  return canonicalJson(config) === canonicalJson(input);
}

/**
 * As `parseConfig`, for the configuration of a stored run, which earlier versions accepted where this one asks for
 * more.
 */
export function parseTaken(input: unknown, fileName: string): Result<Config> {
  return parsedBy(contradictionsIn, input, fileName);
}

function parsedBy(against: (config: Config) => readonly Refusal[], input: unknown, fileName: string): Result<Config> {
  const entries = entriesIn(input);
  if (entries > mostEntries) {
    return refused({
      what: 'more than a configuration holds',
      where: fileName,
      found: `${entries} entries or more in its lists`,
      expected: `at most ${mostEntries}`,
    });
  }
  const parsed = accepted(configFileSchema, input, { name: fileName, published: 'review.schema.json' });
  if (parsed.kind === 'refused') return parsed;
  const { $schema: _, ...config } = parsed.value;
  const refusals = against(config);
  return refusals.length > 0 ? within(fileName, refusedAll(refusals)) : ok(config);
}

/**
 * The most entries in all lists together: more than the registers of a company with a million people have. Each entry
 * may have several faults, and each fault takes memory.
 */
const mostEntries = 200_000;

/**
 * The largest configuration, in bytes and in values, which are counted before any is made (`holdsMoreThan`). 60,000
 * entries of a register as people write them, with five values and 160 bytes each, are within both.
 */
export const largestConfig = { bytes: 10_000_000, values: 400_000 } as const;

/** For the configuration of a stored run, which has its defaults filled in: eight values for each entry. */
export const mostTakenValues = 8 * mostEntries;

/** The configuration of a run, out of its evidence. @param name only for the refusals */
export function takenConfig(bytes: Uint8Array, name: string): Result<Config> {
  const json = jsonOf(bytes, name, mostTakenValues);
  return json.kind === 'refused' ? json : parseTaken(json.value, name);
}

/** How many entries all lists have together, at any depth. Counting stops when there are too many. */
function entriesIn(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  let entries = Array.isArray(json) ? json.length : 0;
  if (entries > mostEntries) return entries;
  for (const one of Object.values(json)) {
    entries += entriesIn(one);
    if (entries > mostEntries) break;
  }
  return entries;
}
