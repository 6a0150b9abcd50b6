// What a mail about a review says of each matter: its title, and the steps that it asks for.
import type { Notice } from '../../core/review/notices/notice.ts';
import { plural } from '../../core/values/text.ts';
import { dayText } from '../../core/values/time-text.ts';
import type { Doing } from './review-doing.ts';

export interface Words {
  readonly title: string;
  readonly steps: readonly string[];
}

/** @example wordsOf({ kind: 'opening', lines: 12, dueDay }, doing).title // '12 lines to decide by 15 January 2027' */
export function wordsOf(notice: Notice, doing: Doing): Words {
  switch (notice.kind) {
    case 'opening':
    case 'reminder':
    case 'escalation':
    case 'cannot-decide':
      return wordsOfDeciding(notice, doing);
    case 'sign-off':
    case 'sign-off-blocked':
      return wordsOfSigning(notice, doing);
    case 'exception-ending':
      return {
        title: `${plural(notice.accounts, 'exception')} ending on ${dayText(notice.until)}`,
        steps: [
          notice.signed
            ? 'This review is signed and takes no decision any more: decide anew in the next one. Until then what was excepted stands again from the day after.'
            : 'Decide anew: from the day after the line asks again, and nobody can sign.',
          doing.told('lists them.', { page: 'lines', command: 'status' }),
        ],
      };
    case 'closing':
      return {
        title: 'closed',
        steps: [
          `${plural(notice.decisions, 'decision')}, ${plural(notice.removed, 'removal')} proven by a later export${notice.gone === 0 ? '' : `, ${plural(notice.gone, 'revoked account')} gone without a work order`}.`,
          ...(notice.reported === true
            ? [
                'The closing report, which is signed, says by which export and row each is proven, and what stayed open.',
              ]
            : []),
        ],
      };
    case 'review-moved':
    case 'signature-withdrawn':
    case 'review-voided':
      return wordsOfWayBack(notice, doing);
    case 'work-order':
    case 'work-order-withdrawn':
    case 'removal-overdue':
    case 'removal-reopened':
    case 'review-missing':
    case 'not-performed':
      return wordsOfTrouble(notice, doing);
    default:
      return notice satisfies never;
  }
}

type Deciding = Extract<Notice, { kind: 'opening' | 'reminder' | 'escalation' | 'cannot-decide' }>;

function wordsOfDeciding(notice: Deciding, doing: Doing): Words {
  switch (notice.kind) {
    case 'opening':
      return {
        title: `${plural(notice.lines, 'line')} to decide by ${dayText(notice.dueDay)}`,
        steps: [bothSign, ...doing.decide],
      };
    case 'reminder':
      return {
        title: `${plural(notice.lines, 'line')} still to decide by ${dayText(notice.dueDay)}`,
        steps: [bothSign, ...doing.decide],
      };
    case 'escalation':
      return {
        title: `late by ${plural(notice.daysLate, 'day')}, ${plural(notice.lines, 'line')} undecided`,
        steps: ['The due day has passed; the report will say so.', ...doing.decide],
      };
    case 'cannot-decide':
      return {
        title: `${plural(notice.lines, 'line')} waiting for ${notice.people === 1 ? 'somebody' : `${notice.people} people`} who cannot decide`,
        steps: [
          'No directory of the run knows them, or they cannot sign in: each decision of theirs is refused.',
          doing.told('names them. Hand their lines over to somebody else.', { page: 'overview', command: 'status' }),
        ],
      };
    default:
      return notice satisfies never;
  }
}

type Signing = Extract<Notice, { kind: 'sign-off' | 'sign-off-blocked' }>;

function wordsOfSigning(notice: Signing, doing: Doing): Words {
  switch (notice.kind) {
    case 'sign-off':
      return {
        title: `ready to be signed by the ${stageWord(notice.stage)}`,
        steps: [
          doing.act(`Sign by ${dayText(notice.dueDay)}`, { page: 'sign', command: 'sign-off' }),
          ...(notice.stage === 'reviewer' ? ['The control owner signs after you, due on the same day.'] : []),
        ],
      };
    case 'sign-off-blocked':
      return {
        title: `decided, and not to be signed yet by the ${stageWord(notice.stage)}`,
        steps: [
          doing.told(
            `says what ${plural(notice.blocks, 'thing')} ${notice.blocks === 1 ? 'stands' : 'stand'} against the signature, and what is expected.`,
            { page: 'overview', command: 'status' },
          ),
          `Settle ${notice.blocks === 1 ? 'it' : 'them'} in time: the signatures are due on ${dayText(notice.dueDay)}.`,
        ],
      };
    default:
      return notice satisfies never;
  }
}

