// A mail relay on this machine that keeps what it takes.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

export interface Relay {
  readonly port: number;
  readonly messages: readonly Uint8Array[];
  /** Envelope recipients, in the order in which they were named. */
  readonly recipients: readonly string[];
  /** Ends all connections without another word. */
  breakOff(): void;
  close(): Promise<void>;
}

/** Takes every mail without a sign-in and without TLS, unless the options say otherwise. */
export async function aRelay(options: SMTPServerOptions = {}): Promise<Relay> {
  const messages: Uint8Array[] = [];
  const recipients: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onRcptTo: (address, _session, done) => {
      recipients.push(address.address);
      done();
    },
    onData: (stream, _session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('end', () => {
        messages.push(Buffer.concat(chunks));
        done();
      });
    },
    ...options,
  });
  // A client that breaks off is what some tests are about.
  server.on('error', () => {});
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    messages,
    recipients,
    breakOff: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
