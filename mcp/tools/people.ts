// The tools `who_may_use` and `list_leavers`: people of the directories, and those who left and still have an account.
import * as z from 'zod';
import { application } from '../../core/application/applications.ts';
import { ok } from '../../core/values/result.ts';
import { leaversStill, permittedPeople } from '../../steps/answer/people.ts';
import type { PermittedPerson } from '../../steps/answer/people.ts';
import { after, offsetOf, pageAnswer, pageOf, pageQuestion } from '../pages.ts';
import { toolOf } from '../tool.ts';
import { data, dataOrNone, leftOut, mostTold, untrusted, untrustedOrNone } from '../untrusted.ts';
import { login, runAnswer, runQuestion } from './shapes.ts';

const personShape = z.strictObject({
  directory: z.string(),
  id: untrusted,
  name: untrustedOrNone,
  logins: z.array(untrusted),
  paths: z.array(untrusted),
  accounts: z.array(untrusted),
  leftOut: z.int().describe(`How many of their logins, paths and accounts are not told: ${mostTold} of each are`),
  lastSignIn: z.nullable(z.string()),
});

export const whoMayUse = toolOf({
  name: 'who_may_use',
  title: `Who may use ${application.name}, and by which path`,
  description: `Lists people who may sign in to ${application.name}: active in a directory that holds the app, with an assignment that grants, direct or through a group. With the accounts that they are matched to.`,
  input: z.strictObject({ login: login.optional(), ...runQuestion, ...pageQuestion }),
  output: z.strictObject({
    ...runAnswer,
    ...pageAnswer,
    people: z.array(personShape),
  }),
  async answer(ports, asked) {
    const offset = offsetOf(asked);
    if (offset.kind === 'refused') return offset;
    const found = await permittedPeople(ports, { ...asked, offset: offset.value });
    if (found.kind === 'refused') return found;
    const { total, people, ...about } = found.value;
    return ok({
      ...about,
      ...after(offset.value + asked.limit, total),
      people: people.map(toldPerson),
    });
  },
});

function toldPerson({ directory, identity, paths, accounts }: PermittedPerson): z.input<typeof personShape> {
  const logins = [...new Set([identity.nameId ?? '', ...identity.logins])].filter(Boolean);
  return {
    directory,
    id: data(identity.id),
    name: dataOrNone(identity.name),
    logins: logins.slice(0, mostTold).map(data),
    paths: paths.slice(0, mostTold).map(data),
    accounts: accounts.slice(0, mostTold).map(data),
    leftOut: leftOut(logins, paths, accounts),
    lastSignIn: identity.lastSignIn,
  };
}

export const listLeavers = toolOf({
  name: 'list_leavers',
  title: 'Leavers, with hours until removal',
  description:
    'Lists accounts whose person left, of any status: when, by which source, how many hours they kept or have kept the account, and whether that is within what the policy allows.',
  input: z.strictObject({ ...runQuestion, ...pageQuestion }),
  output: z.strictObject({
    ...runAnswer,
    withinHours: z.number(),
    ...pageAnswer,
    leavers: z.array(
      z.strictObject({
        login: untrusted,
        name: untrustedOrNone,
        status: z.string(),
        left: z.string(),
        source: untrusted,
        hours: z
          .nullable(z.number())
          .describe('From leaving to removal, or to the export while the account is live in it'),
        hoursLeft: z
          .nullable(z.number())
          .describe('From the export to the limit of the policy, while the account is live'),
        outcome: z.string(),
        usedAfter: z.string(),
      }),
    ),
  }),
  async answer(ports, asked) {
    const found = await leaversStill(ports, asked);
    if (found.kind === 'refused') return found;
    const { within, leavers, ...about } = found.value;
    const page = pageOf(leavers, asked);
    if (page.kind === 'refused') return page;
    const { items, ...rest } = page.value;
    return ok({
      ...about,
      withinHours: within,
      ...rest,
      leavers: items.map(({ login: of, name, source, hours, status, ...row }) => ({
        ...row,
        status,
        login: data(of),
        name: dataOrNone(name),
        source: data(source),
        hours,
        hoursLeft: hours === null || status === 'suspended' ? null : Math.max(0, within - hours),
      })),
    });
  },
});
