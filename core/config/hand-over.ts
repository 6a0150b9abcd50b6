// Where work orders are handed over to besides their files: tickets, a webhook, a channel. Without this setting,
// nowhere.
import * as z from 'zod/mini';
import { httpsOrLoopbackUrl, httpsUrl, text } from '../values/schemas/written.ts';
import { credentialVariable, directoryId } from './directories/settings.ts';
import type { Environment } from './directories/settings.ts';

const everywhere = {
  /** Its environment variables are named by this id. */
  id: directoryId,
  /** Whether the accounts of an order are named; otherwise only their number is told. */
  logins: z._default(z.boolean(), false),
  /** Where a person finds the order. */
  link: z.optional(httpsUrl),
};

export const handOverSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...everywhere,
    kind: z.literal('jira'),
    url: httpsOrLoopbackUrl,
    project: text,
    issueType: z._default(text, 'Task'),
  }),
  z.strictObject({
    ...everywhere,
    kind: z.literal('servicenow'),
    url: httpsOrLoopbackUrl,
    table: z._default(text, 'incident'),
  }),
  z.strictObject({ ...everywhere, kind: z.literal('webhook'), url: httpsOrLoopbackUrl }),
  // The address of a channel is a secret and not a setting, because whoever has it can post there.
  z.strictObject({ ...everywhere, kind: z.literal('slack') }),
  z.strictObject({ ...everywhere, kind: z.literal('teams') }),
]);

export type HandOverConfig = z.infer<typeof handOverSchema>;

/** What each kind of place needs to be spoken to, by the end of the names. */
export const secretNames: Readonly<Record<HandOverConfig['kind'], readonly string[]>> = {
  jira: ['EMAIL', 'API_TOKEN'],
  servicenow: ['USER', 'PASSWORD'],
  webhook: ['SECRET'],
  slack: ['URL'],
  teams: ['URL'],
};

/**
 * The secrets of a place, by suffix. `null` when one of them is not set: then nothing is sent, and the order lies in
 * the outbox.
 */
export function handOverSecrets(
  env: Environment,
  { id, kind }: Pick<HandOverConfig, 'id' | 'kind'>,
): Readonly<Record<string, string>> | null {
  const found = secretNames[kind].map((suffix) => [suffix, env[credentialVariable(id, suffix)]?.trim() ?? ''] as const);
  return found.every(([, value]) => value !== '') ? Object.fromEntries(found) : null;
}
