// Causes 1 and 2 of a false orphan: the app itself is not what the comparison takes it for.
import { expect, test } from 'vitest';
import { aFolder } from '../../support/folders.ts';
import { assigned, person } from '../../support/directories/graph-seed.ts';
import { appUser } from '../../support/directories/okta-seed.ts';
import { expectAllLinked, expectHeld, expectIncomplete, ids, org, overEntra, overOkta, tenant } from './six-people.ts';

test('assignment not required: whoever can sign in is linked, and the control is reported instead', async () => {
  const seed = tenant({ appRoleAssignedTo: [assigned('p1')] }, { appRoleAssignmentRequired: false });
  const told = await overEntra({ seed });
  expectAllLinked(told);
  expect(told.findings.map(({ code, login }) => [code, login])).toContainEqual(['ASSIGNMENT_NOT_REQUIRED', null]);
});

test('implicit assignment: whoever can sign in is linked, and the control is reported instead', async () => {
  const seed = org({ appUsers: [appUser('p1')] }, { settings: { implicitAssignment: true } });
  const told = await overOkta({ seed });
  expectAllLinked(told);
  expect(told.findings.map(({ code, login }) => [code, login])).toContainEqual(['ASSIGNMENT_NOT_REQUIRED', null]);
});

test('service principal disabled', async () => {
  expectHeld(await overEntra({ seed: tenant({}, { accountEnabled: false }) }), /app-disabled: .* disabled in entra/);
});

test.each(['INACTIVE', 'DELETED'])('app disabled: %s', async (status) => {
  expectHeld(await overOkta({ seed: org({}, { status }) }), /app-disabled: .* disabled in okta/);
});

test('wrong app instance: one that is not in the directory', async () => {
  const elsewhere = { entra: { appId: 'app-9' }, okta: { appId: '0oa9' } };
  expectIncomplete(await overEntra({}, { settings: elsewhere }), /unread: The app app-9 could not be read: .*404/);
  expectIncomplete(await overOkta({}, { settings: elsewhere }), /unread: The app 0oa9 could not be read: .*404/);
});

test('wrong app instance: one that nobody is assigned to', async () => {
  const empty = /empty-directory: .* holds no assignment to the app/;
  expectHeld(await overEntra({ seed: tenant({ appRoleAssignedTo: [] }) }), empty);
  expectHeld(await overOkta({ seed: org({ appUsers: [] }) }), empty);
});

test('wrong app instance: one that fewer people are assigned to than before', async () => {
  const folder = await aFolder();
  expectAllLinked(await overEntra({}, { folder, on: '2026-10-04' }));
  const sandbox = tenant({ appRoleAssignedTo: [assigned('p1')] });
  expectHeld(await overEntra({ seed: sandbox }, { folder }), /drop-assignments: entra holds 1 assignment, 83/);
});

test('wrong app instance: people of it are still known, never orphans', async () => {
  const others = ['q1', 'q2', 'q3'].map((id) => person(id));
  const users = [...ids.map((id) => person(id)), ...others];
  const told = await overEntra({ seed: tenant({ users, appRoleAssignedTo: others.map(({ id }) => assigned(id)) }) });
  expect(told).toMatchObject({ exit: 0, accused: [] });
  expect(new Set(Object.values(told.situations))).toEqual(new Set(['unlinked']));
});
