// A process to be killed: `node put-objects.ts ROOT` puts twenty objects of four pieces and tells each step.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import type { Bytes } from '../../../core/ports/objects.ts';
import { sha256 } from '../../support/bytes.ts';
import { clockAt } from '../../support/time.ts';

const piece = (index: number): Buffer => Buffer.alloc(100_000, `account ${index}\n`);

async function* body(index: number): Bytes {
  for (let part = 1; part <= 4; part += 1) {
    yield piece(index);
    writeSync(1, `wrote part ${part} of object ${index}\n`);
  }
}

const [root = ''] = process.argv.slice(2);
const objects = await openFolderObjects({
  root,
  clock: clockAt('2026-10-05T08:00:00Z'),
  ids: { next: () => randomUUID() },
});
for (let index = 1; index <= 20; index += 1) {
  const name = sha256(Buffer.concat([piece(index), piece(index), piece(index), piece(index)]));
  await objects.put(`runs/killed/${name}`, body(index));
  writeSync(1, `put object ${index}\n`);
}
// The parent decides when it is over: an end by itself would be a test that killed too late.
setInterval(() => {}, 60_000);