type WayBack = Extract<Notice, { kind: 'review-moved' | 'signature-withdrawn' | 'review-voided' }>;

function wordsOfWayBack(notice: WayBack, doing: Doing): Words {
  switch (notice.kind) {
    case 'review-moved':
      return {
        title: `moved onto a later run${notice.lines === 0 ? '' : `, ${plural(notice.lines, 'line')} to decide by ${dayText(notice.dueDay)}`}`,
        steps: [
          ...(notice.signatureFell ? ['Your signature fell with it: sign again when every line is decided.'] : []),
          ...(notice.lines === 0
            ? []
            : [
                'Decisions whose line is unchanged stay. Sheets from before are of no use: get a new one.',
                ...doing.decide,
              ]),
        ],
      };
    case 'signature-withdrawn':
      return {
        title: `signature of the ${stageWord(notice.stage)} taken back`,
        steps: [
          `Do not rely on the draft that it issued. The stage is to be signed again by ${dayText(notice.dueDay)}.`,
          doing.told('says who took it back and why.', { page: 'trail', command: 'status' }),
        ],
      };
    case 'review-voided':
      return {
        title: 'voided, as opened in error',
        steps: [
          'Its decisions and signatures count for nothing. Whoever opens another asks anew.',
          ...(notice.orders.length === 0
            ? []
            : [
                `Do not import the files of work ${notice.orders.length === 1 ? 'order' : 'orders'} ${notice.orders.join(', ')}. If you have, find out who is to have the access back.`,
              ]),
          doing.told('says who voided it and why.', { page: 'trail', command: 'status' }),
        ],
      };
    default:
      return notice satisfies never;
  }
}

function stageWord(stage: 'reviewer' | 'control-owner'): string {
  return stage === 'reviewer' ? 'reviewer' : 'control owner';
}

type Trouble = Extract<
  Notice,
  {
    kind:
      | 'work-order'
      | 'work-order-withdrawn'
      | 'removal-overdue'
      | 'removal-reopened'
      | 'review-missing'
      | 'not-performed';
  }
>;

function wordsOfTrouble(notice: Trouble, doing: Doing): Words {
  switch (notice.kind) {
    case 'work-order':
      return {
        title: `work order ${notice.number}, ${plural(notice.accounts, 'account')} to suspend by ${dayText(notice.dueDay)}`,
        steps: [
          `The work order says what to do; import its files as they are.${doing.apart ? ' They are too large for a mail.' : ''}`,
          'Do not open the files in a spreadsheet: it changes dates, numbers and formulas when it saves.',
        ],
      };
    case 'work-order-withdrawn':
      return {
        title: `work order ${notice.number} withdrawn${notice.kept === 0 ? '' : `, ${plural(notice.kept, 'account')} of it to stay`}`,
        steps: [
          'Do not import its files. If you have, give the access back to those who are to stay.',
          ...(notice.left === 0
            ? []
            : [
                `${plural(notice.left, 'account')} of it still to suspend: a new order holds ${notice.left === 1 ? 'it' : 'them'}.`,
                doing.act('Issue it', { page: 'remediation', command: 'work-order' }),
              ]),
        ],
      };
    case 'removal-overdue':
      return {
        title: `work order ${notice.number} overdue, ${plural(notice.accounts, 'account')} not proven suspended`,
        steps: [
          `It was due on ${dayText(notice.dueDay)}. Carry it out, then take a new export and run the review on it.`,
        ],
      };
    case 'removal-reopened':
      return {
        title: `${plural(notice.accounts, 'account')} live again after removal`,
        steps: [
          doing.act('Find out who brought them back, then hand them over again', {
            page: 'remediation',
            command: 'work-order',
          }),
        ],
      };
    case 'review-missing':
      return {
        title: `no review yet, due on ${dayText(notice.dueDay)}`,
        steps: [
          notice.hasRun
            ? doing.act('A run was accepted. Open the review', { page: 'overview', command: 'open' })
            : doing.compareAnew,
        ],
      };
    case 'not-performed':
      return {
        title: 'control not performed',
        steps: [
          `The review was due on ${dayText(notice.dueDay)} and was not performed. The ${doing.apart ? '' : 'attached '}report, which is signed, says so and is kept with the evidence.`,
          'A late review can still be opened; it will say how late it is.',
        ],
      };
    default:
      return notice satisfies never;
  }
}

/** Said to reviewers, because the signatures wait for the decisions and are due on the same day. */
const bothSign =
  'When every line is decided, the reviewer signs and then the control owner, due on the same day: leave them time.';
