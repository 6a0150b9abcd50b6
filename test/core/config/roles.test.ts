// What the policy says of a role: its class, and the sentence that a reviewer reads beside the line.
import { describe, expect, test } from 'vitest';
import { isClassified, isPrivileged, meaningText } from '../../../core/config/roles.ts';
import { parseConfig, parseTaken } from '../../../core/config/parse.ts';
import { refusalText } from '../../../core/values/result.ts';

const roles = [
  { role: 'Admin', class: 'privileged', means: 'Changes settings and users.' },
  { role: 'Sales; Ops', class: 'ordinary', means: 'Sees pipeline and forecasts.' },
] as const;
const policy = { privilegedRoles: [], ordinaryRoles: ['User'], roles: [...roles] };

function refusalsOf(given: object): readonly string[] {
  const directories = [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }];
  const parsed = parseConfig({ directories, policy: given }, 'review.json');
  return parsed.kind === 'refused' ? parsed.refusals.map(refusalText) : [];
}

describe('a role that the policy describes', () => {
  test('has the class that stands beside its sentence, as if a list named it', () => {
    expect(isPrivileged('user; ADMIN ', policy)).toBe(true);
    expect(isPrivileged('Sales; Ops', policy)).toBe(false);
    expect(isPrivileged('User; Ad\u200bmin', policy)).toBe(true);
    expect(isClassified('Sales; Ops', policy)).toBe(true);
    expect(isClassified('Viewer', policy)).toBe(false);
  });

  test.each([
    ['admin', 'admin: Changes settings and users. (privileged)'],
    ['Sales; Ops', 'Sales; Ops: Sees pipeline and forecasts. (ordinary)'],
    ['Admin, User', 'Admin: Changes settings and users. (privileged); User: not described in policy.roles (ordinary)'],
    ['Viewer', 'Viewer: not described in policy.roles (not classified)'],
    ['', null],
    [null, null],
  ])('reads %j as %j', (role, text) => {
    expect(meaningText(role, policy)).toBe(text);
  });

  test('is nothing that is said where the policy describes none', () => {
    expect(meaningText('Admin', { privilegedRoles: ['Admin'], ordinaryRoles: [] })).toBeNull();
  });

  test('has one sentence and one class, which no list contradicts', () => {
    expect(refusalsOf({ roles: [roles[0], { ...roles[0], role: 'ADMIN' }], ordinaryRoles: ['admin'] })).toEqual([
      expect.stringContaining('policy.roles[1].role'),
      expect.stringContaining(
        'policy.roles[0].class: role in two classes. Found: privileged, and policy.ordinaryRoles',
      ),
      expect.stringContaining('policy.roles[1].class'),
    ]);
    expect(refusalsOf({ roles: [{ ...roles[0], class: 'mighty' }] })).toEqual([expect.stringContaining('class')]);
    expect(refusalsOf({ roles: [...roles], privilegedRoles: ['Admin'], ordinaryRoles: ['User'] })).toEqual([]);
  });
});

describe('a role that reads as a privileged one', () => {
  const classes = { privilegedRoles: ['Admin', 'Super Admin'] };

  test.each([
    ['in Cyrillic', 'ordinaryRoles', ['User', '\u0410dmin']],
    ['in Greek within a cell of several', 'ordinaryRoles', ['User; \u0391dm\u03B9n']],
    ['in capitals of another alphabet', 'ordinaryRoles', ['SUPER \u0410DM\u0406N']],
    ['as a described role', 'roles', [{ role: '\u0430dmin', class: 'ordinary', means: 'x' }]],
  ])('is not taken as ordinary %s', (_, key, given) => {
    expect(refusalsOf({ ...classes, [key]: given })).toEqual([
      expect.stringMatching(
        /ordinary role that looks like a privileged one\. Found: .*alphabet that read as (Super )?Admin/,
      ),
    ]);
  });

  test.each(['Admin1', 'Admins', 'Ádmin', 'Администратор', 'Adm1n'])('is not %s, which may well be meant', (role) => {
    expect(refusalsOf({ ...classes, ordinaryRoles: [role] })).toEqual([]);
  });

  test('stays as it was taken in the configuration of a run', () => {
    const directories = [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }];
    expect(parseTaken({ directories, policy: { ...classes, ordinaryRoles: ['\u0410dmin'] } }, 'policy.json').kind).toBe(
      'ok',
    );
  });
});
