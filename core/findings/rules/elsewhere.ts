// As whom the person of an account is there under another login, in words.
import { areCalledOtherwise, loginKeys } from '../collect/known-identity.ts';
import type { Judgement } from '../judge/judgement.ts';
import type { Elsewhere } from '../judge/leaving.ts';
import { leaverOf } from '../judge/person.ts';
import { judgeIdentity } from '../judge/situation.ts';
import type { JudgedIdentity } from '../judge/situation.ts';
import { personText } from '../judge/wording.ts';
import { instantText } from '../../values/time-text.ts';
import type { FindingContext } from './context.ts';

/** How somebody stands who is there, in the order in which it matters to whoever decides about the account. */
const standingWords: Readonly<Record<JudgedIdentity['state'], string>> = {
  active: '',
  unknown: ', though the directory does not say whether they may sign in',
  suspended: ', and cannot sign in at present',
  disabled: ', and is disabled: a leaver or somebody on leave, the directory does not say which',
  deleted: ', and is gone',
};

/** Whom an earlier run tied to the account; empty where nobody of them is there under another login. */
export function elsewhereText({ elsewhere }: Pick<Judgement, 'elsewhere'>): string {
  const [one] = elsewhere.toSorted((a, b) => placeOf(a) - placeOf(b));
  if (one === undefined) return '';
  const { before, today } = one;
  const [login] = loginKeys(today.known);
  const under = login === undefined ? 'without a login' : `under another login, ${login}`;
  return ` An earlier accepted run tied it to ${before.name ?? before.id} in ${before.directory}, who is there today ${under}${standingWords[today.state]}.`;
}

function placeOf({ today }: Elsewhere): number {
  return Object.keys(standingWords).indexOf(today.state);
}

/** By whom the person who bore the login is there today; empty where nothing tells it. */
export function remainingText({ remaining }: Pick<Judgement, 'remaining'>): string {
  if (remaining === null) return '';
  const { from, until, there } = remaining;
  const why = there.by === 'account' ? 'an earlier accepted run tied the account to' : 'the employee number leads to';
  const lost =
    until === null
      ? `${from} shows who bore it as deleted`
      : `Until ${instantText(until)} ${from} showed who bore it, and no longer does`;
  return ` ${lost}; ${why} ${there.name ?? there.id} in ${there.directory}${there.by === 'account' ? ' too' : ''}, who is there today under another login.`;
}

/** Who bears the employee number of the row and can sign in, beside the person of its login, who cannot; or nothing. */
export function numberedText({ account, match, decisive }: Judgement, context: FindingContext): string {
  const { people, leavers, rules } = context;
  const { employeeId } = account;
  if (employeeId === null || !rules.has('hears-the-renamed')) return '';
  const own = new Set(match.person.map(({ known }) => known));
  const name = decisive?.known.identity.name ?? null;
  const able = people
    .numbered(employeeId)
    .find(
      (one) =>
        !own.has(one) &&
        !areCalledOtherwise(one.identity.name, name) &&
        judgeIdentity(one, leaverOf(one, leavers), context).state === 'active',
    );
  if (able === undefined) return '';
  return ` The employee number of the row leads to ${personText(able)}, who can sign in: the account may be theirs.`;
}
