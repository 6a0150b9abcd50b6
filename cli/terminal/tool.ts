// Which program this is: printed in every report, so that a run can be done again with the same one.
import { readFileSync } from 'node:fs';
import type { Report } from '../../core/report/report.ts';

/** Name and version as package.json states them; read without the schema library, for which `--help` must not wait. */
export function toolVersion(): Report['tool'] {
  const stated: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (!isTool(stated)) throw new Error('package.json states no name and version');
  return { name: stated.name, version: stated.version };
}

function isTool(value: unknown): value is Report['tool'] {
  if (typeof value !== 'object' || value === null) return false;
  return 'name' in value && typeof value.name === 'string' && 'version' in value && typeof value.version === 'string';
}
