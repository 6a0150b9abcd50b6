import { describe, expect, onTestFinished, test } from 'vitest';
import { MailFailure } from '../../../adapters/mail/errors.ts';
import { smtpMailer } from '../../../adapters/mail/smtp.ts';
import type { Mailer } from '../../../core/ports/telling.ts';
import { mailerContract } from '../../ports/mailer.ts';
import { aRelay } from '../../support/servers/mail-relay.ts';
import type { Relay } from '../../support/servers/mail-relay.ts';
import { aMail } from '../../support/review/mails.ts';
import { localhostIdentity, selfSigned, trust } from '../../support/servers/server-identity.ts';
import { clockAt } from '../../support/time.ts';

function mailerAt(url: string): Mailer {
  const mailer = smtpMailer({ url, clock: clockAt('2026-10-05T08:00:00Z') });
  if (mailer.kind === 'refused') throw new Error('the test wrote no address of a relay');
  return mailer.value;
}

async function relayFor(options: Parameters<typeof aRelay>[0]): Promise<Relay> {
  const relay = await aRelay(options);
  onTestFinished(() => relay.close());
  return relay;
}

mailerContract('A relay', async () => {
  const relay = await aRelay();
  return {
    port: mailerAt(`smtp://127.0.0.1:${relay.port}`),
    arrived: async () => relay.messages,
    close: () => relay.close(),
  };
});

