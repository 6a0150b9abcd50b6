// The portal behind a function URL: it appends to reviews and reads evidence. It only starts what draws, signs and
// locks reports.
import { handle } from 'hono/aws-lambda';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { retentionOf } from '../adapters/objects/retention.ts';
import { askKey } from '../core/names/object-keys.ts';
import type { PortalAsk } from '../core/names/object-keys.ts';
import { portalVariables } from '../core/names/variables.ts';
import type { Instant } from '../core/values/instant.ts';
import { refused } from '../core/values/result.ts';
import { csvSheets } from '../drawing/csv/sheets.ts';
import {
  addressesIn,
  bundledConfig,
  bundledDocument,
  bundledTool,
  clock,
  ids,
  objectsIn,
  storeIn,
  withScratch,
} from '../homes/aws.ts';
import { openDeployedSignIn } from '../homes/aws-portal.ts';
import { rolesIn } from '../portal/api/access.ts';
import { markCursorsWith } from '../portal/api/cursor.ts';
import type { IssuedElsewhere, Ports } from '../portal/api/ports.ts';
import { portalApp } from '../portal/app.ts';
import { keptReviews } from '../steps/kept-reviews.ts';
import type { ProveDependencies } from '../steps/review/issue-report.ts';
import { count, loggedProgress as progress, logger } from './call/observe.ts';
import { toldError } from './call/told-error.ts';

const env = z.parse(portalVariables, process.env);
const { PORTAL_ORIGIN: origin, SIGN_IN_SECRET: secretId } = env;
const objects = objectsIn(env.EVIDENCE_BUCKET, { retention: retentionOf(env, clock) });
const results = objectsIn(env.EXPORTS_BUCKET);
const store = storeIn(env.TABLE_NAME, objects);
const looking = { reviews: keptReviews(store.reviews), kept: new Map(), looks: new Map() };

function report(error: unknown): [] {
  logger.error('portal failed', toldError(error));
  count({ PortalFailed: 1 });
  return [];
}

async function proving(): Promise<ProveDependencies> {
  const { passedSelfTest } = await import('../core/findings/self-test/self-test.ts');
  return { sheets: csvSheets, tool: bundledTool(), selfTest: passedSelfTest() };
}

const describedSchema = z.looseObject({ info: z.looseObject({}) });

/** The OpenAPI document, read from the file: to work it out of the routes needs as much code as a sign-in. */
function describedApi(): string {
  const { info, ...others } = z.parse(describedSchema, JSON.parse(bundledDocument('openapi.json')));
  return JSON.stringify({ ...others, info: { ...info, version: bundledTool().version } });
}

/**
 * Writes an object whose name says what is asked for. A rule hands it to the function that starts runs, because this
 * one may start nothing.
 */
async function askFor(ask: PortalAsk): Promise<Instant> {
  const at = clock.now();
  await results.put(askKey(ask, at), new Uint8Array());
  return at;
}

const issuing: IssuedElsewhere = {
  proving,
  async start(period) {
    try {
      await askFor({ kind: 'issue', period });
    } catch (error) {
      // The signature is recorded all the same. The tick finds the report that is owed, and has it issued.
      report(error);
    }
  },
};

/**
 * Starts a run on the newest export and leavers file, as the schedule does, and refuses others; a request that comes again
 * starts none. The runs on record show when it is done.
 */
const runStarter: Ports['runStarter'] = {
  started: () => [],
  async start({ by, ...asked }) {
    const { askedBefore, leftAside } = await import('../steps/schedule/last-uploads.ts');
    const { calendar } = bundledConfig();
    const now = clock.now();
    const refusal = await leftAside(results, asked, { asOf: now, calendar });
    if (refusal !== null) return refused(refusal);
    const startedAt = (await askedBefore(results, asked, { now, calendar })) ?? (await askFor({ kind: 'review' }));
    const stage = 'Started; it takes minutes, and stands among the runs when it is done';
    return {
      kind: 'ok',
      value: {
        id: ids.next(),
        state: 'running',
        startedBy: by,
        startedAt,
        stage,
        run: null,
        period: null,
        refusals: [],
      },
    };
  },
};

async function verifyReport(key: string): ReturnType<Ports['verifyReport']> {
  const { verifyElsewhere } = await import('./call/verify-elsewhere.ts');
  return verifyElsewhere(env.VERIFY_FUNCTION, key, report);
}

type Opened = Pick<Ports, 'signIn' | 'direct' | 'config' | 'rolesOf' | 'tool'>;

let opened: Promise<Opened> | null = null;

/** Opened at the first request: a function that only starts does not wait for it. */
async function open(): Promise<Opened> {
  const config = bundledConfig();
  const { signIn, secret } = await openDeployedSignIn({ config, origin, secretId });
  if (secret !== null) markCursorsWith(secret);
  const direct = {
    evidence: addressesIn(env.EVIDENCE_BUCKET),
    uploads: addressesIn(env.EXPORTS_BUCKET),
    results,
  };
  const rolesOf = (groups: readonly string[]): ReturnType<Ports['rolesOf']> => rolesIn(groups, config);
  return { signIn, direct, rolesOf, config: async () => config, tool: bundledTool() };
}

async function openedNow(): Promise<Opened> {
  opened ??= open();
  try {
    return await opened;
  } catch (error) {
    opened = null;
    throw error;
  }
}

export const handler = async (event: LambdaEvent, context?: LambdaContext): Promise<unknown> =>
  withScratch(async (scratch) => {
    const ports: Ports = {
      ...store,
      ...looking,
      objects,
      scratch,
      progress,
      exportReader: exportReader(),
      clock,
      ...(await openedNow()),
      origin,
      openApi: describedApi,
      // People sign in at the company's issuer, which asks for a password at least.
      assurance: 'oidc',
      issuing,
      live: 'once',
      verifyReport,
      runStarter,
    };
    return handle(portalApp(ports, report))(event, context);
  });
