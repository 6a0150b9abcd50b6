// A mail that is sent once, however often and by however many processes: to nobody who has it already.
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Alone } from '../../core/ports/stores.ts';
import type { Mail, Mailer, ReachedRecipients } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { readStored, storedInstant } from '../../core/values/stored.ts';
import { MailFailure } from './errors.ts';

export interface OnceOptions {
  /** What sends it, and knows no repetition. */
  readonly mailer: Mailer;
  /** Where is kept whom a mail reached. */
  readonly objects: Objects;
  readonly keyOf: (mail: string, name: string) => string;
  /** Two who send a mail at one moment would both find that nobody has it. */
  readonly alone: (mail: string) => Alone;
  readonly clock: Clock;
}

/** While another process sends the same mail: it takes a second, and one that was killed holds up nobody for long. */
const lookAgainMs = 500;

const reachedSchema = z.object({ schema: z.literal(1), at: storedInstant, to: z.array(z.string()), where: z.string() });
type Reached = z.infer<typeof reachedSchema>;

/**
 * Whom a mail reached is kept under its id, so one that is sent again goes to those alone who have it not; where all
 * have it, `send` answers as it did then. A mail that goes out in parts is kept part by part. A process that was killed
 * before it kept that sends again rather than never.
 *
 * `send` throws what `mailer` throws, and what the store does.
 */
export function mailedOnce({ mailer, alone, ...keeping }: OnceOptions): Mailer {
  const sendOn = async (mail: Mail): Promise<string> => {
    const { to, before, records } = await leftOf(mail, keeping);
    if (before !== null) return before;
    const keepOthers = keepingOthers({ mail: mail.id, records }, keeping);
    try {
      const where = await mailer.send({ ...mail, to }, keepOthers);
      await keepOthers({ to, where });
      return where;
    } catch (error) {
      const missed = error instanceof MailFailure ? error.refusedRecipients : [];
      const reachedNow = missed.length === 0 ? [] : to.filter((one) => !missed.includes(one));
      await keepOthers({ to: reachedNow, where: reachedNow.join(', ') });
      throw error;
    }
  };
  return {
    async send(mail) {
      for (;;) {
        const { before } = await leftOf(mail, keeping);
        if (before !== null) return before;
        const done = await alone(mail.id)(() => sendOn(mail));
        if (done !== null) return done.value;
        await pause(lookAgainMs);
      }
    },
  };
}

/** What is needed to keep whom a mail reached. */
type Keeping = Pick<OnceOptions, 'objects' | 'keyOf' | 'clock'>;

/** Who is still without a mail; where all have it, what it was answered before. A mail to nobody is for the mailer to refuse. */
async function leftOf(
  { id, to }: Mail,
  keeping: Keeping,
): Promise<{ readonly to: readonly string[]; readonly before: string | null; readonly records: number }> {
  const found = await keptOf(id, keeping);
  const has = new Set(found.flatMap((one) => one.to));
  const left = to.filter((one) => !has.has(one));
  const haveAll = left.length === 0 && to.length > 0;
  return { to: left, before: haveAll ? found.map(({ where }) => where).join('; ') : null, records: found.length };
}

async function keptOf(mail: string, { objects, keyOf }: Keeping): Promise<readonly Reached[]> {
  const found: Reached[] = [];
  for (;;) {
    const key = keyOf(mail, nameOf(found.length + 1));
    const stored = await objects.get(key);
    if (stored === null) return found;
    found.push(readStored(reachedSchema, (await buffer(stored)).toString('utf8'), `who has the mail ${mail}`));
  }
}

interface Known {
  readonly mail: string;
  /** How many records there are of whom it reached. */
  readonly records: number;
}

/**
 * Reads nothing: what is asked of the store between the sending and its record may fail, and the mail would be sent again.
 *
 * @returns what keeps whom a part of a mail reached, each recipient once; where all of them are kept it keeps nothing
 */
function keepingOthers(known: Known, keeping: Keeping): (reached: ReachedRecipients) => Promise<void> {
  const kept = new Set<string>();
  let { records } = known;
  return async ({ to, where }) => {
    const others = to.filter((one) => !kept.has(one));
    if (others.length > 0) records = await keep({ ...known, records }, { to: others, where }, keeping);
    for (const one of others) kept.add(one);
  };
}

/** Kept under the first number that is free, though another process keeps at the same moment. @returns the number */
async function keep(
  { mail, records }: Known,
  reached: Pick<Reached, 'to' | 'where'>,
  { objects, keyOf, clock }: Keeping,
): Promise<number> {
  const bytes = Buffer.from(`${JSON.stringify({ schema: 1, at: clock.now(), ...reached })}\n`);
  for (let number = records + 1; ; number += 1) {
    try {
      await objects.put(keyOf(mail, nameOf(number)), bytes);
      return number;
    } catch (error) {
      if (!(error instanceof ObjectConflict)) throw error;
    }
  }
}

function nameOf(number: number): string {
  return `reached-${number}.json`;
}
