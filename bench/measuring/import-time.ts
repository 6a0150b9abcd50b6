// Imports one bundle in a fresh process and tells what that took, in milliseconds: `node bench/measuring/import-time.ts BUNDLE`.
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle = ''] = process.argv.slice(2);
const { href } = pathToFileURL(bundle);
const cpuBefore = process.cpuUsage();
const began = performance.now();
await import(href);
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
writeSync(3, JSON.stringify({ wall, cpu: (user + system) / 1000 }));
// A client may keep a connection or a timer.
process.exit(0);
