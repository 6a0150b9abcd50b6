// What steps ask of the world beside their stores, where a test is not about it: it is in memory, and silent.
import { buffer } from 'node:stream/consumers';
import type { Scratch } from '../../core/ports/objects.ts';
import type { Mail, Mailer } from '../../core/ports/telling.ts';
import type { Progress } from '../../core/ports/world.ts';
import { kept } from './reports/placeholder-pdf.ts';

export const memoryScratch: Scratch = { keep: async (body) => kept(await buffer(body)), needMemory: () => undefined };

export const noProgress: Progress = { stage() {}, advance() {} };

export interface LetterBox {
  readonly mailer: Mailer;
  /** Every mail so far. */
  readonly mails: readonly Mail[];
}

export function aLetterBox(): LetterBox {
  const mails: Mail[] = [];
  const send: Mailer['send'] = async (mail) => {
    mails.push(mail);
    return mail.id;
  };
  return { mailer: { send }, mails };
}
