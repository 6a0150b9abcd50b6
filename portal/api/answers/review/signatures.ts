// Answers about a review as a whole: opening, approving, signing, the ways back, and closing.
import { foldReview } from '../../../../core/review/events/folded.ts';
import { isSigned } from '../../../../core/review/events/state.ts';
import { signOffOf } from '../../../../core/review/signatures/signature.ts';
import { sha256Of } from '../../../../core/values/digest.ts';
import { ok } from '../../../../core/values/result.ts';
import { closeReview, recordClosing } from '../../../../steps/review/close-review.ts';
import type { IssueDependencies } from '../../../../steps/review/issue-report.ts';
import { openReview } from '../../../../steps/review/open-review.ts';
import { rebaseReview } from '../../../../steps/review/ways-back/rebase-review.ts';
import { approvePolicy } from '../../../../steps/review/record-review.ts';
import { previewSignature, recordSignature, signOff } from '../../../../steps/review/sign-off.ts';
import type { SignOffRequest } from '../../../../steps/review/sign-off.ts';
import { takeBackSignature } from '../../../../steps/review/ways-back/take-back-signature.ts';
import { voidReview } from '../../../../steps/review/ways-back/void-review.ts';
import { evidenceFileAt } from '../../../../steps/show/evidence-of.ts';
import { storedFile } from '../../../../steps/show/stored-files.ts';
import type { StoredObject } from '../../../../core/ports/objects.ts';
import type { Handlers } from '../../call.ts';
import { afresh } from '../../ports.ts';
import type { Ports } from '../../ports.ts';
import { carriedNow } from './carried-now.ts';

/**
 * What draws and seals brings a store of reviews too. Events go to the one of the ports instead, which refuses them
 * unless they follow what was looked at.
 */
async function sealing(ports: Ports, issuing: () => Promise<IssueDependencies>) {
  return { ...afresh(ports), ...(await issuing()), reviews: ports.reviews };
}

type Acting = { readonly period: string; readonly by: string };
type Signing = Acting & Pick<SignOffRequest, 'stage' | 'statementSha256'>;

/**
 * Where this process may not seal, it records the signature and has another function issue the report, a little later.
 */
async function signed(ports: Ports, request: Signing) {
  const { issuing, assurance } = ports;
  if (typeof issuing === 'function') return signOff(await sealing(ports, issuing), { ...request, assurance });
  const done = await recordSignature({ ...afresh(ports), ...(await issuing.proving()) }, { ...request, assurance });
  if (done.kind === 'ok') await issuing.start(request.period);
  return done;
}

async function closed(ports: Ports, request: Acting) {
  const { issuing, assurance } = ports;
  if (typeof issuing === 'function') return closeReview(await sealing(ports, issuing), { ...request, assurance });
  const done = await recordClosing({ ...afresh(ports), ...(await issuing.proving()) }, { ...request, assurance });
  if (done.kind === 'ok') await issuing.start(request.period);
  return done;
}

export function shownFile({ key, bytes, sha256 }: StoredObject) {
  const name = key.split('/').slice(2).join('/');
  const { mediaType = 'application/octet-stream', says = 'A file of the review' } = evidenceFileAt(key) ?? {};
  return { key, name, mediaType, says, bytes, sha256 };
}

type Leading = 'open' | 'approvePolicy' | 'statement' | 'sign' | 'withdrawSignature' | 'rebase' | 'voiding' | 'close';

export const signatureHandlers: Handlers<Leading> = {
  async open({ params: { period }, caller, ports }) {
    const opened = await openReview(afresh(ports), { period, by: caller.login, assurance: ports.assurance });
    if (opened.kind === 'refused') return opened;
    const { state, openedNow } = opened.value;
    return ok({ run: state.run, openedAt: state.openedAt, openedNow, accounts: state.accounts });
  },

  async approvePolicy({ params: { period }, caller, ports }) {
    const { assurance } = ports;
    const done = await approvePolicy(afresh(ports), { period, by: caller.login, assurance });
    if (done.kind === 'refused') return done;
    const { by, at, sha256, changes } = done.value;
    return ok({ by, at, sha256, changes, carriedBy: await carriedNow(ports, period) });
  },

  async statement({ params: { period }, caller, ports }) {
    const preview = await previewSignature(ports, { period, by: caller.login });
    if (preview.kind === 'refused') return preview;
    const { stage, statement, figures, refusals, state } = preview.value;
    return ok({
      stage,
      statement,
      statementSha256: statement === null ? null : sha256Of(statement),
      refusals,
      figures:
        figures === null
          ? null
          : {
              acts: figures.acts.map(({ by, from, decisions, filter }) => ({ by, at: from, decisions, filter })),
              daysOpen: figures.daysOpen,
              byOthers: figures.byOthers,
              ownLines: figures.own,
            },
      signatures: state.signatures.map(signOffOf).map(({ digest: _digest, ...signature }) => signature),
    });
  },

  async sign({ params: { period }, body: { stage, statementSha256 }, caller, ports }) {
    const done = await signed(ports, { period, by: caller.login, stage, statementSha256 });
    if (done.kind === 'refused') return done;
    const { signed: recorded, reportKey } = done.value;
    const { digest: _digest, ...signature } = signOffOf(recorded);
    const state = foldReview(await ports.reviews.load(period));
    const report = await storedFile(ports.objects, reportKey);
    return ok({
      signature,
      final: state !== null && isSigned(state),
      report: report === null ? null : shownFile(report),
    });
  },

  async withdrawSignature({ params: { period }, body: { reason }, caller, ports }) {
    const { assurance } = ports;
    const done = await takeBackSignature(ports, { period, by: caller.login, assurance, reason });
    if (done.kind === 'refused') return done;
    const { stage, by, at } = done.value;
    return ok({ stage, by, at, reason: done.value.reason });
  },

  async rebase({ params: { period }, body: { reason }, caller, ports }) {
    const { assurance } = ports;
    const done = await rebaseReview(afresh(ports), { period, by: caller.login, assurance, reason });
    if (done.kind === 'refused') return done;
    const { run, carried, again, gone } = done.value;
    return ok({ run, carried, again: again.length, gone: gone.length });
  },

  async voiding({ params: { period }, body: { reason }, caller, ports }) {
    const { assurance } = ports;
    const done = await voidReview(afresh(ports), { period, by: caller.login, assurance, reason });
    if (done.kind === 'refused') return done;
    const { by, at } = done.value;
    return ok({ by, at, reason });
  },

  async close({ params: { period }, caller, ports }) {
    const done = await closed(ports, { period, by: caller.login });
    if (done.kind === 'refused') return done;
    const { state, reportKey } = done.value;
    const report = reportKey === null ? null : await storedFile(ports.objects, reportKey);
    const { at, by } = state.closed ?? { at: ports.clock.now(), by: caller.login };
    return ok({ at, by, report: report === null ? null : shownFile(report) });
  },
};