describe('mail by a relay', () => {
  test('goes to the recipients of the mail and says where it went', async () => {
    const relay = await relayFor({});
    const where = await mailerAt(`smtp://127.0.0.1:${relay.port}`).send(
      aMail({ to: ['grc@acme.com', 'cfo@acme.com'] }),
    );
    expect(relay.recipients).toEqual(['grc@acme.com', 'cfo@acme.com']);
    expect(where).toBe('grc@acme.com, cfo@acme.com by 127.0.0.1');
  });

  test('fails when one recipient is refused, and names that one with what the relay said', async () => {
    const relay = await relayFor({
      onRcptTo: (address, _session, done) => done(address.address.startsWith('cfo') ? new Error('no such user') : null),
    });
    const sending = mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail({ to: ['grc@acme.com', 'cfo@acme.com'] }));
    await expect(sending).rejects.toThrow('for 1 of 2 recipients: cfo@acme.com (550 no such user); the others have it');
    await expect(sending).rejects.toMatchObject({ name: 'MailFailure', refusedRecipients: ['cfo@acme.com'] });
  });

  test.each(['cfo@ACME.com', 'cfo@bücher.example', 'CFO@acme.com'])(
    'names whom the relay refused as the mail names them: %s',
    async (refused) => {
      const relay = await relayFor({
        onRcptTo: ({ address }, _session, done) =>
          done(address.toLowerCase().startsWith('cfo') ? new Error('no such user') : null),
      });
      const sending = mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail({ to: ['grc@acme.com', refused] }));
      await expect(sending).rejects.toMatchObject({ name: 'MailFailure', refusedRecipients: [refused] });
      await expect(sending).rejects.toThrow(`${refused} (550 no such user)`);
    },
  );

  test('names an address beyond ASCII to nobody else, whose relay may not know such a message', async () => {
    const relay = await relayFor({});
    const to = ['grc@acme.com', 'zoë@acme.com', 'cfo@acme.com'];
    const where = await mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail({ to }));
    expect(where).toBe('grc@acme.com, zoë@acme.com, cfo@acme.com by 127.0.0.1');
    const headers = relay.messages.map((bytes) => /^To: (.*)$/m.exec(Buffer.from(bytes).toString())?.[1]?.trim());
    expect(headers).toEqual(['grc@acme.com, cfo@acme.com', 'zoë@acme.com']);
  });

  test('reaches the others where the relay takes no address beyond ASCII', async () => {
    const relay = await relayFor({
      onRcptTo: ({ address }, _session, done) => done(/^\p{ASCII}*$/u.test(address) ? null : new Error('no SMTPUTF8')),
    });
    const to = ['zoë@acme.com', 'grc@acme.com'];
    const reached: unknown[] = [];
    const mailer = mailerAt(`smtp://127.0.0.1:${relay.port}`);
    const sending = mailer.send(aMail({ to }), async (some) => void reached.push(some));
    await expect(sending).rejects.toThrow(
      /for 1 of 2 recipients: zoë@acme\.com \(.*no SMTPUTF8.*\); the others have it/,
    );
    await expect(sending).rejects.toMatchObject({ refusedRecipients: ['zoë@acme.com'] });
    expect(reached).toEqual([{ to: ['grc@acme.com'], where: 'grc@acme.com by 127.0.0.1' }]);
    const alone = mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail({ to: ['zoë@acme.com', 'noé@acme.com'] }));
    await expect(alone).rejects.toMatchObject({ refusedRecipients: [] });
  });

  test('fails when the relay refuses the content, and keeps the body out of the message', async () => {
    const relay = await relayFor({
      onData: (stream, _session, done) => stream.resume().on('end', () => done(new Error('spam'))),
    });
    const sending = mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail({ text: 'jane.doe is a leaver' }));
    await expect(sending).rejects.toThrow(MailFailure);
    await expect(sending).rejects.toThrow(/spam/);
    await expect(sending).rejects.not.toThrow(/jane/);
  });

  test('says that the relay may have taken the mail where it broke off before it answered', async () => {
    const relay = await relayFor({
      onData: (stream) => {
        stream.resume().on('end', () => relay.breakOff());
      },
    });
    const sending = mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail());
    await expect(sending).rejects.toThrow(/^127\.0\.0\.1 broke off mail \S+ and may have taken it/);
    await expect(sending).rejects.toThrow(MailFailure);
  });

  test('says that the relay did not take the mail where it asked to come back later', async () => {
    const later = Object.assign(new Error('4.2.0 greylisted'), { responseCode: 451 });
    const relay = await relayFor({ onRcptTo: (_address, _session, done) => done(later) });
    const sending = mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail());
    await expect(sending).rejects.toThrow(/did not take mail .*451 4\.2\.0 greylisted/);
  });

  test('fails when no relay answers', async () => {
    const relay = await aRelay();
    await relay.close();
    await expect(mailerAt(`smtp://127.0.0.1:${relay.port}`).send(aMail())).rejects.toThrow(MailFailure);
  });

  test('never leaves this machine in the clear: a relay without STARTTLS gets nothing', async () => {
    const relay = await relayFor({ disabledCommands: ['STARTTLS'] });
    // The same relay, under an address that is not a known name of this machine.
    await expect(mailerAt(`smtp://[::ffff:127.0.0.1]:${relay.port}`).send(aMail())).rejects.toThrow(/STARTTLS/);
    expect(relay.messages).toEqual([]);
  });

  test('goes by TLS, with the user and password of the address', async () => {
    const identity = await localhostIdentity();
    trust(identity.cert);
    const seen: unknown[] = [];
    const relay = await relayFor({
      ...identity,
      secure: true,
      authOptional: false,
      onAuth: ({ username, password }, _session, done) => {
        seen.push({ username, password });
        done(null, { user: username });
      },
    });
    await mailerAt(`smtps://review%40acme.com:p%3Aw%25@localhost:${relay.port}`).send(aMail());
    expect(seen).toEqual([{ username: 'review@acme.com', password: 'p:w%' }]);
    expect(relay.messages).toHaveLength(1);
  });

  test.each([
    ['that nobody vouches for', 'localhost', false],
    ['of another host', 'smtp.evil.example', true],
  ])('is not given to a relay with a certificate %s', async (_what, commonName, trusted) => {
    const identity = await selfSigned(commonName);
    if (trusted) trust(identity.cert);
    const relay = await relayFor({ ...identity, secure: true });
    await expect(mailerAt(`smtps://localhost:${relay.port}`).send(aMail())).rejects.toThrow(/certificate/);
    expect(relay.messages).toEqual([]);
  });

  test('fails when the relay does not know the password, and does not tell it', async () => {
    const identity = await localhostIdentity();
    trust(identity.cert);
    const relay = await relayFor({
      ...identity,
      secure: true,
      onAuth: (_auth, _session, done) => done(new Error('no')),
    });
    const sending = mailerAt(`smtps://review:hunter2@localhost:${relay.port}`).send(aMail());
    await expect(sending).rejects.toThrow(MailFailure);
    await expect(sending).rejects.not.toThrow(/hunter2/);
  });
});

describe('the address of a relay', () => {
  test.each([
    ['https://smtp.acme.com', 'the scheme https:'],
    ['smtp.acme.com', 'no address'],
    ['smtp://', 'no host'],
    ['smtps://smtp.acme.com/?tls.rejectUnauthorized=false', 'more than a host'],
    ['smtps://user:p%ff@smtp.acme.com', 'a user or password that is not percent-encoded'],
  ])('is refused when it is %s', (url, found) => {
    const answer = smtpMailer({ url, clock: clockAt('2026-10-05T08:00:00Z') });
    expect(answer).toMatchObject({ kind: 'refused', refusals: [{ found }] });
  });

  test('is never quoted in a refusal, because it may hold a password', () => {
    const answer = smtpMailer({
      url: 'smtps://user:secret@smtp.acme.com/path',
      clock: clockAt('2026-10-05T08:00:00Z'),
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});
