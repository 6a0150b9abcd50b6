// The command `mcp`: the server by which assistants ask, over stdin and stdout, until its client leaves.
import { join } from 'node:path';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { callLog } from '../../adapters/calls/call-log.ts';
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import { openVerifying } from '../../homes/laptop.ts';
import type { VerifyServices } from '../../homes/laptop.ts';
import { accessReviewServer } from '../../mcp/server.ts';
import type { ServedPorts } from '../../mcp/ports.ts';
import { rememberedRuns } from '../../steps/answer/answering.ts';
import { inTurn } from '../../steps/in-turn.ts';
import { reviewing } from '../review/reviewing.ts';
import type { Reviewing } from '../review/reviewing.ts';
import { documents } from '../terminal/documents.ts';
import { silentProgress } from '../terminal/progress.ts';
import { exitCodes } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';
import { Stdio } from './stdio.ts';

export interface McpOptions {
  readonly home: string;
}

/** Below the home. */
const callsName = 'calls.jsonl';

/** Whoever owns the home sees all of it. */
const owner = { person: null, periods: 'all' } as const;

/** Nothing but the protocol goes to stdout. */
export async function mcp({ home }: McpOptions, terminal: Terminal): Promise<ExitCode> {
  return reviewing({ home, terminal }, async (services) => {
    const verifying = await openVerifying();
    try {
      const ports = portsOf(services, { home, verifying });
      const transport = new Stdio(process);
      const served = serveStdio(() => accessReviewServer(ports), {
        transport,
        onerror: (error) => terminal.err(`${error.name}: ${error.message}\n`),
      });
      const { how, unanswered } = await transport.ended;
      await served.close();
      if (unanswered > 0) terminal.err(`The client left, and ${unanswered} of its questions have no answer.\n`);
      if (how === 'broken') return exitCodes.refused;
      return unanswered > 0 ? exitCodes.unexpected : exitCodes.done;
    } finally {
      await verifying.scratch.close();
    }
  });
}

function portsOf(
  services: Reviewing,
  { home, verifying }: { readonly home: string; readonly verifying: VerifyServices },
): ServedPorts {
  const proving = { ...verifying, progress: silentProgress, selfTest: passedSelfTest(), tool: toolVersion() };
  return {
    ...services,
    scope: owner,
    open: rememberedRuns(services),
    verifyingInTurn: inTurn(),
    verifying: async () => proving,
    documents: documents(),
    record: callLog(join(home, callsName)),
    linkOf: () => null,
    largestReport: 5_000_000,
  };
}
