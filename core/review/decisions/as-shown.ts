// Holds decisions against what whoever decided had before them: a worksheet or a page that is older than a finding did not
// show it, and a row of which one column was sorted alone shows somebody else.
import type { Code } from '../../names/codes.ts';
import { canonicalLogin } from '../../values/login.ts';
import { some } from '../../values/text.ts';
import type { Refusal } from '../../values/result.ts';
import type { ReviewLine } from '../lines/line.ts';
import type { DecisionRequest } from './decision.ts';

export interface StandingLines {
  readonly codesOf: ReadonlyMap<string, readonly Code[]>;
  readonly lineOf: ReadonlyMap<string, Pick<ReviewLine, 'name'>>;
}

/**
 * @returns a refusal for each decision about a line with a code that was not shown, and for each whose row bears the name
 *   of another line; a row with a name that no line has may be somebody's own list, and is taken
 */
export function shownOtherwise(
  requests: readonly DecisionRequest[],
  { codesOf, lineOf }: StandingLines,
): readonly Refusal[] {
  let names: ReadonlySet<string> | null = null;
  const isOfLine = (name: string): boolean => {
    names ??= new Set([...lineOf.values()].flatMap((line) => line.name ?? []));
    return names.has(name);
  };
  return requests.flatMap(({ login: typed, where, cells, shown }) => {
    const login = canonicalLogin(typed);
    if (login === null || shown === undefined) return [];
    const at = cells?.login ?? where;
    const { codes, name } = shown;
    const unseen = codes === null ? [] : (codesOf.get(login) ?? []).filter((code) => !codes.includes(code));
    const own = lineOf.get(login)?.name ?? null;
    return [
      ...(unseen.length === 0 ? [] : [notShown(at, typed, unseen)]),
      ...(name === null || own === null || name === own || !isOfLine(name)
        ? []
        : [otherName(at, { typed, own, name })]),
    ];
  });
}

function notShown(where: string, login: string, codes: readonly Code[]): Refusal {
  return {
    what: 'a finding that was not shown',
    where,
    found: `${some(codes, mostNamed, ', ')} on ${login}, which did not stand there when the line was handed out or read`,
    expected: 'a decision by the line as it stands now: read again, or in a new worksheet (access-review review lines)',
  };
}

const mostNamed = 10;

function otherName(
  where: string,
  { typed, own, name }: { readonly typed: string; readonly own: string; readonly name: string },
): Refusal {
  return {
    what: 'the name of another line',
    where,
    found: `${typed} with the name ${name}`,
    expected: `${own}; perhaps one column was sorted or moved without the others`,
  };
}
