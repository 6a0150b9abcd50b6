// The tool `explain_match`: why an account was tied to whom, by which rule.
import * as z from 'zod';
import type { KnownIdentity } from '../../core/findings/collect/known-identity.ts';
import type { JudgedIdentity } from '../../core/findings/judge/situation.ts';
import { ok } from '../../core/values/result.ts';
import { judgedAccount } from '../../steps/answer/accounts.ts';
import { toolOf } from '../tool.ts';
import { data, dataOrNone, leftOut, mostTold, untrusted, untrustedOrNone } from '../untrusted.ts';
import { login, runAnswer, runQuestion } from './shapes.ts';

const identityShape = z.strictObject({
  directory: z.string(),
  id: untrusted,
  name: untrustedOrNone,
  nameId: untrustedOrNone,
  logins: z.array(untrusted).describe(`The first ${mostTold}`),
  employeeId: untrustedOrNone,
});

const judgedShape = z.strictObject({ ...identityShape.shape, state: z.string() });

function identityOf({ directory, identity }: KnownIdentity): z.input<typeof identityShape> {
  return {
    directory,
    id: data(identity.id),
    name: dataOrNone(identity.name),
    nameId: dataOrNone(identity.nameId),
    logins: identity.logins.slice(0, mostTold).map(data),
    employeeId: dataOrNone(identity.employeeId),
  };
}

function judgedOf({ known, state }: JudgedIdentity): z.input<typeof judgedShape> {
  return { ...identityOf(known), state };
}

export const explainMatch = toolOf({
  name: 'explain_match',
  title: 'Why a match was made',
  description:
    'Explains the match of one account: the rules are tried in their order (name-id, login, alias, approved-alias, employee-id), the first that finds anybody decides, and identities of other directories that share a login join. Hints and names never link, they are suggestions.',
  input: z.strictObject({ login, ...runQuestion }),
  output: z.strictObject({
    ...runAnswer,
    rule: z.nullable(z.string()).describe('null when no rule found anybody'),
    situation: z.string(),
    disputed: z.boolean().describe('Two or more people of one directory'),
    candidates: z.array(judgedShape).describe('Whom the rule itself found'),
    person: z.array(judgedShape).describe('With whoever shares a login in another directory'),
    replaced: z.array(judgedShape).describe('Deleted identities that a live one replaced'),
    suggestions: z.array(identityShape).describe('Tied by a hint or a name only, at most 100 by each: they never link'),
    doubts: z.array(untrusted),
    leftOut: z.int().describe(`How many of these lists are not told: the first ${mostTold} of each are`),
  }),
  async answer(ports, asked) {
    const judged = await judgedAccount(ports, asked);
    if (judged.kind === 'refused') return judged;
    const { judgement, exportSha256: _exportSha256, ...about } = judged.value;
    const { match, situation, suggestions, doubts } = judgement;
    return ok({
      ...about,
      rule: match.rule,
      situation,
      disputed: match.disputed,
      candidates: match.candidates.slice(0, mostTold).map(judgedOf),
      person: match.person.slice(0, mostTold).map(judgedOf),
      replaced: match.replaced.slice(0, mostTold).map(judgedOf),
      suggestions: suggestions.slice(0, mostTold).map(identityOf),
      doubts: doubts.slice(0, mostTold).map(data),
      leftOut: leftOut(match.candidates, match.person, match.replaced, suggestions, doubts),
    });
  },
});
