// A small company as the routes answer it: 2,000 lines, two reviewers, one closed period before.
import type { Code, Severity } from '../../../../core/names/codes.ts';
import { codes } from '../../../../core/names/codes.ts';
import type { Line } from '../../../../portal/api/routes/review/lines.ts';
import { at, caller, findingOf, ok, problem } from './answered.ts';
import type { Answered, Asked, Json } from './answered.ts';
import { others } from './others.ts';

export interface Company {
  readonly answer: (asked: Asked) => Answered;
  readonly lines: Line[];
  /** A colleague decides a line while somebody else looks at it. */
  readonly colleagueDecides: (login: string) => void;
  /** From now on nobody is signed in. */
  readonly endSession: () => void;
  readonly setRoles: (roles: Json<'me'>['roles']) => void;
  readonly setCarriedBy: (carriedBy: Json<'lines'>['carriedBy']) => void;
}

const colleague = 'omar@acme.example';
const stranger = 'chef@holding.example';
const pageSize = 50;

export function company(): Company {
  const lines = Array.from({ length: 2000 }, (_, index) => lineAt(index));
  const events: Json<'changes'>['events'][number][] = [];
  let signedIn = true;
  let carriedBy: Json<'lines'>['carriedBy'] = 'signature';
  let roles: Json<'me'>['roles'] = ['admin', 'reviewer', 'control-owner', 'auditor'];
  const sequence = () => 1 + events.length;
  const decide = (
    login: string,
    decided: Pick<NonNullable<Line['decision']>, 'decision' | 'until' | 'reason' | 'by'>,
  ) => {
    const at = lines.findIndex((line) => line.login === login);
    const line = lines[at];
    if (line === undefined) return;
    const decision = { ...decided, at: '2026-10-06T10:00:00.000Z', assurance: 'oidc' as const, filter: null };
    lines[at] = { ...line, decision: { ...decision, sequence: sequence() + 1 } };
    events.push({
      sequence: sequence() + 1,
      kind: 'decided',
      at: decision.at,
      by: decided.by,
      says: `${decided.by} decided ${login}.`,
      logins: [login],
    });
  };
  const answer = (asked: Asked): Answered => {
    if (!signedIn) return problem(401, 'Sign in', 'Nobody is signed in.');
    const { method, path, query, body } = asked;
    const [, first = '', period = '', third = '', last = ''] = path.split('/');
    if (path === '/me') return ok<'me'>(me(roles));
    if (first === 'periods' && method === 'GET') {
      if (third === 'lines' && last === '') return ok<'lines'>({ ...pageOf(lines, query, sequence()), carriedBy });
      if (third === 'lines') return ok<'lineStory'>(story(lines, decodeURIComponent(last)));
      if (third === 'line-filters') return ok<'lineFilters'>(filters(lines));
      if (third === 'changes') {
        const after = Number(query.get('after'));
        return ok<'changes'>({ sequence: sequence(), events: events.filter((event) => event.sequence > after) });
      }
      if (third === '' && period !== '')
        return ok<'overview'>(overview(lines, period, { sequence: sequence(), carriedBy }));
    }
    if (third === 'decisions' && last === '') {
      const sent: { decisions: { login: string; decision: 'keep'; until: string | null; reason: string }[] } =
        JSON.parse(body.toString());
      const taken = sent.decisions.filter(({ login }) => lines.some((line) => line.login === login && line.decision));
      const recorded = sent.decisions.filter((one) => !taken.includes(one));
      for (const one of recorded) decide(one.login, { ...one, by: caller });
      return ok<'decide'>({
        recorded,
        taken: taken.map(({ login }) => ({
          what: 'somebody else decided it at the same moment',
          where: login,
          found: `keep by ${colleague}`,
          expected: 'an undecided line',
        })),
        replaced: [],
        withdrawn: [],
        sequence: sequence(),
      });
    }
    return others(asked) ?? problem(404, 'Not found', `The stand-in does not know ${path}.`);
  };
  return {
    answer,
    lines,
    colleagueDecides: (login) => {
      decide(login, { decision: 'keep', until: null, reason: 'Still needs it.', by: colleague });
    },
    endSession: () => {
      signedIn = false;
    },
    setCarriedBy: (given) => {
      carriedBy = given;
    },
    setRoles: (given) => {
      roles = given;
    },
  };
}

