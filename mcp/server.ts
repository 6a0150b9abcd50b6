// The server by which assistants ask. It speaks no transport: the terminal mounts it on stdio, a portal over HTTP.
import { McpServer } from '@modelcontextprotocol/server';
import { application } from '../core/application/applications.ts';
import type { ServedPorts } from './ports.ts';
import { registerResources } from './resources.ts';
import { tools } from './tools.ts';
import { whatUntrustedMeans } from './untrusted.ts';

const instructions = `Answers questions about who has an account in ${application.nameInFull} against who may use it, with evidence. Nothing here decides, signs, delegates or uploads: a decision is made by a person who is signed in. ${whatUntrustedMeans}`;

/**
 * One server for one connection, or for one request over HTTP.
 *
 * @param ports with the scope of who asks, beyond which tools and resources answer nothing
 * @example serveStdio(() => accessReviewServer(ports))
 * @example createMcpHandler(({ authInfo }) => accessReviewServer(portsOf(authInfo)))
 */
export function accessReviewServer(ports: ServedPorts): McpServer {
  const server = new McpServer({ ...ports.tool, title: `Access review of ${application.name}` }, { instructions });
  for (const tool of tools) tool.register(server, ports);
  registerResources(server, ports);
  return server;
}
