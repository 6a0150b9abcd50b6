// A stand-in that runs as a process of its own and tells its port in its first line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServiceStandIn } from './json-service.ts';

/** @param program a file of this folder */
export async function startChild(program: string): Promise<ServiceStandIn> {
  const child = spawn(process.execPath, [join(import.meta.dirname, program)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(createInterface(child.stdout), 'line');
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
