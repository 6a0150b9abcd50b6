// Opens a stored snapshot: checked from the first line to the last before anything is concluded from it. A directory has
// a line for everybody, so lines come in batches and are read without the schema library, which still judges and
// refuses whatever is not plainly an identity.
import type { Config } from '../../core/config/config.ts';
import { tenantOf } from '../../core/config/directories/products.ts';
import type { DirectoryConfig } from '../../core/config/directories/products.ts';
import type { Bytes, Kept } from '../../core/ports.ts';
import { schemaReader } from '../../core/inputs/schema-reader.ts';
import { identitySchema, snapshotHeaderSchema } from '../../core/inputs/snapshot.ts';
import type { Identity, SnapshotHeader } from '../../core/inputs/snapshot.ts';
import { parsedJson } from '../../core/values/json-file.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { refusalOfIssue } from '../../core/values/schema-issue.ts';
import * as z from 'zod/mini';
import { lineBatches } from '../bytes.ts';

export interface OpenSnapshot {
  readonly header: SnapshotHeader;
  readonly identityCount: number;
  /** Repeatable: each call reads from the first identity, as many at a time as a piece of the file holds. */
  readonly batches: () => AsyncIterable<readonly Identity[]>;
}

/**
 * @param kept the file: a header line, then one identity a line (contract, section 4)
 * @param fileName only for refusals
 * @returns a refusal for a line that is none, an identity told twice, a truncated file, and a snapshot of another directory or app
 */
export async function openSnapshot(kept: Kept, fileName: string, config: Config): Promise<Result<OpenSnapshot>> {
  let header: SnapshotHeader | null = null;
  const lineOf = new Map<string, number>();
  try {
    for await (const lines of lineBatches(kept.read())) {
      for (const line of lines) {
        if (header === null) {
          const read = readLine(line.text, headers, {
            fileName,
            line: line.number,
            what: 'no header of a snapshot',
            expected: 'the header line of a snapshot, {"kind":"snapshot","schema":1,...}',
          });
          if (read.kind === 'refused') return read;
          const foreign = foreignness(read.value, fileName, config);
          if (foreign !== null) return refused(foreign);
          header = read.value;
        } else {
          const read = readLine(line.text, identities, {
            fileName,
            line: line.number,
            what: 'identity not accepted',
            expected: 'one identity as a JSON object',
          });
          if (read.kind === 'refused') return read;
          const { id } = read.value;
          const earlier = lineOf.get(id);
          if (earlier !== undefined) return refused(identityTwice(id, `${fileName}, line ${line.number}`, earlier));
          lineOf.set(id, line.number);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refused({
      what: 'snapshot not readable',
      where: fileName,
      found: 'bytes that are no UTF-8',
      expected: 'a text file of JSON lines',
    });
  }
  if (header === null) {
    return refused({
      what: 'empty snapshot',
      where: fileName,
      found: 'nothing',
      expected: 'a header line and one identity a line',
    });
  }
  const identityCount = lineOf.size;
  if (header.identities !== undefined && header.identities !== identityCount) {
    return refused({
      what: 'snapshot cut short or added to',
      where: fileName,
      found: identityCount === 1 ? '1 identity' : `${identityCount} identities`,
      expected: `${header.identities}, as its header says`,
    });
  }
  return ok({ header, identityCount, batches: () => identityBatches(kept.read()) });
}

async function* identityBatches(bytes: Bytes): AsyncGenerator<readonly Identity[], void, void> {
  for await (const lines of lineBatches(bytes)) {
    yield lines.flatMap(({ number, text }) => (number === 1 ? [] : identityOf(JSON.parse(text))));
  }
}

const plainIdentity = schemaReader(identitySchema);

function identityOf(json: unknown): Identity {
  return plainIdentity(json) ?? z.parse(identitySchema, json);
}

/** Told twice, a person would be counted twice, and a directory that lost people would look whole. */
function identityTwice(id: string, where: string, earlier: number): Refusal {
  return {
    what: 'identity told twice',
    where: `${where}, id`,
    found: `${shortened(id)}, which is in line ${earlier} too`,
    expected: 'each identity in one line',
  };
}

interface Place {
  readonly fileName: string;
  readonly line: number;
  /** What is wrong with a line that is JSON and does not fit. */
  readonly what: string;
  /** What the line should have been when it is no JSON. */
  readonly expected: string;
}

interface Judging<Value> {
  readonly schema: z.ZodMiniType<Value>;
  /** What it is without asking the schema, or `null`. */
  readonly plainly: (json: unknown) => Value | null;
}

const headers: Judging<SnapshotHeader> = { schema: snapshotHeaderSchema, plainly: () => null };
const identities: Judging<Identity> = { schema: identitySchema, plainly: plainIdentity };

function readLine<Value>(
  text: string,
  { schema, plainly }: Judging<Value>,
  { fileName, line, what, expected }: Place,
): Result<Value> {
  const where = `${fileName}, line ${line}`;
  let json: unknown;
  try {
    json = parsedJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused({ what: 'no JSON', where, found: shortened(text), expected });
  }
  const plain = plainly(json);
  if (plain !== null) return ok(plain);
  const parsed = z.safeParse(schema, json);
  if (parsed.success) return ok(parsed.data);
  const refusals = parsed.error.issues.slice(0, 1).map((issue) => refusalOfIssue(issue, json));
  return refused(...refusals.map((refusal) => ({ ...refusal, what, where: `${where}, ${refusal.where}` })));
}

function shortened(text: string): string {
  if (text === '') return 'an empty line';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function foreignness(header: SnapshotHeader, fileName: string, config: Config): Refusal | null {
  const directory = config.directories.find((one) => one.id === header.directory);
  const where = `${fileName}, line 1`;
  if (directory === undefined) {
    const known = config.directories.map(({ id }) => id).join(', ');
    return {
      what: 'snapshot of a directory that is not configured',
      where: `${where}, directory`,
      found: header.directory,
      expected: `one of ${known}`,
    };
  }
  return foreignTenant(header, directory, where) ?? foreignApp(header, directory, where);
}

function foreignTenant(header: SnapshotHeader, directory: DirectoryConfig, where: string): Refusal | null {
  const tenant = tenantOf(directory);
  if (tenant === null || header.tenant === null || header.tenant === tenant) return null;
  return {
    what: 'snapshot of another tenant',
    where: `${where}, tenant`,
    found: header.tenant,
    expected: tenant,
  };
}

function foreignApp(header: SnapshotHeader, directory: DirectoryConfig, where: string): Refusal | null {
  if (directory.role !== 'gate' || directory.appId === undefined) return null;
  if (header.app === null && header.completeness !== 'complete') return null;
  if (header.app?.id === directory.appId) return null;
  return {
    what: 'snapshot of another app',
    where: `${where}, app.id`,
    found: header.app?.id ?? 'no app',
    expected: directory.appId,
  };
}
