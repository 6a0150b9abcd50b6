// The gates: what must hold before a comparison may be believed. A gate that is not accepted holds the run.
import { application } from '../application/applications.ts';
import type { Period } from '../config/calendar.ts';
import type { Config } from '../config/config.ts';
import { alterations } from './custody.ts';
import type { ComparedDigests, Custody } from './custody.ts';
import type { History } from './history.ts';
import { mixedGates } from './mixed.ts';
import type { Mixed } from './mixed.ts';
import type { SnapshotHeader } from './snapshot.ts';
import { questionedBy, gateNames, isAcceptable } from '../names/gates.ts';
import type { GateName } from '../names/gates.ts';
import { msOf, hourInMs, dayOf, daysBetween } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';
import { instantText, dayText, durationText, hoursText } from '../values/time-text.ts';
import type { CanonicalLogin } from '../values/login.ts';
import { plural } from '../values/text.ts';

export interface GateOutcome {
  readonly gate: GateName;
  /** The directory that the gate is about; `null` when it is about the export or the leavers file. */
  readonly directory: string | null;
  /** What was found and what was expected, as one sentence. */
  readonly reason: string;
  readonly acceptable: boolean;
  /** Who accepted the gate, and why; `null` where nobody did. */
  readonly accepted: { readonly by: string; readonly reason: string } | null;
}

export interface AcceptedGate {
  readonly gate: GateName;
  readonly by: string;
  readonly reason: string;
}

export function holds(outcome: GateOutcome): boolean {
  return outcome.accepted === null;
}

export interface GateInput {
  readonly config: Config;
  readonly history: History;
  readonly period: Period;
  readonly exportedAt: Instant;
  /** The latest instant at which the export can have been taken, whatever was declared. */
  readonly takenBy: Instant;
  readonly rowsRead: number;
  readonly countShown: number | null;
  readonly logins: Pick<ReadonlySet<CanonicalLogin>, 'has'>;
  /** What judging the accounts showed about mixed rows. Absent while the accounts are not judged yet. */
  readonly mixed?: Mixed;
  readonly snapshots: readonly {
    readonly header: SnapshotHeader;
    readonly identities: number;
    /** Those of the identities that can sign in, or of which the directory does not say. */
    readonly able: number;
    readonly assignments: number;
    /** Identities without any name, login or alias. */
    readonly limited: number;
    /**
     * How many people the last accepted run saw in the directory, and how many of them are in it now, by id or login;
     * `null` where no run tells.
     */
    readonly again: { readonly seen: number; readonly now: number } | null;
  }[];
  readonly accepted: readonly AcceptedGate[];
  /** Absent where nothing was recorded about how the files came in. */
  readonly custody?: { readonly record: Custody; readonly compared: ComparedDigests };
}

type Snapshot = GateInput['snapshots'][number];

type Raised = Pick<GateOutcome, 'gate' | 'directory' | 'reason'>;

/** Every gate that is raised, accepted or not, in the contract's order and then by directory. */
export function judgeGates(input: GateInput): readonly GateOutcome[] {
  const raised = [...input.snapshots.flatMap((snapshot) => directoryGates(snapshot, input)), ...exportGates(input)];
  return raised
    .toSorted((a, b) => gateNames.indexOf(a.gate) - gateNames.indexOf(b.gate))
    .map((one) => {
      const acceptable = isAcceptable(one.gate);
      const accepted = acceptable ? input.accepted.find(({ gate }) => gate === one.gate) : undefined;
      return {
        ...one,
        acceptable,
        accepted: accepted === undefined ? null : { by: accepted.by, reason: accepted.reason },
      };
    });
}

/** The accepted gate that lets rows be missing; `null` for most runs. */
export function shortBy(outcomes: readonly GateOutcome[]): GateName | null {
  return outcomes.find(isShort)?.gate ?? null;
}

/** Whether the gate was accepted although rows may be missing. */
export function isShort(outcome: GateOutcome): boolean {
  return !holds(outcome) && questionedBy(outcome.gate) === 'rows';
}

/**
 * Why a directory is not believed in this run, as a phrase; `null` when it is believed. An account that only such a
 * directory could know is not called an orphan.
 */
