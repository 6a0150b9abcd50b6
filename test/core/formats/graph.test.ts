// A run as a graph: what holds for every company, and how single things are told.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GraphEdge, GraphNode } from '../../../core/formats/graph/element.ts';
import { graphOf } from '../../../core/formats/graph/graph.ts';
import type { GraphAccount, GraphPerson } from '../../../core/formats/graph/input.ts';
import type { Judgement } from '../../../core/findings/judge/judgement.ts';
import type { JudgedIdentity } from '../../../core/findings/judge/situation.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { graphText } from '../../../drawing/graph/graph-text.ts';
import { openGraphFaults } from '../../support/formats/open-graph.ts';
import { aHeader, anIdentity, assigned, blockedBy, inNestedGroup } from '../../support/inputs/population-builder.ts';
import { anyCompany, reviewOf } from '../../support/review/random-company.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../support/review/review-builder.ts';
import { at } from '../../support/time.ts';

interface Drawn {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Nodes of one kind; edges of one kind. */
  readonly of: (kind: string) => readonly GraphNode[];
  readonly links: (kind: string) => readonly GraphEdge[];
  readonly openGraph: () => Promise<unknown>;
}

type People = Readonly<Record<string, readonly Identity[]>>;

function drawn({ assessment, config }: Reviewed, people: People): Drawn {
  const asOf = at('2026-10-05T08:00:00Z');
  const headers = Object.keys(people).map((directory) => aHeader({ directory, takenAt: asOf }));
  const { judgements, findings, totals, status } = assessment;
  const record = { id: '20261005T080000Z-1a2b3c4d', asOf, period: '2026-Q4', accepted: true, status };
  const logins = new Set<string>(judgements.map(({ account }) => account.login));
  const graph = graphOf({
    record,
    config,
    headers,
    totals,
    roles: new Set(judgements.flatMap(({ account }) => account.role ?? [])),
    findings: findings.length,
    concerning: findings,
    withoutAccount: new Set(findings.flatMap(({ login }) => (login === null || logins.has(login) ? [] : [login]))),
  });
  const accounts = judgements.map(asAccount);
  const matched = judgements.flatMap(({ match }) =>
    [...match.person, ...match.replaced].map(({ known }) => known.identity),
  );
  const all = Object.entries(people).flatMap(([directory, identities]) =>
    identities.map((identity): GraphPerson => ({ directory, identity, isMatched: matched.includes(identity) })),
  );
  const nodes = [
    ...graph.nodes(),
    ...accounts.map((one) => graph.nodeOf(one)),
    ...findings.map((one) => graph.nodeOfFinding(one)),
    ...all.flatMap((one) => [...graph.nodesOf(one)]),
  ];
  const edges = [
    ...graph.edges(),
    ...accounts.flatMap((one) => [...graph.edgesOfAccount(one)]),
    ...findings.flatMap((one) => [...graph.edgesOfFinding(one)]),
    ...all.flatMap((one) => [...graph.edgesOf(one)]),
  ];
  return {
    nodes,
    edges,
    of: (kind) => nodes.filter(({ kinds }) => kinds.includes(kind)),
    links: (kind) => edges.filter((edge) => edge.kind === kind),
    async openGraph() {
      let text = '';
      const streamed = { run: record.id, nodes: () => given(nodes), edges: () => given(edges) };
      for await (const piece of graphText(streamed, 'opengraph')) text += piece;
      return JSON.parse(text);
    },
  };
}

function asAccount({ account, situation, match, decisive }: Judgement): GraphAccount {
  const { rule, disputed, person, replaced } = match;
  return {
    account,
    situation,
    rule,
    disputed,
    person: person.map((judged) => ({ ...identityOf(judged), decisive: judged === decisive })),
    replaced: replaced.map(identityOf),
  };
}

function identityOf({ known, state }: JudgedIdentity): GraphAccount['replaced'][number] {
  return { directory: known.directory, id: known.identity.id, state };
}

async function* given<Element>(all: readonly Element[]): AsyncGenerator<Element, void, void> {
  yield* all;
}

/** A company whose people are in Okta. */
function oktaGraph(says: ReviewSays & { readonly okta: readonly Identity[] }): Drawn {
  return drawn(aReview(says), { entra: [], okta: says.okta });
}

const anyGraph = anyCompany.map((company) => {
  const review = aReview(reviewOf(company));
  const { entra, okta, hr } = company;
  return { review, people: { entra, okta, hr }, graph: drawn(review, { entra, okta, hr }) };
});

function sum(edges: readonly GraphEdge[], property: string): number {
  return edges.reduce((total, { properties }) => total + Number(properties[property] ?? 0), 0);
}