const marks: readonly (Code | null)[] = [
  'LEAVER_ACCOUNT',
  'ORPHANED_ACCOUNT',
  'DORMANT_ACCOUNT',
  'PRIVILEGED_ACCOUNT',
  null,
];

function lineAt(index: number): Line {
  const marked = index < 40 ? (marks[index % marks.length] ?? null) : null;
  const severity: Severity | null = marked === null ? null : codes[marked].severity;
  const own = index === 4;
  const mine = index % 3 !== 2 && !own;
  return {
    login: own ? caller : `person${String(index).padStart(4, '0')}@acme.example`,
    kind: 'account',
    name: own ? 'Rita Reyes' : `Person ${index}`,
    role: index % 7 === 0 ? 'Admin' : 'Sales rep',
    team: ['Sales EMEA', 'Sales Americas', 'Revenue operations'][index % 3] ?? null,
    status: 'Active',
    situation: marked === 'ORPHANED_ACCOUNT' ? 'unmatched' : 'linked',
    privileged: index % 7 === 0,
    roleUnclassified: false,
    roleMeans: null,
    lastLogin: index % 11 === 0 ? null : '2026-09-28',
    ageDays: 300,
    codes: marked === null ? [] : [marked],
    severity,
    changed: index % 13 === 0,
    recommendation:
      severity === 'critical' || severity === 'high'
        ? { decision: 'revoke', reason: 'Nobody in a directory stands behind it.' }
        : { decision: 'keep', reason: 'Linked to a person who is assigned.' },
    reviewer: mine ? caller : colleague,
    mine,
    locked: own
      ? 'Nobody decides about their own access; omar@acme.example decides it.'
      : mine
        ? null
        : `This line is to be decided by ${colleague}.`,
    unremarkable: marked === null && index % 7 !== 0 && index % 13 !== 0,
    decision: null,
    asksAgain: false,
  };
}

function pageOf(lines: readonly Line[], query: URLSearchParams, sequence: number): Omit<Json<'lines'>, 'carriedBy'> {
  const text = query.get('text')?.toLowerCase() ?? '';
  const is = (name: 'mine' | 'privileged' | 'changed' | 'unremarkable', line: Line) =>
    query.get(name) === null || String(line[name]) === query.get(name);
  const decision = query.get('decision');
  const matching = lines
    .filter((line) => `${line.login} ${line.name} ${line.team} ${line.role}`.toLowerCase().includes(text))
    .filter((line) => is('mine', line) && is('privileged', line) && is('changed', line) && is('unremarkable', line))
    .filter((line) => decision === null || (line.decision?.decision ?? 'undecided') === decision)
    .filter((line) => query.get('severity') === null || line.severity === query.get('severity'))
    .toSorted((one, other) => (query.get('sort') === null ? Number(other.mine) - Number(one.mine) : 0));
  const from = Number(query.get('cursor') ?? 0);
  return {
    sequence,
    total: lines.length,
    matching: matching.length,
    from: matching.length === 0 ? 0 : from + 1,
    lines: matching.slice(from, from + pageSize),
    previous: from === 0 ? null : String(Math.max(0, from - pageSize)),
    next: from + pageSize < matching.length ? String(from + pageSize) : null,
  };
}