export function distrustOf(directory: string, outcomes: readonly GateOutcome[]): string | null {
  const held = outcomes.find(
    (outcome) => outcome.directory === directory && holds(outcome) && questionedBy(outcome.gate) === 'directory',
  );
  return held === undefined ? null : `is held by the gate ${held.gate}: ${held.reason}`;
}

/**
 * Whether the gate keeps what a watch run finds from being relied on. Gates about when the export was taken hold every watch
 * run, which compares it long after, and put nothing in doubt.
 */
export function isDistrust(outcome: GateOutcome): boolean {
  return holds(outcome) && questionedBy(outcome.gate) !== null;
}

function directoryGates(snapshot: Snapshot, input: GateInput): readonly Raised[] {
  const { directory, completeness } = snapshot.header;
  const isGate = input.config.directories.some((one) => one.id === directory && one.role === 'gate');
  const seen: SeenSnapshot = {
    ...snapshot,
    isGate,
    before: input.history.directories.find((known) => known.id === directory),
    raised: (gate, reason) => ({ gate, directory, reason }),
  };
  const ofReading = readingGates(seen);
  // Of a directory that was not read at all it is not known how much it holds, nor of what time its data is.
  if (completeness === 'unread') return ofReading;
  return [...ofReading, ...emptyGates(seen), ...changeGates(seen, input.config), ...skewGates(seen, input)];
}

interface SeenSnapshot extends Snapshot {
  /** Whether the directory decides who may sign in. */
  readonly isGate: boolean;
  /** What the last accepted run counted in the directory; `undefined` where it had none. */
  readonly before: History['directories'][number] | undefined;
  readonly raised: (gate: GateName, reason: string) => Raised;
}

/** Gates about how the directory was read, and whether the app is right. */
function readingGates({ header, limited, isGate, raised }: SeenSnapshot): readonly Raised[] {
  const { directory, app, completeness, reasons } = header;
  const gates: Raised[] = [];
  if (completeness !== 'complete') {
    const why = reasons.length === 0 ? 'the snapshot gives no reason' : reasons.join('; ');
    gates.push(raised('incomplete', `the snapshot of ${directory} is ${completeness}: ${why}`));
  }
  // A connector that noticed it while reading says so in the reasons. A stored snapshot shows it by what its identities
  // lack.
  const told = reasons.find((reason) => reason.startsWith('limited-information'));
  if (limited > 0 || told !== undefined) {
    const counted = `${plural(limited, 'object')} of ${directory} came without name, login and mail: a permission to read them is missing`;
    gates.push(raised('limited-information', told?.replace(/^limited-information: */, '') ?? counted));
  }
  if (isGate && app?.enabled === false)
    gates.push(
      raised('app-disabled', `the ${application.name} app is disabled in ${directory}, or it is the wrong app`),
    );
  return gates;
}

function emptyGates({ header, identities, assignments, isGate, before, raised }: SeenSnapshot): readonly Raised[] {
  const { directory, app } = header;
  if (identities === 0) return [raised('empty-directory', `${directory} holds no identities`)];
  if (!isGate || assignments > 0 || isKnownOpen(app, before)) return [];
  return [raised('empty-directory', `${directory} holds no assignment to the app`)];
}

/** Gates about what changed since the last accepted run. */
function changeGates(
  { header: { directory }, identities, able, assignments, again, isGate, before, raised }: SeenSnapshot,
  config: Config,
): readonly Raised[] {
  if (before === undefined) return [];
  const ofIdentities = { noun: 'identity', many: 'identities', was: before.identities, now: identities };
  const ofAssignments = { noun: 'assignment', was: before.assignments, now: assignments };
  const isFewer = dropped(ofIdentities, config);
  const gates: Raised[] = [];
  if (isFewer) gates.push(raised('drop-identities', `${directory} holds ${dropText(ofIdentities, config)}`));
  else if (before.able !== undefined && areDisabled({ was: before.able, now: able }))
    gates.push(
      raised(
        'drop-identities',
        `${identities - able} of the ${identities} people of ${directory} cannot sign in, and ${before.able} could in the last accepted run: perhaps most were disabled by mistake`,
      ),
    );
  if (isGate && dropped(ofAssignments, config))
    gates.push(raised('drop-assignments', `${directory} holds ${dropText(ofAssignments, config)}`));
  if (again !== null && areOthers(again) && !isFewer)
    gates.push(
      raised(
        'wrong-tenant',
        `only ${again.now} of the ${again.seen} people of ${directory} whom the last accepted run knew are in it now, by id or login, and it has not shrunk by more than the policy allows: perhaps it is another tenant`,
      ),
    );
  return gates;
}

