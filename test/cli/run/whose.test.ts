// Who is there under another login, and who got a login, told by the whole command over two quarters of one home.
import { beforeAll, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Reviewed } from '../../support/program/company.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';

/** So many that a handful more or less is no drop that a gate would hold. */
const staff = Array.from({ length: 20 }, (_, index) => `staff-${index}@acme.com`);
const accounts = [...staff, 'jane@acme.com', { email: 'j.smith@acme.com', name: 'John Smith', created: '2025-01-01' }];
const jane = { login: 'jane@acme.com', id: 'jane', name: 'Jane Doe', employeeId: 'E1' };

let second: Reviewed;

beforeAll(async () => {
  const company = await aCompany({}, await aSharedFolder());
  const john = anIdentity({ login: 'j.smith@acme.com', id: 'john', name: 'John Smith' });
  await company.has({ on: '2026-10-05', accounts, people: [...staff, anIdentity(jane), john] });
  await company.review();
  const now = [
    anIdentity({ ...jane, state: 'deleted', assignments: [] }),
    anIdentity({ ...jane, login: 'roe@acme.com', id: 'roe', createdAt: '2026-12-01T00:00:00Z', assignments: [] }),
    anIdentity({ login: 'j.smith@acme.com', id: 'june', name: 'June Smith', createdAt: '2020-01-01T00:00:00Z' }),
  ];
  await company.has({ on: '2027-01-05', people: [...staff, ...now] });
  second = await company.review();
}, 60_000);

function reasonOf(code: string, login: string): string | undefined {
  return second.files.findings.findings.find((one) => one.code === code && one.login === login)?.reason;
}

test('whom the directory has again under another login, assigned to nothing, is named and is no leaver', () => {
  expect(second.document.status).toBe('complete');
  expect(reasonOf('LEAVER_ACCOUNT', 'jane@acme.com')).toBeUndefined();
  expect(reasonOf('ORPHANED_ACCOUNT', 'jane@acme.com')).toContain(
    'shows who bore it as deleted; the employee number leads to Jane Doe in okta',
  );
});

test('a login that passed from one Smith to another is told', () => {
  expect(reasonOf('REASSIGNED_LOGIN', 'j.smith@acme.com')).toContain('John Smith');
});
