// Answers about lines: a page of them, what they can be filtered by, a worksheet, and one with its story.
import type { EffectiveDecision } from '../../../../core/review/events/state.ts';
import { carriedBy } from '../../../../core/review/signatures/carried-by.ts';
import { canonicalLogin } from '../../../../core/values/login.ts';
import { quoted } from '../../../../core/values/text.ts';
import { ok } from '../../../../core/values/result.ts';
import { lineTableCsv } from '../../../../drawing/csv/line-table.ts';
import { worksheetCsv } from '../../../../drawing/csv/worksheet.ts';
import { encoded } from '../../../../steps/bytes.ts';
import { findingsOf } from '../../../../steps/show/findings.ts';
import { linesFound, valuesOf } from '../../../../steps/show/line-search.ts';
import type { LineQuestion } from '../../../../steps/show/line-search.ts';
import { lineIndex, seenLine } from '../../../../steps/show/lines.ts';
import type { SeenLine } from '../../../../steps/show/lines.ts';
import { lookAt } from '../../../../steps/show/look.ts';
import type { Handlers } from '../../call.ts';
import { cursorOf, placeIn } from '../../cursor.ts';
import { handedOut } from '../../handed-out.ts';
import { refuse } from '../../problem.ts';
import { shownComment } from './comments.ts';
import { shownRemoval } from './remediation.ts';
import type { Line, LineQuery } from '../../routes/review/lines.ts';
import { shownFinding } from '../findings.ts';

const pageSize = 50;

function shownDecision(decision: EffectiveDecision): NonNullable<Line['decision']> {
  const { decision: word, until, reason, by, at, assurance, sequence, filter } = decision;
  return { decision: word, until, reason, by, at, assurance, sequence, filter };
}

function shownLine({ line, codes, reviewer, mine, locked, unremarkable, decision, asksAgain }: SeenLine): Line {
  const { login, kind, name, role, team, status, situation, privileged, lastLogin, ageDays, severity } = line;
  return {
    login,
    kind,
    name,
    role,
    team,
    status,
    situation,
    privileged,
    lastLogin,
    ageDays,
    severity,
    roleUnclassified: line.roleUnclassified === true,
    roleMeans: line.roleMeans ?? null,
    codes: [...codes],
    changed: line.changes.length > 0,
    recommendation: line.recommendation,
    reviewer,
    mine,
    locked,
    unremarkable,
    asksAgain,
    decision: decision === null ? null : shownDecision(decision),
  };
}

function flag(word: 'true' | 'false' | undefined): boolean | undefined {
  return word === undefined ? undefined : word === 'true';
}

function questionOf(query: LineQuery): LineQuestion {
  const { cursor: _cursor, mine, privileged, changed, unremarkable, sort = 'gravity', direction, ...rest } = query;
  return {
    ...rest,
    mine: flag(mine),
    privileged: flag(privileged),
    changed: flag(changed),
    unremarkable: flag(unremarkable),
    sort,
    down: direction === 'down',
  };
}

export const lineHandlers: Handlers<'lines' | 'lineFilters' | 'lineFile' | 'lineTable' | 'lineStory'> = {
  async lines({ params: { period }, query, caller, ports }) {
    const review = await lookAt(ports, period);
    if (review.kind === 'refused') return review;
    const index = lineIndex(review.value);
    const question = questionOf(query);
    const about = JSON.stringify([period, caller.login, question]);
    const found = linesFound(index, question, caller.login);
    const first = Math.min(placeIn(query.cursor, about) ?? 0, Math.max(0, found.length - 1));
    const page = found.slice(first, first + pageSize);
    const end = first + pageSize;
    return ok({
      sequence: review.value.state.sequence,
      total: review.value.frozen.lines.length,
      matching: found.length,
      carriedBy: carriedBy(review.value.state),
      from: page.length === 0 ? 0 : first + 1,
      lines: page.flatMap((at) => {
        const seen = seenLine(index, at, caller.login);
        return seen === null ? [] : [shownLine(seen)];
      }),
      previous: first === 0 ? null : cursorOf(Math.max(0, first - pageSize), about),
      next: end < found.length ? cursorOf(end, about) : null,
    });
  },

  async lineFilters({ params: { period }, ports }) {
    const review = await lookAt(ports, period);
    return review.kind === 'refused' ? review : ok(valuesOf(lineIndex(review.value)));
  },

  async lineFile({ params: { period }, query, ports }) {
    const review = await lookAt(ports, period);
    if (review.kind === 'refused') return review;
    const { undecided } = review.value;
    const reviewer = query.reviewer === undefined ? null : canonicalLogin(query.reviewer);
    // Whoever asks for the lines of one must not be handed those of all.
    if (query.reviewer !== undefined && reviewer === null)
      throw refuse(422, {
        what: 'no login',
        where: 'query, reviewer',
        found: quoted(query.reviewer),
        expected: 'the login of a reviewer, such as jane.doe@acme.com',
      });
    const theirs = undecided.filter((line) => reviewer === null || line.reviewer === reviewer);
    // Excel takes a CSV without a byte order mark for the code page of the machine.
    const bytes = encoded(['\uFEFF', ...worksheetCsv(theirs)]);
    const file = { bytes, name: `worksheet-${period}.csv`, mediaType: 'text/csv', size: null, sha256: null };
    return ok(await handedOut(ports, file));
  },

  async lineTable({ params: { period }, query, caller, ports }) {
    const review = await lookAt(ports, period);
    if (review.kind === 'refused') return review;
    const index = lineIndex(review.value);
    const found = linesFound(index, questionOf(query), caller.login);
    const lines = found.flatMap((at) => seenLine(index, at, caller.login) ?? []);
    const bytes = encoded(['\uFEFF', ...lineTableCsv(lines)]);
    const file = { bytes, name: `lines-${period}.csv`, mediaType: 'text/csv', size: null, sha256: null };
    return ok(await handedOut(ports, file));
  },

  async lineStory({ params: { period, login }, caller, ports }) {
    const review = await lookAt(ports, period);
    if (review.kind === 'refused') return review;
    const { frozen, state, events, run } = review.value;
    const wanted = canonicalLogin(login);
    const seen = seenLine(
      lineIndex(review.value),
      frozen.lines.findIndex((line) => line.login === wanted),
      caller.login,
    );
    if (seen === null || wanted === null)
      throw refuse(404, {
        what: 'no line of this review',
        where: `review ${period}`,
        found: login,
        expected: 'the login of a line',
      });
    const removal = state.removals.get(seen.line.login);
    return ok({
      ...shownLine(seen),
      match: seen.line.match,
      changes: seen.line.changes,
      own: seen.line.own,
      lastDecision: seen.line.lastDecision,
      findings: (await findingsOf(run)).filter((one) => one.login === wanted).map(shownFinding),
      decisions: events
        .flatMap(({ sequence, event }) => {
          const said = event.kind === 'decided' ? event.lines.find((one) => one.login === wanted) : undefined;
          if (event.kind !== 'decided' || said === undefined) return [];
          const { by, at, assurance, filter = null } = event;
          return [shownDecision({ ...said, by, at, assurance, filter, sequence })];
        })
        .toReversed(),
      comments: state.comments.filter((one) => one.login === wanted).map(shownComment),
      removal: removal === undefined ? null : { order: removal.order, ...shownRemoval(removal) },
    });
  },
};
