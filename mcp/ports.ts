// What the server is made of: whoever mounts it, on stdio or over HTTP, hands it this, with the scope of who asks.
import type { Answering } from '../steps/answer/answering.ts';
import type { InTurn } from '../steps/in-turn.ts';
import type { VerifyDependencies } from '../steps/verify/verify.ts';

/** Written down before the call is answered. */
export interface AskedCall {
  readonly at: string;
  /** `null` for whoever owns the home. */
  readonly person: string | null;
  /** A tool's name; `resource` for what is read, `resources` for a list of one kind. */
  readonly called: string;
  /** What was asked; where no tool asks it, the first 200 characters. */
  readonly with: unknown;
}

export interface ServedPorts extends Answering {
  /** Put together by the first report that is verified: pages and fonts weigh as much as the rest. */
  readonly verifying: () => Promise<VerifyDependencies>;
  /** Of the whole process: a report that is verified takes tens of megabytes. */
  readonly verifyingInTurn: InTurn;
  /** Of the documentation, as Markdown. */
  readonly documents: { readonly glossary: string; readonly contract: string };
  /** @throws when it cannot be written down: then nothing is answered */
  readonly record: (call: AskedCall) => Promise<void>;
  /** Where a person who is signed in decides the line; `null` where nobody can sign in. */
  readonly linkOf: (period: string, login: string) => string | null;
  /** In bytes; a larger one is read where it lies. */
  readonly largestReport: number;
  readonly program: { readonly name: string; readonly version: string };
}
