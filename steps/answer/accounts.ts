// One account: its whole story over all periods, and why it was matched as it was. The files of a run hold its row, the
// rule and the identity that decided; how the person stands in each directory, when they left, who else was found, what
// was suggested and what is in doubt stand in none of them, so the run is done again.
import type { Finding } from '../../core/findings/finding.ts';
import type { Judgement } from '../../core/findings/judge/judgement.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import type { EffectiveDecision } from '../../core/review/events/state.ts';
import type { Removal } from '../../core/review/events/removal.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { aboutRun, askedRun, maySee, noSuchLogin } from './answering.ts';
import type { AboutRun, Answering, RunQuestion } from './answering.ts';

export interface AccountQuestion extends RunQuestion {
  readonly login: string;
}

export interface JudgedAccount extends AboutRun {
  /** SHA-256 of the export whose row it is. */
  readonly exportSha256: string;
  readonly judgement: Judgement;
}

export interface AccountStory extends AboutRun {
  /** `null` when no row of the export has the login. */
  readonly account: JudgedAccount | null;
  readonly findings: readonly Finding[];
  /** Over all periods that the one who asks may see, the latest first. */
  readonly decisions: readonly { readonly period: string; readonly decision: EffectiveDecision }[];
  readonly removals: readonly { readonly period: string; readonly removal: Removal }[];
}

/** Refused when neither a row nor a finding nor a decision has the login. */
export async function accountStory(ports: Answering, question: AccountQuestion): Promise<Result<AccountStory>> {
  const record = await askedRun(ports, question);
  if (record.kind === 'refused') return record;
  const login = canonicalLogin(question.login);
  // Findings about a control have no login either.
  if (login === null) return noSuchLogin(question.login);
  const { inputs, reconciled } = await ports.open(record.value);
  const judgement = reconciled.assessment.judgements.find(({ account }) => account.login === login);
  const findings = reconciled.assessment.findings.filter((finding) => finding.login === login);
  const decisions: AccountStory['decisions'][number][] = [];
  const removals: AccountStory['removals'][number][] = [];
  for (const period of (await ports.reviews.list()).filter((one) => maySee(ports.scope, one)).toReversed()) {
    const state = foldReview(await ports.reviews.load(period));
    const decision = state?.decisions.get(login);
    const removal = state?.removals.get(login);
    if (decision !== undefined) decisions.push({ period, decision });
    if (removal !== undefined) removals.push({ period, removal });
  }
  const about = aboutRun(record.value);
  if (judgement === undefined && findings.length + decisions.length === 0) return noSuchLogin(question.login);
  const account = judgement === undefined ? null : { ...about, exportSha256: inputs.export.sha256, judgement };
  return ok({ ...about, account, findings, decisions, removals });
}

export async function judgedAccount(ports: Answering, question: AccountQuestion): Promise<Result<JudgedAccount>> {
  const record = await askedRun(ports, question);
  if (record.kind === 'refused') return record;
  const { inputs, reconciled } = await ports.open(record.value);
  const login = canonicalLogin(question.login);
  const judgement = reconciled.assessment.judgements.find(({ account }) => account.login === login);
  if (judgement === undefined) return noSuchLogin(question.login);
  return ok({ ...aboutRun(record.value), exportSha256: inputs.export.sha256, judgement });
}
