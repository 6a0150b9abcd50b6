// The tool `account_story`: all that is known of one account, with the evidence.
import * as z from 'zod';
import type { Judgement } from '../../core/findings/judge/judgement.ts';
import { leavingSpan } from '../../core/findings/judge/wording.ts';
import { managerOf, matchText } from '../../core/review/lines/lines-of.ts';
import { momentText } from '../../core/values/time-text.ts';
import { ok } from '../../core/values/result.ts';
import { accountStory } from '../../steps/answer/accounts.ts';
import { toolOf } from '../tool.ts';
import { data, dataOrNone, untrusted, untrustedOrNone } from '../untrusted.ts';
import { findingOf, findingShape, login, runAnswer, runQuestion } from './shapes.ts';

const accountShape = z.strictObject({
  login: untrusted,
  name: untrustedOrNone,
  row: z.int(),
  exportSha256: z.string(),
  status: z.string(),
  role: untrustedOrNone,
  team: untrustedOrNone,
  manager: untrustedOrNone,
  lastLogin: z.nullable(z.string()),
  situation: z.string(),
  match: untrusted,
  standings: z.array(z.strictObject({ directory: z.string(), standing: z.string() })),
  left: z.nullable(z.string()),
  doubts: z.array(untrusted),
});

function accountOf({ account, ...judged }: Judgement, exportSha256: string): z.input<typeof accountShape> {
  return {
    login: data(account.login),
    name: dataOrNone(account.name),
    row: account.row,
    exportSha256,
    status: account.status,
    role: dataOrNone(account.role),
    team: dataOrNone(account.team),
    manager: dataOrNone(managerOf({ account, ...judged })),
    lastLogin: account.lastLogin === null ? null : momentText(account.lastLogin),
    situation: judged.situation,
    match: data(matchText({ account, ...judged })),
    standings: [...judged.perDirectory].map(([directory, standing]) => ({ directory, standing })),
    left: judged.left === null ? null : leavingSpan(judged.left),
    doubts: judged.doubts.map(data),
  };
}

export const accountStoryTool = toolOf({
  name: 'account_story',
  title: "One account's whole story",
  description:
    'Tells one account by its login: its row in the export, who it belongs to and why, every finding with its evidence, every decision and what became of a removal.',
  input: z.strictObject({ login, ...runQuestion }),
  output: z.strictObject({
    ...runAnswer,
    account: z.nullable(accountShape).describe('null when no row of the export has the login'),
    findings: z.array(findingShape),
    decisions: z.array(
      z.strictObject({
        period: z.string(),
        decision: z.string(),
        until: z.nullable(z.string()),
        by: untrusted,
        assurance: z.string(),
        at: z.string(),
        reason: untrusted,
        codesSeen: z.array(z.string()),
      }),
    ),
    removals: z.array(
      z.strictObject({
        period: z.string(),
        order: z.int(),
        state: z.string(),
        orderedAt: z.string(),
        proof: z.nullable(z.strictObject({ run: z.string(), exportedAt: z.string(), shown: z.string() })),
      }),
    ),
    decideAt: z.nullable(z.string()).describe('Where a person who is signed in decides; nobody else can'),
  }),
  async answer(ports, asked) {
    const story = await accountStory(ports, asked);
    if (story.kind === 'refused') return story;
    const { account, findings, decisions, removals, ...about } = story.value;
    const link = account === null ? null : ports.linkOf(about.period, account.judgement.account.login);
    return ok({
      ...about,
      account: account === null ? null : accountOf(account.judgement, account.exportSha256),
      findings: findings.map((finding) => findingOf(finding, link)),
      decisions: decisions.map(({ period: of, decision }) => ({
        period: of,
        decision: decision.decision,
        until: decision.until,
        by: data(decision.by),
        assurance: decision.assurance,
        at: decision.at,
        reason: data(decision.reason),
        codesSeen: [...decision.codesSeen],
      })),
      removals: removals.map(({ period: of, removal: { order, state, orderedAt, proof } }) => ({
        period: of,
        order,
        state,
        orderedAt,
        proof: proof === null ? null : { ...proof },
      })),
      decideAt: link,
    });
  },
});
