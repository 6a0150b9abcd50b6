// Answers assistants at `/mcp`, each in the name of a person; its role reads, and adds to the record of access alone.
import { handle } from 'hono/aws-lambda';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { assistantsVariables } from '../core/names/variables.ts';
import type { AccessTokens } from '../core/ports/sign-in.ts';
import {
  bundledConfig,
  bundledDocument,
  bundledTool,
  clock,
  objectsIn,
  readStoreIn,
  withScratch,
} from '../homes/aws.ts';
import { openCompanyTokens } from '../homes/assistants.ts';
import { rolesIn } from '../portal/api/access.ts';
import { assistantsApp } from '../portal/assistants.ts';
import { rememberedRuns } from '../steps/answer/answering.ts';
import { inTurn } from '../steps/in-turn.ts';
import { lazy } from '../steps/lazy.ts';
import { count, loggedProgress as progress, logger } from './call/observe.ts';
import { toldError } from './call/told-error.ts';

const env = z.parse(assistantsVariables, process.env);
const { PORTAL_ORIGIN: origin } = env;
const objects = objectsIn(env.EVIDENCE_BUCKET);
const store = readStoreIn(env.TABLE_NAME, objects);
const looks = new Map();
const config = bundledConfig();
const tokens = tokensOf();
const documents = { glossary: bundledDocument('glossary.md'), contract: bundledDocument('contract.md') };

/** Kept from request to request, with the keys of the issuer. */
function tokensOf(): AccessTokens {
  const opened = openCompanyTokens({ portal: config.portal, issuer: config.portal?.issuer ?? '', origin, clock });
  if (opened === null) throw new Error('the deployed configuration names no portal.assistants');
  return opened;
}

export const handler = async (event: LambdaEvent, context?: LambdaContext): Promise<unknown> =>
  withScratch(async (scratch) => {
    const ports = { ...store, objects, looks, clock, origin, tool: bundledTool(), config: async () => config };
    const open = rememberedRuns({ objects, scratch, progress, exportReader: exportReader() });
    const verifying = lazy(async () => (await import('../homes/aws-verifying.ts')).verifyingIn(scratch, progress));
    const app = assistantsApp(
      { ...ports, rolesOf: (groups) => rolesIn(groups, config) },
      { tokens, open, verifying, verifyingInTurn: inTurn(), documents },
      (error) => {
        logger.error('assistants failed', toldError(error));
        count({ PortalFailed: 1 });
        return [];
      },
    );
    return handle(app)(event, context);
  });