describe('for every company', () => {
  test('the graph keeps the rules of OpenGraph, and every edge joins two nodes that are there', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, async ({ graph }) => {
        expect(openGraphFaults(await graph.openGraph())).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('its counts are those of the report', () => {
    fc.assert(
      fc.property(anyGraph, ({ graph, review, people }) => {
        const { judgements, findings, totals } = review.assessment;
        const byStatus = Map.groupBy(graph.of('PeopleAI_Account'), ({ properties }) => properties['status']);
        expect(graph.of('PeopleAI_Account')).toHaveLength(totals.accounts);
        expect(graph.of('PeopleAI_Account').filter(({ properties }) => properties['live'])).toHaveLength(totals.live);
        for (const status of ['active', 'pending', 'suspended'] as const)
          expect(byStatus.get(status)?.length ?? 0).toBe(totals.byStatus[status]);
        for (const [situation, count] of Object.entries(totals.situations))
          expect(graph.of('PeopleAI_Account').filter((one) => one.properties['situation'] === situation)).toHaveLength(
            count,
          );
        expect(graph.of('PeopleAI_Finding')).toHaveLength(findings.length);
        expect(graph.links('PeopleAI_Reports')).toHaveLength(findings.length);
        expect(graph.links('PeopleAI_MatchedTo')).toHaveLength(
          judgements.reduce((count, { match }) => count + match.person.length, 0),
        );
        const gates = [...people.entra, ...people.okta].flatMap(({ assignments }) => assignments);
        expect(sum(graph.links('PeopleAI_Assigned'), 'assignments')).toBe(
          gates.filter(({ via }) => via !== 'nested-group').length,
        );
      }),
      { numRuns: 200 },
    );
  });
});

function document(nodes: readonly object[], edges: readonly object[] = []): object {
  return { metadata: { source_kind: 'Base' }, graph: { nodes, edges } };
}

test('a rule that is broken is noticed', () => {
  const node = { id: 'A', kinds: ['K'], properties: {} };
  const end = { match_by: 'id', value: 'A' };
  const edge = { kind: 'K_k', start: end, end, properties: {} };
  expect(openGraphFaults(document([node], [edge]))).toEqual([]);
  for (const faulty of [
    document([{ ...node, properties: { a: {} } }]),
    document([{ ...node, properties: { a: [1, 'x'] } }]),
    document([{ ...node, properties: { a: null } }]),
    document([{ ...node, properties: { Upper: 1 } }]),
    document([{ ...node, properties: { objectid: 'A' } }]),
    document([{ ...node, kinds: [] }]),
    document([{ ...node, kinds: ['a', 'b', 'c', 'd'] }]),
    document([{ ...node, id: 'A:1' }]),
    document([{ ...node, kinds: ['Tag_a'] }]),
    document([node, node]),
    document([node], [edge, edge]),
    document([node], [{ ...edge, kind: 'K-k' }]),
    document([node], [{ ...edge, kind: 'tag_k' }]),
    document([node], [{ ...edge, end: { ...end, value: 'B' } }]),
    { ...document([node]), more: 1 },
  ])
    expect(openGraphFaults(faulty)).toHaveLength(1);
});

describe('a path', () => {
  const jane = anIdentity({ login: 'jane@acme.com' });

  test('leads from the person over app and account to the role', () => {
    const graph = oktaGraph({ accounts: ['jane@acme.com'], okta: [jane] });
    const [person] = graph.of('PeopleAI_Identity');
    const [account] = graph.of('PeopleAI_Account');
    const [role] = graph.of('PeopleAI_Role');
    expect(graph.links('PeopleAI_MatchedTo')).toEqual([
      expect.objectContaining({
        start: person?.id,
        end: account?.id,
        properties: { rule: 'name-id', disputed: false, decisive: true, state: 'active' },
      }),
    ]);
    expect(graph.links('PeopleAI_HasRole')).toEqual([expect.objectContaining({ start: account?.id, end: role?.id })]);
    expect(graph.links('Okta_AppAssignment')).toHaveLength(1);
  });

  test('through a group leads over the group, and a nested group gives nothing', () => {
    const sales = { ...assigned, via: 'group' as const, group: 'Sales' };
    const nested = anIdentity({ login: 'joe@acme.com', assignments: [inNestedGroup] });
    const graph = oktaGraph({ okta: [anIdentity({ login: 'jane@acme.com', assignments: [sales, sales] }), nested] });
    expect(graph.of('Okta_Group').map(({ properties }) => properties['name'])).toEqual(['Sales', 'Sales EMEA']);
    expect(graph.links('Okta_MemberOf')).toHaveLength(2);
    expect(graph.links('Okta_AppAssignment'), 'of the group that is assigned').toHaveLength(1);
    expect(graph.links('PeopleAI_Assigned').map(({ properties }) => properties)).toEqual([
      { assignments: 2, granted: true, paths: ['group: Sales'], roles: [], blockedby: [] },
    ]);
  });

  test('that is blocked says by which word', () => {
    const graph = oktaGraph({ okta: [anIdentity({ login: 'jane@acme.com', assignments: [blockedBy('INACTIVE')] })] });
    expect(graph.links('PeopleAI_Assigned')[0]?.properties).toMatchObject({ granted: false, blockedby: ['INACTIVE'] });
  });
});

test('who has nothing to do with the application is not in the graph', () => {
  const stranger = anIdentity({ login: 'stranger@acme.com', assignments: [] });
  expect(oktaGraph({ okta: [stranger] }).of('PeopleAI_Identity')).toEqual([]);
});

test('ids of the products are kept, so that graphs join; others cannot be taken for them', () => {
  const ids = ['00ujUL5lqQUXnoGuOqya', 'short'];
  const okta = ids.map((id) => anIdentity({ id, login: `${id}@acme.com` }));
  const entra = [anIdentity({ id: 'a4ef1c1f-d255-43e7-ae78-2a518d7ba79f', login: 'jane@acme.com' })];
  const people = drawn(aReview({ okta, entra }), { okta, entra }).of('PeopleAI_Identity');
  expect(people.map(({ id, kinds }) => [id, kinds[1]])).toEqual([
    ['00ujUL5lqQUXnoGuOqya', 'Okta_User'],
    [expect.stringMatching(/^PEOPLEAI-IDENTITY-[0-9A-F]{32}$/), 'Okta_User'],
    ['A4EF1C1F-D255-43E7-AE78-2A518D7BA79F', 'AZUser'],
  ]);
});
