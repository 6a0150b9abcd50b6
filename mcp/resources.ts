// What an assistant can read whole: the glossary, the policy of a period, and the reports that were issued.
import { ProtocolError, ProtocolErrorCode, ResourceTemplate } from '@modelcontextprotocol/server';
import type { ListResourcesResult, McpServer, ReadResourceResult } from '@modelcontextprotocol/server';
import { periodName } from '../core/values/period-name.ts';
import { ok, refusalText, refused } from '../core/values/result.ts';
import type { Refusal, Result } from '../core/values/result.ts';
import { shortened, visible, visibleLine } from '../core/values/text.ts';
import { askedRun, maySee } from '../steps/answer/answering.ts';
import { keptReport } from '../steps/answer/stored-report.ts';
import type { ReportQuestion } from '../steps/answer/stored-report.ts';
import { holdManifest, storedRun } from '../steps/run/stored-runs.ts';
import type { ServedPorts } from './ports.ts';
import { whatUntrustedMeans } from './untrusted.ts';

const mostListed = 100;
/**
 * Characters that are recorded and told of what a client asks for; the longest address that exists has half as many.
 */
const longestAsked = 200;

export function registerResources(server: McpServer, ports: ServedPorts): void {
  registerGlossary(server, ports);
  registerPolicies(server, ports);
  registerReports(server, ports);
}

function registerGlossary(server: McpServer, ports: ServedPorts): void {
  server.registerResource(
    'glossary',
    'access-review://glossary',
    { title: 'Glossary', description: 'One word per idea, as every tool uses them.', mimeType: 'text/markdown' },
    async (uri) => {
      await recordAsked(ports, uri);
      return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text: ports.documents.glossary }] };
    },
  );
}

function registerPolicies(server: McpServer, ports: ServedPorts): void {
  const list = async (): Promise<ListResourcesResult> => {
    await recordListed(ports, 'policy');
    const resources = (await periodsOf(ports)).map((period) => ({
      uri: `access-review://policy/${period}`,
      name: `Policy of ${period}`,
    }));
    return { resources };
  };
  server.registerResource(
    'policy',
    new ResourceTemplate('access-review://policy/{period}', { list }),
    {
      title: 'Policy',
      description: 'The configuration as the run of a period used it: thresholds, registers, directories; no secrets.',
      mimeType: 'application/json',
    },
    async (uri, { period }) => {
      await recordAsked(ports, uri);
      return policyOf(ports, uri, periodName(textOf(period)));
    },
  );
}

function registerReports(server: McpServer, ports: ServedPorts): void {
  const list = async (): Promise<ListResourcesResult> => {
    await recordListed(ports, 'report');
    const resources = (await issued(ports)).map(({ kind, of }) => ({
      uri: `access-review://report/${kind}/${of}`,
      name: `Report ${kind} ${of}`,
      mimeType: 'application/pdf',
    }));
    return { resources };
  };
  server.registerResource(
    'report',
    new ResourceTemplate('access-review://report/{kind}/{of}', { list }),
    {
      title: 'Report',
      description:
        'A report as it was issued: of a run (kind run), of a signed review (kind signed), or of its closing (kind closing).',
      mimeType: 'application/pdf',
    },
    async (uri, { kind, of }) => {
      await recordAsked(ports, uri);
      const question = questionOf(textOf(kind), textOf(of));
      return question.kind === 'refused' ? notReadable(question.refusals) : reportOf(ports, uri, question.value);
    },
  );
}

async function recordAsked({ record, clock, scope }: ServedPorts, { href }: URL): Promise<void> {
  await record({ at: clock.now(), person: scope.person, called: 'resource', with: shortened(href, longestAsked) });
}

/** Lists are recorded too, because they name periods and runs. */
async function recordListed({ record, clock, scope }: ServedPorts, kind: 'policy' | 'report'): Promise<void> {
  await record({ at: clock.now(), person: scope.person, called: 'resources', with: kind });
}

/** The latest first. */
async function periodsOf({ runs, scope }: ServedPorts): Promise<readonly string[]> {
  const seen = (await runs.list()).filter(({ accepted, period }) => accepted && maySee(scope, period));
  return [...new Set(seen.map(({ period }) => period))].toReversed().slice(0, mostListed);
}

/** A part of an address, decoded. Where the escapes are wrong it stays as it is, and names nothing. */
function textOf(value: string | readonly string[] | undefined): string {
  if (typeof value !== 'string') return '';
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

async function policyOf(ports: ServedPorts, uri: URL, period: string): Promise<ReadResourceResult> {
  const record = await askedRun(ports, { period });
  if (record.kind === 'refused') return notReadable(record.refusals);
  const run = storedRun(ports.objects, record.value);
  await holdManifest(run);
  const policy = await run.config();
  const text = visible(JSON.stringify({ note: whatUntrustedMeans, untrusted: policy }, null, 2));
  return { contents: [{ uri: uri.href, mimeType: 'application/json', text }] };
}

function questionOf(kind: string, of: string): Result<ReportQuestion> {
  if (kind === 'run') return ok({ kind, run: of });
  if (kind === 'signed' || kind === 'closing') return ok({ kind, period: periodName(of) });
  return refused({ what: 'no such kind of report', where: 'kind', found: kind, expected: 'run, signed or closing' });
}

async function reportOf(ports: ServedPorts, uri: URL, question: ReportQuestion): Promise<ReadResourceResult> {
  const report = await keptReport(ports, question);
  if (report.kind === 'refused') return notReadable(report.refusals);
  const { pdf, key } = report.value;
  if (pdf.length > ports.largestReport)
    return notReadable([
      {
        what: 'report too large',
        where: key,
        found: `${pdf.length} bytes`,
        expected: `at most ${ports.largestReport} bytes`,
      },
    ]);
  return { contents: [{ uri: uri.href, mimeType: 'application/pdf', blob: Buffer.from(pdf).toString('base64') }] };
}

/** The latest first. */
async function issued({
  objects,
  scope,
  runs,
}: ServedPorts): Promise<readonly { readonly kind: string; readonly of: string }[]> {
  const found: { readonly kind: string; readonly of: string }[] = [];
  const seen = new Map((await runs.list()).map(({ id, period }) => [id, period]));
  for (const key of [...(await objects.list('runs/')), ...(await objects.list('reviews/'))]) {
    const [, root, of = '', name] = /^(runs|reviews)\/([^/]+)\/(report|closing)\.pdf$/.exec(key) ?? [];
    const period = root === 'runs' ? seen.get(of) : of;
    if (root === undefined || period === undefined || !maySee(scope, period)) continue;
    const ofReview = name === 'closing' ? 'closing' : 'signed';
    found.push({ kind: root === 'runs' ? 'run' : ofReview, of });
  }
  return found.toReversed().slice(0, mostListed);
}

function notReadable(refusals: readonly Refusal[]): never {
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, refusals.map(asTold).join('\n'));
}

/** A refusal as one line. It quotes what was asked for, which may be of any length, so that is shortened. */
function asTold(refusal: Refusal): string {
  return visibleLine(refusalText({ ...refusal, found: shortened(refusal.found, longestAsked) }));
}
