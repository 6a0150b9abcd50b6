// Who signed, as the product knows them: whether they prepared what they signed, what of it was their own, and since when they do.
import type { ReviewedPeriod } from '../../inputs/history.ts';
import type { SignOff } from '../../names/sign-off.ts';
import type { KnownPerson } from '../../review/lines/actor.ts';
import { isAmong, isSamePerson } from '../../review/lines/own-logins.ts';
import type { ReviewLines } from '../../review/lines/line.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { PlusAddressing } from '../../values/login.ts';
import { plural } from '../../values/text.ts';

export interface SignerRow {
  readonly stage: SignOff['stage'];
  readonly by: string;
  /** As a directory names them; `null` where none does. */
  readonly name: string | null;
  /** How they are known, as a sentence. */
  readonly known: string;
  /** Whether they took the export that they signed for; `null` where nobody says who took it. */
  readonly preparer: boolean | null;
  readonly openedIt: boolean;
  /** Lines about their own access, which somebody else decided. */
  readonly ownLines: number;
  /** Decisions of theirs that stand, under whatever name. */
  readonly decided: number;
  /** Comments of theirs, under whatever name. */
  readonly wrote: number;
  /** Since when they sign this stage, as far as the history tells. */
  readonly since: string;
}

export interface SignersInput {
  readonly state: ReviewState;
  readonly frozen: Pick<ReviewLines, 'lines' | 'others'>;
  /** Who bears the names of the signers, and of whoever may be one of them, as the directories of the run know them. */
  readonly people: readonly KnownPerson[];
  readonly exportedBy: string | null;
  readonly plusAddressing: PlusAddressing;
  /** Earlier reviews and this one. */
  readonly reviews: readonly ReviewedPeriod[];
  /** The period of the review. */
  readonly review: string;
}

/** Every name that may be another one of somebody who signed. */
export function namesBesideSigners({
  state,
  exportedBy,
  reviews,
}: Pick<SignersInput, 'state' | 'exportedBy' | 'reviews'>): readonly string[] {
  const acted = [...state.decisions.values(), ...state.comments, ...state.signatures].map(({ by }) => by);
  const signed = reviews.flatMap((one) => one.signed.map(({ by }) => by));
  return [...new Set([...acted, ...signed, exportedBy ?? '', state.openedBy ?? ''])];
}

export function signerRows(input: SignersInput): readonly SignerRow[] {
  const { state, frozen, people, exportedBy, plusAddressing, reviews, review } = input;
  const owned = [...frozen.lines, ...frozen.others, ...people];
  const decisions = numberBy([...state.decisions.values()]);
  const comments = numberBy(state.comments);
  return state.signatures.flatMap(({ stage, by: typed }) => {
    const by = canonicalLogin(typed);
    if (by === null) return [];
    const isOwn = ({ own }: Pick<KnownPerson, 'own'>): boolean => isAmong(by, own, plusAddressing);
    const found = people.filter(isOwn);
    // As many act as there are managers: each is held against what is the signer's, and not against every line.
    const known = { people: owned.filter(isOwn), plusAddressing };
    const preparer = canonicalLogin(exportedBy ?? '');
    const opener = canonicalLogin(state.openedBy ?? '');
    const isTheirs = (name: string): boolean => isSamePerson(name, by, known);
    const earlier = reviews
      .filter(
        (one) => one.review < review && one.signed.some((signed) => signed.stage === stage && isTheirs(signed.by)),
      )
      .map((one) => one.review)
      .toSorted();
    return [
      {
        stage,
        by,
        name: found.find(({ name }) => name !== null)?.name ?? null,
        known:
          found.length === 0
            ? 'named in the configuration; no directory of the run knows them'
            : `known in ${[...new Set(found.map(({ directory }) => directory))].join(', ')}`,
        preparer: preparer === null ? null : isSamePerson(preparer, by, known),
        openedIt: opener !== null && isSamePerson(opener, by, known),
        ownLines: frozen.lines.filter(isOwn).length,
        decided: sumOf(decisions, isTheirs),
        wrote: sumOf(comments, isTheirs),
        since: sinceText(earlier),
      },
    ];
  });
}

/** Who is one person is asked once of each name, however much was done under it. */
function numberBy(acts: readonly { readonly by: string }[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { by } of acts) numbers.set(by, (numbers.get(by) ?? 0) + 1);
  return numbers;
}

function sumOf(numbers: ReadonlyMap<string, number>, isTheirs: (name: string) => boolean): number {
  return [...numbers].reduce((sum, [name, number]) => (isTheirs(name) ? sum + number : sum), 0);
}

function sinceText(earlier: readonly string[]): string {
  const [first] = earlier;
  return first === undefined
    ? 'not known: no earlier signature in this stage is on record'
    : `${first}: signed this stage in ${plural(earlier.length, 'earlier review')}`;
}
