// The company of most tests as its configuration has it: one directory, and a policy that leaves nothing to report.

/** To be spread into a configuration. */
export const acme = {
  organisation: 'Acme Corp',
  directories: [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' }],
} as const;

/** Approved, every role classified, password login proven off: nothing to report unless a test says so. */
export const cleanPolicy = {
  approvedBy: 'grc@acme.com',
  approvedOn: '2026-10-01',
  privilegedRoles: ['Admin'],
  ordinaryRoles: ['User'],
  ssoEvidence: { takenOn: '2026-10-01', sha256: 'ab'.repeat(32) },
} as const;
