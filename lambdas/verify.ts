// Proves a report for whoever asks in the portal; its role reads evidence, and writes nothing but its log. The rules
// and the drawing are half of its bundle, and are loaded with the first order.
import * as z from 'zod/mini';
import { verifyVariables } from '../core/names/variables.ts';
import { objectsIn, withScratch } from '../homes/aws.ts';
import { handling } from './call/handling.ts';
import { verifyOrder } from './call/messages.ts';
import { loggedProgress as progress } from './call/observe.ts';

const env = z.parse(verifyVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET);

export const handler = handling('verify', verifyOrder, {
  work: async ({ key }) => {
    const [{ proveStored }, { verifyingIn }] = await Promise.all([
      import('../steps/verify/prove-stored.ts'),
      import('../homes/aws-verifying.ts'),
    ]);
    return withScratch(async (scratch) => proveStored({ ...verifyingIn(scratch, progress), objects }, key));
  },
  // A refusal quotes what is wrong in the report, addresses and names among it.
  logs: ({ kind }) => ({ kind }),
});
