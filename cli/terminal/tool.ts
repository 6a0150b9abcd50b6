// Which program this is: printed in every report, so that a run can be done again with the same one.
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Report } from '../../core/report/report.ts';

const packageSchema = z.object({ name: z.string(), version: z.string() });

/** Name and version as package.json states them. */
export function toolVersion(): Report['tool'] {
  const { name, version } = z.parse(
    packageSchema,
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  );
  return { name, version };
}
