// Who joins the people of an account: asked of those alone to whom somebody else may belong.
import { expect, test } from 'vitest';
import { knownIdentity } from '../../../../core/findings/collect/known-identity.ts';
import { joinPeople } from '../../../../core/findings/judge/joining.ts';
import type { JudgedIdentity } from '../../../../core/findings/judge/situation.ts';
import { peopleIndex } from '../../../../core/findings/judge/people-index.ts';
import { allRules } from '../../../../core/versions.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';

function known(directory: string, login: string, says: object = {}) {
  return knownIdentity(directory, anIdentity({ login, ...says }), 'distinct');
}

function judged(one: ReturnType<typeof known>): JudgedIdentity {
  return { known: one, state: one.identity.state, left: one.identity.left };
}

test.each([
  ['somebody who is gone', [known('entra', 'jane@acme.com', { state: 'deleted' })]],
  ['two of one login', [known('entra', 'jane@acme.com'), known('okta', 'jane@acme.com')]],
])('%s, whom nobody else joins, is who was found, and nobody is judged', (_, people) => {
  const found = people.map(judged);
  const joined = joinPeople(found, {
    people: peopleIndex(people),
    judge: () => {
      throw new Error('somebody was judged');
    },
    number: null,
    numberOf: ({ identity: { employeeId } }) => employeeId,
    rules: allRules,
  });
  expect(joined).toBe(found);
});
