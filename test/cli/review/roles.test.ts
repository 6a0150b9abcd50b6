// What a role is for: beside the line on the worksheet and in the status, and in the report; one that is not described is said.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import { pageTexts } from '../../support/reports/read-pdf.ts';

const on = ['--review', '2026-Q4', '--home', 'home'] as const;
const described = 'Admin: Changes settings and users. (privileged)';
const unknown = 'Auditor: not described in policy.roles (not classified)';

test('policy.roles is read by whoever decides, printed, proven, and what it does not describe is said', async () => {
  const policy = {
    privilegedRoles: ['Admin'],
    ordinaryRoles: ['User'],
    roles: [{ role: 'Admin', class: 'privileged', means: 'Changes settings and users.' }],
  };
  const company = await aCompany({
    accounts: [
      { email: 'root@acme.com', role: 'Admin' },
      { email: 'jane@acme.com', role: 'User' },
      { email: 'aud@acme.com', role: 'Auditor' },
    ],
    people: ['root@acme.com', 'jane@acme.com', 'aud@acme.com'],
    config: { policy, reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' } },
  });
  expect((await company.run('--out', 'out', '--quiet')).exit).toBe(0);
  await company.command('review', 'open', ...on);
  const { stdout: status } = await company.command('review', 'status', ...on);
  expect(status).toContain(`undecided: root@acme.com (PRIVILEGED_ACCOUNT), ${described}`);
  expect(status).toContain('Role Auditor of 1 line: not described in policy.roles');
  expect(status).toContain('Role User of 1 line: not described in policy.roles');
  const { stdout: sheet } = await company.command('review', 'lines', ...on);
  expect(sheet.split('\r\n')[0]).toContain(',role,roleMeans,team,');
  expect(sheet).toContain(described);
  expect(sheet).toContain(unknown);
  const pdf = await readFile(company.path('out/report.pdf'));
  const text = (await pageTexts(pdf)).join('\n');
  expect(text).toMatch(
    /RolesofPeople\.ai,asthepolicydescribesthemRoleClassWhatitisforLiveAdminprivilegedChangessettings/,
  );
  expect(text).toMatch(/AuditorNOTCLASSIFIEDNOTDESCRIBEDinpolicy\.roles1/);
  expect((await company.command('verify', 'out/report.pdf')).stdout).toMatch(/^INTACT/);
});
