// A mail that is asked for again, or by two at one moment, reaches each of its recipients once.
import { describe, expect, test } from 'vitest';
import { MailFailure, MailRefused } from '../../../adapters/mail/errors.ts';
import { composeMessage } from '../../../adapters/mail/message.ts';
import { mailedOnce } from '../../../adapters/mail/once.ts';
import { aloneAmong } from '../../../adapters/objects/alone.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { sendingKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Mailer } from '../../../core/ports/telling.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aMail } from '../../support/review/mails.ts';
import { aLetterBox } from '../../support/surroundings.ts';
import { at, clockAt } from '../../support/time.ts';

const both = ['grc@acme.com', 'cfo@acme.com'];

async function someObjects(): Promise<Objects> {
  const clock = clockAt('2026-10-05T08:00:00Z');
  return openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
}

/** A process that sends by this mailer; others may do so beside it. */
function aProcess(objects: Objects, mailer: Mailer, { name = 'process', time = '2026-10-05T08:00:00Z' } = {}): Mailer {
  const [clock, ids] = [clockAt(time), countingIds(name)];
  const alone = (mail: string) =>
    aloneAmong({ objects, keyOf: (said) => sendingKey(mail, said), endsAfterMs: 30_000, clock, ids });
  return mailedOnce({ mailer, objects, keyOf: sendingKey, alone, clock });
}

describe('a mail that is sent once', () => {
  test('reaches nobody again, and answers as it did', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    const first = await aProcess(objects, post.mailer).send(aMail({ to: both }));
    expect(await aProcess(objects, post.mailer, { name: 'later' }).send(aMail({ to: both }))).toBe(first);
    await aProcess(objects, post.mailer).send(aMail({ id: 'another' }));
    expect(post.mails.map(({ id }) => id)).toEqual([aMail().id, 'another']);
  });

  test('is sent by one of two who come at the same moment, and the other waits until it is', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    const reached = Promise.withResolvers<void>();
    const slow: Mailer = {
      send: async (mail) => {
        await reached.promise;
        return post.mailer.send(mail);
      },
    };
    const sent = ['one', 'other'].map(async (name) => aProcess(objects, slow, { name }).send(aMail()));
    reached.resolve();
    expect(new Set(await Promise.all(sent)).size).toBe(1);
    expect(post.mails).toHaveLength(1);
  });

  test('goes to those alone for whom it was not taken, and to whoever is new among its recipients', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    const moody: Mailer = {
      send: async (mail) => {
        await post.mailer.send({ ...mail, to: mail.to.slice(0, 1) });
        throw new MailFailure('one is suppressed', null, mail.to.slice(1));
      },
    };
    await expect(aProcess(objects, moody).send(aMail({ to: both }))).rejects.toThrow('one is suppressed');
    await aProcess(objects, post.mailer).send(aMail({ to: [...both, 'ann@acme.com'] }));
    expect(post.mails.map(({ to }) => to)).toEqual([['grc@acme.com'], ['cfo@acme.com', 'ann@acme.com']]);
  });

  test('that goes out in parts reaches nobody again of a part that was sent before the process was killed', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    const killed: Mailer = {
      send: async (mail, reached) => {
        const to = mail.to.slice(0, 1);
        await reached?.({ to, where: await post.mailer.send({ ...mail, to }) });
        if (mail.to.length < 3) throw new Error('killed');
        return post.mailer.send({ ...mail, to: mail.to.slice(1) });
      },
    };
    await expect(aProcess(objects, killed).send(aMail({ to: both }))).rejects.toThrow('killed');
    const where = await aProcess(objects, post.mailer).send(aMail({ to: both }));
    expect(post.mails.map(({ to }) => to)).toEqual([['grc@acme.com'], ['cfo@acme.com']]);
    expect(await aProcess(objects, post.mailer).send(aMail({ to: both }))).toContain(where);
    const three = aMail({ id: 'in-parts', to: [...both, 'ann@acme.com'] });
    for (const name of ['first', 'again']) await aProcess(objects, killed, { name }).send(three);
    expect(post.mails.slice(2).map(({ to }) => to)).toEqual([['grc@acme.com'], ['cfo@acme.com', 'ann@acme.com']]);
  });

  test('is kept by the first call after it was taken, so that nothing that cannot be read sends it again', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    let taken = false;
    const unreadable: Objects = {
      ...objects,
      get: async (key) => (taken ? Promise.reject(new Error('no network')) : objects.get(key)),
    };
    const mailer: Mailer = {
      send: async (mail) => {
        taken = true;
        return post.mailer.send(mail);
      },
    };
    await aProcess(unreadable, mailer).send(aMail({ to: both }));
    await aProcess(objects, post.mailer).send(aMail({ to: both }));
    expect(post.mails).toHaveLength(1);
  });

  test('to nobody is no mail that all have', async () => {
    const strict: Mailer = {
      send: async (mail) => composeMessage(mail, at('2026-10-05T08:00:00Z')).then(() => 'sent'),
    };
    await expect(aProcess(await someObjects(), strict).send(aMail({ to: [] }))).rejects.toThrow(MailRefused);
  });

  test('is sent again where nobody took it', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    const down: Mailer = { send: () => Promise.reject(new MailFailure('down', null)) };
    await expect(aProcess(objects, down).send(aMail())).rejects.toThrow('down');
    await aProcess(objects, post.mailer).send(aMail());
    expect(post.mails).toHaveLength(1);
  });

  test('is sent again when the process that claimed it was killed, once its time is over', async () => {
    const [objects, post] = [await someObjects(), aLetterBox()];
    const killed = new Promise<string>(() => undefined);
    const began = Promise.withResolvers<void>();
    const dying: Mailer = {
      send: () => {
        began.resolve();
        return killed;
      },
    };
    void aProcess(objects, dying).send(aMail());
    await began.promise;
    const alone = aloneAmong({
      objects,
      keyOf: (said) => sendingKey(aMail().id, said),
      endsAfterMs: 30_000,
      clock: clockAt('2026-10-05T08:00:29Z'),
      ids: countingIds('early'),
    });
    expect(await alone(async () => 'sent')).toBeNull();
    await aProcess(objects, post.mailer, { name: 'later', time: '2026-10-05T08:01:00Z' }).send(aMail());
    expect(post.mails).toHaveLength(1);
  });
});
