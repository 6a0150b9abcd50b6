// The form of a tool: what it takes and gives as schemas, and the one step that it calls. None of them changes anything.
import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { refusalText } from '../core/values/result.ts';
import type { Refusal, Result } from '../core/values/result.ts';
import { shortened, visible, visibleLine } from '../core/values/text.ts';
import { EvidenceChanged } from '../steps/run/stored-evidence.ts';
import type { ServedPorts } from './ports.ts';
import { whatUntrustedMeans } from './untrusted.ts';

export interface ToolForm<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Written by us and always the same: no data stands in it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** @param asker aborted when the client has left or has cancelled the question: long work is not begun then */
  answer(ports: ServedPorts, asked: z.output<Input>, asker: AbortSignal): Promise<Result<z.input<Output>>>;
}

export interface Tool {
  readonly name: string;
  register(server: McpServer, ports: ServedPorts): void;
}

/** What a tool says about itself, for whoever lets an assistant call it without asking. */
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

export function toolOf<Input extends z.ZodObject, Output extends z.ZodObject>(form: ToolForm<Input, Output>): Tool {
  const { name, title, description, input, output } = form;
  return {
    name,
    register(server, ports) {
      const config = {
        title,
        description,
        inputSchema: told(input),
        outputSchema: portable(output),
        annotations: { title, ...annotations },
      };
      server.registerTool<StandardSchemaWithJSON, StandardSchemaWithJSON>(name, config, async (given, { mcpReq }) => {
        const asked = z.safeParse(input, given);
        const written = asked.success ? asked.data : shortened(asText(given), longestRefused);
        await ports.record({ at: ports.clock.now(), person: ports.scope.person, called: name, with: written });
        if (!asked.success) return refusedResult(asked.error.issues.map((issue) => noQuestion(name, issue)));
        return resultOf(await answered(() => form.answer(ports, asked.data, mcpReq.signal)));
      });
    },
  };
}

/** Characters that are recorded of arguments which the tool refuses. */
const longestRefused = 200;

/** Arguments as text. Those that are nested too deep for `JSON.stringify` are recorded and refused like any others. */
function asText(given: unknown): string {
  try {
    return JSON.stringify(given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'nested deeper than can be written';
  }
}

/**
 * The shape without its check: the library would refuse wrong arguments before the call is recorded, so they are
 * checked afterwards.
 */
function told(shape: z.ZodObject): StandardSchemaWithJSON {
  return { '~standard': { ...shape['~standard'], validate: (value: unknown) => ({ value }) } };
}

function noQuestion(tool: string, { path, message }: z.core.$ZodIssue): Refusal {
  return {
    what: 'not asked by this tool',
    where: path.length === 0 ? tool : path.map(String).join('.'),
    found: shortened(message, longestRefused),
    expected: 'what its input schema says',
  };
}

/**
 * The same shape as a JSON schema in which each place has one type: a text or `null` becomes two branches, where the
 * library lists two types. Some programs know one type only; they refuse a tool with a list of types, or ignore its
 * arguments (`mcp-inspector --strict` warns of each).
 */
function portable(shape: z.ZodObject): StandardSchemaWithJSON {
  const written = (): Record<string, unknown> => {
    const told = JSON.stringify(z.toJSONSchema(shape, { target: 'draft-2020-12' }));
    return z.parse(z.record(z.string(), z.unknown()), JSON.parse(told, oneTypeEach));
  };
  return { '~standard': { ...shape['~standard'], jsonSchema: { input: written, output: written } } };
}

function oneTypeEach(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || !Array.isArray(value.type)) return value;
  const { type, ...rest } = value;
  return { ...rest, anyOf: type.map((one: unknown) => ({ type: one })) };
}

/**
 * In bytes. An answer stands twice in a message, once as quoted text, and a function on AWS answers with 6 MB at most.
 */
const longestAnswer = 1_500_000;

async function answered(work: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EvidenceChanged)) throw error;
    return { kind: 'refused', refusals: [error.refusal] };
  }
}

function resultOf(result: Result<unknown>): CallToolResult {
  if (result.kind === 'refused') return refusedResult(result.refusals);
  const structured = z.parse(z.record(z.string(), z.unknown()), result.value);
  const text = visible(JSON.stringify(structured));
  const bytes = Buffer.byteLength(text);
  if (bytes > longestAnswer)
    return refusedResult([
      {
        what: 'answer too long',
        where: 'limit',
        found: `${bytes} bytes`,
        expected: `a smaller limit or a narrower question, for at most ${longestAnswer} bytes`,
      },
    ]);
  return {
    structuredContent: structured,
    content: [
      { type: 'text', text },
      { type: 'text', text: whatUntrustedMeans },
    ],
  };
}

function refusedResult(refusals: readonly Refusal[]): CallToolResult {
  const text = refusals.slice(0, 20).map((refusal) => visibleLine(refusalText(refusal)));
  return { isError: true, content: [{ type: 'text', text: text.join('\n') }] };
}
