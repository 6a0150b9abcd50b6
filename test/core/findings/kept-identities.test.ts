// What the evidence keeps of people: whole where the review refers to them, else only what matching needs (contract, section 4).
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../core/config/parse.ts';
import { identityCollector, minimised } from '../../../core/findings/collect/identity-index.ts';
import { emptyHistory } from '../../../core/inputs/history.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, blockedBy, inNestedGroup } from '../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';

const jane = 'jane@acme.com';

/** Somebody whom nothing refers to, unless the test says otherwise. */
function somebody(says: Partial<IdentitySays>): Identity {
  return anIdentity({ login: 'else@acme.com', assignments: [], ...says });
}

function keptWhole(identity: Identity, aliases: readonly object[] = []): boolean {
  const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' };
  const config = parseConfig({ directories: [okta], aliases }, 'review.json');
  if (config.kind === 'refused') throw new Error('the test wrote no valid configuration');
  const accounts = [anAccount({ login: jane, name: 'Jane Doe', employeeId: 'E1' })];
  const exportedAt = at('2026-10-05T07:00:00Z');
  const collector = identityCollector({ accounts, config: config.value, history: emptyHistory, exportedAt });
  let whole = false;
  do whole ||= collector.offer('okta', identity);
  while (collector.another());
  return whole;
}

describe('an identity', () => {
  test.each<[string, Partial<IdentitySays>]>([
    ['bears the login of an account', { logins: [jane] }],
    ['has it as NameID', { nameId: jane }],
    ['has it as an alias', { aliases: [{ login: jane, source: 'proxy' }] }],
    ['has the employee id of an account', { employeeId: 'E1' }],
    ['is suggested by a hint', { hints: [jane] }],
    ['is suggested by the name', { name: 'jane doe' }],
    ['is assigned, though blocked', { assignments: [blockedBy('INACTIVE')] }],
    ['is in a nested group', { assignments: [inNestedGroup] }],
    ['signed in just before the export', { lastSignIn: '2026-10-05T06:00:00Z' }],
  ])('is kept whole when it %s', (_, says) => {
    expect(keptWhole(somebody(says))).toBe(true);
  });

  test('is kept whole when an approved alias names it', () => {
    const alias = { login: jane, identity: 'else@acme.com', approvedBy: 'cfo@acme.com' };
    expect(keptWhole(somebody({}), [alias])).toBe(true);
  });

  test('that nothing refers to keeps its keys and its state, and neither name nor place', () => {
    const person = somebody({
      name: 'Else Doe',
      hints: ['else@home.example'],
      department: 'Sales',
      manager: 'boss@acme.com',
      sponsor: 'boss@acme.com',
      employeeId: 'E9',
      state: 'disabled',
    });
    expect(keptWhole(person)).toBe(false);
    const gone = { name: null, hints: [], department: null, manager: null, sponsor: null };
    expect(minimised(person)).toEqual({ ...person, ...gone });
  });
});