function skewGates({ header, raised }: SeenSnapshot, { config, exportedAt }: GateInput): readonly Raised[] {
  const { directory, takenAt } = header;
  const { maxSkewHours } = config.policy;
  const apartMs = Math.abs(msOf(takenAt) - msOf(exportedAt));
  if (apartMs <= maxSkewHours * hourInMs) return [];
  return [
    raised(
      'skew',
      `the export (${instantText(exportedAt)}) and the snapshot of ${directory} (${instantText(takenAt)}) are ${durationText(apartMs)} apart; the policy allows ${hoursText(maxSkewHours)}`,
    ),
  ];
}

/**
 * Whether the app lets everybody in and has no assignments, and a run that was accepted knew it so: it need not be
 * accepted again in each run.
 */
function isKnownOpen(app: SnapshotHeader['app'], before: History['directories'][number] | undefined): boolean {
  return app !== null && !app.assignmentRequired && before?.openApp === app.id;
}

/** In a directory with fewer people it means nothing when most of them are others, or cannot sign in. */
const enoughPeople = 10;

/**
 * Whether most people who could sign in no longer can. People are disabled one by one, or a department at a time: when
 * it is most of them, a script may have gone wrong.
 */
function areDisabled({ was, now }: Readonly<Record<'was' | 'now', number>>): boolean {
  return was >= enoughPeople && now * 2 < was;
}

/**
 * Whether fewer than half of the people known from before are there. In another tenant nobody reappears, and everybody
 * would be called a leaver.
 */
function areOthers({ seen, now }: NonNullable<Snapshot['again']>): boolean {
  return seen >= enoughPeople && now * 2 < seen;
}

function exportGates(input: GateInput): readonly Raised[] {
  const { config, history, period, rowsRead, countShown, logins } = input;
  const raised: Raised[] = [];
  const raise = (gate: GateName, reason: string): void => void raised.push({ gate, directory: null, reason });
  if (input.custody !== undefined)
    for (const said of alterations(input.custody.record, input.custody.compared)) raise('custody', said);
  const was = history.run?.rowsRead;
  if (was !== undefined) {
    const drop = { noun: 'row', was, now: rowsRead };
    if (dropped(drop, config)) raise('drop-rows', `the export has ${dropText(drop, config)}`);
  }
  const day = dayOf(input.exportedAt, config.calendar.timeZone);
  if (day < period.firstDay || day > period.dueDay) {
    raise(
      'period',
      `the export of ${dayText(day)} is not of the period ${period.id} (${dayText(period.firstDay)} to ${dayText(period.lastDay)}) or the ${daysBetween(period.lastDay, period.dueDay)} days after it`,
    );
  }
  if (history.accounts.length > 0) {
    const again = history.accounts.filter((account) => logins.has(account.login)).length;
    if (again * 2 < history.accounts.length) {
      raise(
        'wrong-instance',
        `only ${again} of the ${history.accounts.length} logins of the last export are in this one: perhaps it is of another environment`,
      );
    }
  }
  for (const { gate, reason } of mixedGates(input.mixed ?? {})) raise(gate, reason);
  if (countShown !== null && countShown !== rowsRead) {
    raise(
      'count',
      `the export has ${plural(rowsRead, 'row')} and ${application.name}'s page showed ${plural(countShown, 'user')}`,
    );
  }
  return raised;
}

interface Drop {
  readonly noun: string;
  /** The plural, where it is not the noun with an s. */
  readonly many?: string;
  readonly was: number;
  readonly now: number;
}

function dropped({ was, now }: Drop, { policy }: Config): boolean {
  return was > 0 && (was - now) * 100 > was * policy.maxDropPercent;
}

function dropText({ noun, many = `${noun}s`, was, now }: Drop, { policy }: Config): string {
  // Rounded up to a tenth, so that a drop which is barely too large does not read like the one that is allowed.
  const percent = Math.ceil(((was - now) * 1000) / was) / 10;
  return `${plural(now, noun, many)}, ${percent} % fewer than the ${was} of the last accepted run; the policy allows ${policy.maxDropPercent} %`;
}