function story(lines: readonly Line[], login: string): Json<'lineStory'> {
  const line = lines.find((line) => line.login === login) ?? lineAt(0);
  return {
    ...line,
    match: 'The login is the e-mail address of one identity in the directory entra, which is assigned to the app.',
    changes: line.changed ? ['Role changed from Viewer to Sales rep.'] : [],
    own: [line.login],
    lastDecision: { review: '2026-Q3', decision: 'keep', until: null, by: colleague, at: '2026-07-09T12:00:00.000Z' },
    findings: line.codes.map((code) => findingOf(code, line.login)),
    decisions: line.decision === null ? [] : [line.decision],
    comments: [
      {
        by: colleague,
        at: '2026-10-06T09:00:00.000Z',
        assurance: 'oidc',
        text: 'The owner confirmed it by ticket.',
        files: [{ name: 'ticket-4711.pdf', mediaType: 'application/pdf', bytes: 48_120, sha256: 'c'.repeat(64) }],
      },
    ],
    removal: null,
  };
}

function filters(lines: readonly Line[]): Json<'lineFilters'> {
  const of = (name: 'team' | 'role' | 'reviewer' | 'severity' | 'situation') =>
    [...Map.groupBy(lines, (line) => line[name])].flatMap(([value, lines]) =>
      value === null ? [] : [{ value, lines: lines.length }],
    );
  return {
    team: of('team'),
    role: of('role'),
    reviewer: of('reviewer'),
    severity: of('severity'),
    situation: of('situation'),
    code: [],
  };
}

function me(roles: Json<'me'>['roles']): Json<'me'> {
  return {
    login: caller,
    name: 'Rita Reyes',
    roles,
    periods: null,
    until: null,
    signedInAt: at,
    sessionEndsAt: '2099-01-01T00:00:00.000Z',
    freshUntil: '2099-01-01T00:00:00.000Z',
    groupsOverage: false,
    localIssuer: true,
    organisation: 'Acme',
    timeZone: 'Europe/Berlin',
    today: '2026-10-05',
    application: 'People.ai',
    version: '0.3.0',
  };
}

function overview(
  lines: readonly Line[],
  period: string,
  { sequence, carriedBy }: Pick<Json<'lines'>, 'sequence' | 'carriedBy'>,
): Json<'overview'> {
  const count = (word: string) => lines.filter(({ decision }) => decision?.decision === word).length;
  const undecided = lines.filter(({ decision }) => decision === null);
  return {
    period,
    state: 'in-review',
    dueDay: '2027-01-15',
    daysLeft: 12,
    run: { id: '2026-10-05T090000Z-1f3a', asOf: at, exportedAt: at, countShown: 2000 },
    review: {
      openedAt: at,
      openedBy: caller,
      sequence,
      lines: {
        accounts: 2000,
        apiKeys: 0,
        undecided: undecided.length,
        keep: count('keep'),
        revoke: count('revoke'),
        except: count('except'),
      },
      mine: { assigned: 1333, undecided: undecided.filter(({ mine }) => mine).length },
      rejectedRows: 0,
      turns: [
        { who: caller, owes: `${undecided.filter(({ mine }) => mine).length} lines to decide` },
        { who: colleague, owes: '667 lines to decide' },
      ],
      cannotDecide: [{ who: stranger, lines: 12, why: `${stranger}: no directory of the run knows them` }],
      blocks: [
        {
          what: 'lines are undecided',
          where: period,
          found: `${undecided.length} undecided`,
          expected: 'every line decided',
        },
      ],
      signatures: [],
      nextStage: carriedBy === 'signature' ? 'reviewer' : null,
      approval: null,
      removals: { open: 3, proven: 12, overdue: 1 },
      toHandOver: 2,
      closed: null,
      carriedBy,
      laterRun: null,
    },
    findings: [
      { severity: 'critical', open: 8 },
      { severity: 'high', open: 8 },
      { severity: 'medium', open: 8 },
    ],
    trend: [{ period: '2026-Q3', accounts: 1980, revoked: 31, openFindings: 4 }],
    news: [{ sequence: 1, at, by: caller, says: `${caller} opened the review.` }],
  };
}
