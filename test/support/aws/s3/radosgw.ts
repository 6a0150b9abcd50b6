// Ceph's RADOS gateway on this machine: an S3 that nobody here wrote, of Debian's package `radosgw`. One monitor, one
// manager and one store in memory, all on loopback; up in about twenty seconds.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { standInCredentials } from '../services/credentials.ts';
import { aClosedPort } from '../../servers/closed-port.ts';

const run = promisify(execFile);

export interface RadosGateway {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Whether Debian's packages are installed. */
export async function isRadosgwInstalled(): Promise<boolean> {
  const tools = ['radosgw', 'ceph-mon', 'ceph-mgr', 'ceph-osd'];
  return run('which', tools).then(
    () => true,
    () => false,
  );
}

/** @throws Error when it is not up in two minutes */
export async function startRadosgw(): Promise<RadosGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'radosgw-'));
  const [monitor, gateway] = [await aClosedPort(), await aClosedPort()];
  const fsid = randomUUID();
  const config = join(folder, 'ceph.conf');
  await writeFile(config, configOf({ folder, fsid, monitor, gateway }));
  for (const part of ['mon', 'osd', 'mgr']) await mkdir(join(folder, part));

  const keyring = join(folder, 'keyring');
  const all = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *'];
  await run('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']);
  for (const name of ['client.admin', 'osd.0', 'mgr.x', 'client.rgw']) {
    await run('ceph-authtool', [keyring, '--gen-key', '-n', name, ...all]);
  }
  const map = join(folder, 'monmap');
  await run('monmaptool', ['--create', '--addv', 'a', `[v1:127.0.0.1:${monitor}]`, '--fsid', fsid, map]);

  const servers: ChildProcess[] = [];
  const ceph = async (...args: string[]): Promise<unknown> =>
    run('ceph', ['-c', config, '--connect-timeout', '60', ...args]);
  const serve = (program: string, ...args: string[]): void => {
    servers.push(spawn(program, ['-c', config, '-f', ...args], { stdio: 'ignore' }));
  };
  const close = async (): Promise<void> => {
    for (const server of servers.toReversed()) {
      server.kill('SIGKILL');
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await run('ceph-mon', ['-c', config, '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring]);
    serve('ceph-mon', '-i', 'a');
    await ceph('auth', 'import', '-i', keyring);
    serve('ceph-mgr', '-i', 'x');
    const disk = randomUUID();
    await ceph('osd', 'new', disk);
    await run('ceph-osd', ['-c', config, '-i', '0', '--mkfs', '--osd-uuid', disk]);
    serve('ceph-osd', '-i', '0');
    const { accessKeyId, secretAccessKey } = standInCredentials;
    const user = ['--uid', 'review', '--display-name', 'review'];
    const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
    await run('radosgw-admin', ['-c', config, '-n', 'client.rgw', 'user', 'create', ...user, ...keys]);
    serve('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${gateway}`;
    await untilAnswering(endpoint);
    return { endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Layout {
  readonly folder: string;
  readonly fsid: string;
  readonly monitor: number;
  readonly gateway: number;
}

function configOf({ folder, fsid, monitor, gateway }: Layout): string {
  const settings = {
    fsid,
    'mon host': `[v1:127.0.0.1:${monitor}]`,
    'public addr': '127.0.0.1',
    'osd pool default size': 1,
    'osd pool default min size': 1,
    'osd pool default pg num': 1,
    'osd pool default pgp num': 1,
    'osd pool default pg autoscale mode': 'off',
    'mon allow pool size one': true,
    'osd objectstore': 'memstore',
    'memstore device bytes': 1024 ** 3,
    'osd crush chooseleaf type': 0,
    'mgr initial modules': '',
    'run dir': folder,
    'admin socket': '',
    'log file': '/dev/null',
    'pid file': `${folder}/$name.pid`,
    'mon data': `${folder}/mon`,
    'osd data': `${folder}/osd`,
    'mgr data': `${folder}/mgr`,
    keyring: `${folder}/keyring`,
    'client.rgw': null,
    'rgw frontends': `beast endpoint=127.0.0.1:${gateway}`,
  };
  const lines = Object.entries(settings).map(([name, value]) => (value === null ? `[${name}]` : `${name} = ${value}`));
  return `[global]\n${lines.join('\n')}\n`;
}

async function untilAnswering(endpoint: string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await setTimeout(500);
  }
  throw new Error(`nothing answers at ${endpoint}`);
}
