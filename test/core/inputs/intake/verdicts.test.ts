// Whose word about a message counts, and what it says where they said several things.
import { describe, expect, test } from 'vitest';
import { verdictsInHeaders } from '../../../../core/inputs/intake/verdicts.ts';
import type { Verdicts } from '../../../../core/inputs/intake/verdicts.ts';

type Receiver = Parameters<typeof verdictsInHeaders>[1];

const receiver: NonNullable<Receiver> = { authservId: 'mx.acme.com', scansAll: true, requiresTls: true };
const proven = 'mx.acme.com; dmarc=pass header.from=acme.com';

function verdicts(told: readonly string[], by: NonNullable<Receiver> = receiver): Verdicts {
  return verdictsInHeaders({ headers: told.map((value) => ({ name: 'authentication-results', value })) }, by);
}

/** Of a message that the receiver proves, with another header. */
function warned(name: string, value: string): Verdicts {
  return verdictsInHeaders(
    {
      headers: [
        { name: 'authentication-results', value: proven },
        { name, value },
      ],
    },
    receiver,
  );
}

describe('the word of the configured receiver', () => {
  test('proves the sender, and that what it declares of all mail is so of this', () => {
    expect(verdicts([proven])).toMatchObject({
      by: 'mx.acme.com',
      dmarc: { passed: true, said: 'pass' },
      dmarcDomain: 'acme.com',
      spam: { passed: true },
      virus: { passed: true },
      tls: { passed: true },
    });
    expect(verdicts([proven], { ...receiver, scansAll: false, requiresTls: false })).toMatchObject({
      dmarc: { passed: true },
      spam: { passed: false, said: 'not told' },
      virus: { passed: false, said: 'not told' },
      tls: { passed: false, said: 'not told' },
    });
  });

  test.each([
    ['where it says another one in a second header', [proven, proven.replace('pass', 'fail')], 'pass and fail'],
    ['where it says another one in the same header', [`${proven}; dmarc=none header.from=acme.com`], 'pass and none'],
    [
      'where it says it of two domains',
      [proven, 'mx.acme.com; dmarc=pass header.from=evil.example'],
      'told by mx.acme.com of 2 domains',
    ],
    ['where it says nothing of DMARC', ['mx.acme.com; spf=pass'], 'not told by mx.acme.com'],
  ])('proves nobody %s', (_, told, said) => {
    expect(verdicts(told).dmarc).toEqual({ passed: false, said });
  });

  test('names no domain where it names several', () => {
    expect(verdicts([proven, 'mx.acme.com; dmarc=pass header.from=evil.example']).dmarcDomain).toBeNull();
  });

  test('tells on SPF and the signature that passed', () => {
    const told = `${proven}; spf=softfail; dkim=fail header.d=evil.example; dkim=pass header.d=Mail.ACME.com`;
    expect(verdicts([told])).toMatchObject({ spf: 'softfail', dkim: 'pass', signedBy: 'mail.acme.com' });
    expect(verdicts([`${proven}; dkim=fail header.d=acme.com`])).toMatchObject({
      spf: null,
      dkim: 'fail',
      signedBy: null,
    });
  });
});

describe('the word of anybody else', () => {
  test.each<[string, readonly string[], string]>([
    ['another receiver', ['mx.evil.example; dmarc=pass header.from=acme.com'], 'told by mx.evil.example alone'],
    ['nobody who is named', ['dmarc=pass header.from=acme.com'], 'told by nobody alone'],
    ['whoever writes another version', [proven.replace(';', ' 2;')], 'told by nobody alone'],
    ['nobody at all', [], 'not told'],
  ])('is no proof: of %s', (_, told, said) => {
    expect(verdicts(told)).toMatchObject({
      by: null,
      dmarc: { passed: false, said },
      dmarcDomain: null,
      spam: { passed: false },
      virus: { passed: false },
      tls: { passed: false },
      spf: null,
      dkim: null,
    });
  });

  test('is that of a receiver, where none is configured', () => {
    const message = { headers: [{ name: 'authentication-results', value: proven }] };
    expect(verdictsInHeaders(message, undefined)).toMatchObject({
      by: null,
      dmarc: { passed: false, said: 'told by mx.acme.com alone' },
      tls: { passed: false },
    });
  });

  test('counts where it warns', () => {
    expect(warned('x-spam-flag', 'YES')).toMatchObject({
      spam: { passed: false, said: 'x-spam-flag warns' },
      virus: { passed: true },
    });
    expect(warned('x-virus-status', 'Infected (Eicar)')).toMatchObject({
      spam: { passed: true },
      virus: { passed: false, said: 'x-virus-status warns' },
    });
    expect(warned('x-spam-flag', 'NO').spam.passed).toBe(true);
  });
});
