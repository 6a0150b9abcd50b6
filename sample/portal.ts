// `npm run portal`: the portal on the reviewed sample, with its directories beside it, so that a run can be started from
// the page too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configurationFile } from './world/company.ts';
import { startServers, surroundings } from './directories/servers.ts';
import { present } from './world/time.ts';

const root = join(import.meta.dirname, '..');
const home = join('.access-review', 'sample');

/** @returns the exit code of `serve` */
async function servePortal(): Promise<number> {
  const folder = resolve(root, home, 'directories');
  const servers = await startServers(folder);
  try {
    servers.turnTo(present);
    const config = join(folder, 'review-portal.json');
    writeFileSync(config, configurationFile(present, servers.addresses));
    const args = [join('cli', 'access-review.js'), 'serve', '--home', home, '--config', config];
    const env = surroundings(servers);
    const serving = spawn(process.execPath, [...args, ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' });
    // A signal is only handed on to the portal. The directories close after the portal has ended.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void serving.kill(signal));
    const [exit]: unknown[] = await once(serving, 'close');
    return typeof exit === 'number' ? exit : 1;
  } finally {
    await servers.close();
  }
}

if (existsSync(resolve(root, home, 'access-review.db'))) process.exitCode = await servePortal();
else {
  process.stderr.write('The sample is not reviewed yet: npm start does it.\n');
  process.exitCode = 2;
}
