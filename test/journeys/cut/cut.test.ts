// Every event of a deployment, delivered while one call to DynamoDB or S3 fails, and then delivered again: nothing is
// lost, and nothing is there twice. KILLED_TRIALS takes every call of every event; without it, one event of a kind is
// tried, and the calls that leave something else than the one before.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cut } from '../../support/aws/deployment/front.ts';
import { contentsOf, remember } from '../rehearsal/machine/world.ts';
import { everyMoment } from '../rehearsal/trials/trial.ts';
import type { Call } from './cutting.ts';
import type { StoryEvent } from './event.ts';
import { raiseStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { story } from './story.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage();
});
afterAll(async () => stage.close());

const said = (): { readonly mails: number; readonly told: number } => ({
  mails: stage.mails.length,
  told: stage.told.length,
});

/** Evidence, records, uploads and what was told since the beginning of the event. */
async function leftSince({ mails, told }: Readonly<Record<'mails' | 'told', number>>): Promise<object> {
  return {
    evidence: await contentsOf(stage),
    uploads: await contentsOf(stage, 'Exports'),
    mails: stage.mails.slice(mails).map(({ id, to }) => `${id} to ${to.join(', ')}`),
    told: new Set(stage.told.slice(told)),
  };
}

const isRead = ({ command }: Call): boolean => /^(Get|Head|List|Query)/.test(command);
const folderOf = ({ about }: Call): string => about.slice(0, about.lastIndexOf('/'));

/** The first and the last of several puts into one folder stand for all of them. */
function isAlike(call: Call, before: Call | undefined, after: Call | undefined): boolean {
  return [before, after].every((one) => one?.command === 'PutObject' && folderOf(one) === folderOf(call));
}

interface Trial {
  readonly call: Call;
  readonly number: number;
  readonly where: Cut;
}

/**
 * What a call leaves that was lost on its way was left by the one before it; one that reads leaves nothing. Only what
 * catches a failure could make something else of it: that is what sends mail, and `deliver` does nothing else.
 */
function trialsOf({ name }: StoryEvent, calls: readonly Call[]): readonly Trial[] {
  const numbered = calls.map((call, index) => ({ call, number: index + 1 }));
  const writes = numbered.filter(({ call }) => !isRead(call));
  const done = writes.filter(({ call }, index) => !isAlike(call, writes[index - 1]?.call, writes[index + 1]?.call));
  return [
    ...(everyMoment ? writes : done).map((one) => ({ ...one, where: 'done and not answered' as const })),
    ...(everyMoment || name === 'deliver' ? numbered : []).map((one) => ({
      ...one,
      where: 'lost on its way' as const,
    })),
  ];
}

/** SES had taken the mail, and nobody knows it: it is sent again rather than never. */
function mailsAgain({ call, where }: Trial): boolean {
  return where === 'lost on its way' && call.command === 'PutObject' && /\/reached-\d+\.json$/.test(call.about);
}

async function deliveredTwice({ deliver }: StoryEvent, { number, where }: Trial): Promise<void> {
  stage.calls.cut({ number, where });
  await expect(deliver(stage)).rejects.toThrow(/no network|timed out|recorded and not witnessed/);
  stage.calls.cut();
  stage.pause();
  await deliver(stage);
}

/** A busy machine takes ten times as long as others. */
const longest = everyMoment ? 3_600_000 : 120_000;

test(
  'an event that is delivered again after a call failed, done or not, leaves what it leaves undisturbed',
  async () => {
    const tried = new Set<string>();
    for (const event of story) {
      const { name, execution = '', when, before, deliver } = event;
      stage.at(when);
      await before?.(stage);
      const [back, begun] = [await remember(stage), said()];
      stage.calls.cut();
      await deliver(stage);
      if (tried.has(name) && !everyMoment) continue;
      tried.add(name);
      const trials = trialsOf(event, [...stage.calls.calls]);
      const undisturbed = await leftSince(begun);
      for (const trial of trials) {
        const { call, number, where } = trial;
        await back();
        const again = said();
        await deliveredTwice(event, trial);
        if (mailsAgain(trial)) continue;
        const what = `${execution} ${name}: ${call.command} ${call.about}, call ${number}, ${where}`;
        expect(await leftSince(again), what).toEqual(undisturbed);
      }
    }
  },
  longest,
);
