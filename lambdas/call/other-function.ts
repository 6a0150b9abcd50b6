// Calls another function of the deployment and waits for what it answers. Whoever needs it now and then loads it then:
// the client weighs more than most of what calls it.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

export interface Told {
  /** As the function answered it, JSON; empty when it answered nothing. */
  readonly text: string;
  readonly failed: string | null;
}

/** @example await askFunction('access-review-prod-verify', { key: 'runs/…/report.pdf' }) */
export async function askFunction(name: string, event: unknown): Promise<Told> {
  const asked = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) });
  const { Payload: told, FunctionError: failed = null } = await new LambdaClient().send(asked);
  return { text: told?.transformToString() ?? '', failed };
}
