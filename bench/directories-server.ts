// The large directory that `bench/directories.ts` reads: half of its people are assigned, most of them by a group.
import { assigned, deletedPerson, graphSeed, group, person } from '../test/support/directories/graph-seed.ts';
import { startGraphStandIn } from '../test/support/directories/graph-stand-in.ts';
import { appUser, oktaPerson, oktaSeed } from '../test/support/directories/okta-seed.ts';
import { startOktaStandIn } from '../test/support/directories/okta-stand-in.ts';
import type { StandIn } from '../test/support/directories/stand-in.ts';

/** An id that is as long as those of Entra, and as different from the others. */
function idOf(index: number): string {
  return `${(index * 2_654_435_761).toString(16).padStart(12, '0')}-4000-8000-${index.toString(16).padStart(17, '0')}`;
}

async function start(kind: string, people: number): Promise<StandIn> {
  const ids = Array.from({ length: people }, (_, index) => idOf(index));
  const half = ids.slice(0, people >> 1);
  if (kind === 'okta') {
    const users = ids.map((id) => oktaPerson(id));
    return startOktaStandIn({ seed: oktaSeed({ users, appUsers: half.map((id) => appUser(id)) }) });
  }
  const groups = Array.from({ length: 20 }, (_, index) =>
    group(
      `group-${index}`,
      half.filter((_id, at) => at % 20 === index),
    ),
  );
  const seed = graphSeed({
    users: ids.map((id) => person(id, { proxyAddresses: [`SMTP:${id}@acme.com`, `smtp:${id}@old-acme.com`] })),
    deletedUsers: ids.slice(0, 100).map((id) => deletedPerson(`gone-${id}`)),
    groups,
    appRoleAssignedTo: [
      ...half.slice(0, people >> 3).map((id) => assigned(id)),
      ...groups.map(({ id }) => assigned(id, 'Group')),
    ],
  });
  return startGraphStandIn({ seed });
}

const [kind = 'entra', people = '200000'] = process.argv.slice(2);
const { url, caPem } = await start(kind, Number(people));
process.stdout.write(`${JSON.stringify({ url, caPem })}\n`);
