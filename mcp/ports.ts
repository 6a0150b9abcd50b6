// What the server is made of: whoever mounts it, on stdio or over HTTP, hands it this, with the scope of who asks.
import type { Answering } from '../steps/answer/answering.ts';
import type { InTurn } from '../steps/in-turn.ts';
import type { VerifyDependencies } from '../steps/verify/verify.ts';

/** A call as it is recorded, before it is answered. */
export interface AskedCall {
  readonly at: string;
  /** `null` for whoever owns the home. */
  readonly person: string | null;
  /** A tool's name; `resource` for what is read, `resources` for a list of one kind. */
  readonly called: string;
  /** The arguments; of arguments that the tool refuses, the first 200 characters. */
  readonly with: unknown;
}

export interface ServedPorts extends Answering {
  /** Put together when the first report is verified, because drawing and fonts weigh as much as the rest. */
  readonly verifying: () => Promise<VerifyDependencies>;
  /** One queue for the whole process, because verifying a report takes tens of megabytes. */
  readonly verifyingInTurn: InTurn;
  /** Documents of this project, as Markdown. */
  readonly documents: { readonly glossary: string; readonly contract: string };
  /** @throws when the call cannot be recorded: then it is not answered */
  readonly record: (call: AskedCall) => Promise<void>;
  /** The page on which a person who is signed in decides the line; `null` where nobody can sign in. */
  readonly linkOf: (period: string, login: string) => string | null;
  /** In bytes. A larger report is not handed out here. */
  readonly largestReport: number;
}
