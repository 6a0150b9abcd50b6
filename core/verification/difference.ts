// The first difference between what a report states and what doing its run again yields, named so that one can look.
import { evidenceFiles } from '../names/evidence-files.ts';
import type { Refusal } from '../values/result.ts';
import type { StatedRun } from './stated.ts';

export interface Difference {
  /** `totals.situations.linked`; empty when the values differ as a whole. */
  readonly path: string;
  readonly stated: string;
  readonly recomputed: string;
}

/** Compares JSON values, whatever the order of their keys; never deeper than `recomputed` goes. */
export function firstDifference(stated: unknown, recomputed: unknown, path = ''): Difference | null {
  if (stated === recomputed) return null;
  if (!isContainer(stated) || !isContainer(recomputed) || Array.isArray(stated) !== Array.isArray(recomputed)) {
    return { path, stated: shown(stated), recomputed: shown(recomputed) };
  }
  for (const key of new Set([...Object.keys(recomputed), ...Object.keys(stated)])) {
    const below = path === '' ? key : `${path}.${key}`;
    const difference = firstDifference(memberOf(stated, key), memberOf(recomputed, key), below);
    if (difference !== null) return difference;
  }
  return null;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** An own member only: a key such as `__proto__` must not find what every object has. */
function memberOf(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

const longestShown = 200;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value);
  return json.length > longestShown ? `${json.slice(0, longestShown - 1)}…` : json;
}

const inputKeys = ['id', 'inputsSha256'];

/**
 * findings.json as attached against findings.json as recomputed. The run's digest goes first: when an input is not the
 * one that the run was made from, everything after it may differ too.
 */
export function findingsDifference(stated: StatedRun, recomputed: StatedRun): Refusal | null {
  const { findings: statedFindings, ...statedHead } = stated;
  const { findings: recomputedFindings, ...head } = recomputed;
  const difference = firstDifference(statedHead, head);
  if (difference !== null) {
    return inputKeys.some((key) => difference.path === `run.${key}`)
      ? otherInputs(difference)
      : notReproduced(evidenceFiles.findings.name, difference);
  }
  const found = new Map(statedFindings.map((finding) => [finding.id, finding]));
  const again = new Map(recomputedFindings.map((finding) => [finding.id, finding]));
  for (const [id, finding] of again) {
    const other = found.get(id);
    const where = `${evidenceFiles.findings.name}, finding ${id} ${nameOf(finding)}`;
    if (other === undefined) return missing(where);
    const changed = firstDifference(other, finding);
    if (changed !== null) return notReproduced(where, changed);
  }
  const [added] = statedFindings.filter(({ id }) => !again.has(id));
  if (added !== undefined) return notYielded(`${evidenceFiles.findings.name}, finding ${added.id} ${nameOf(added)}`);
  const order = firstDifference([...found.keys()], [...again.keys()]);
  return order === null && found.size === statedFindings.length ? null : outOfOrder(statedFindings.length, again.size);
}

function nameOf(finding: object): string {
  return `(${shown(memberOf(finding, 'code'))}, ${shown(memberOf(finding, 'login'))})`;
}

function otherInputs({ path, stated, recomputed }: Difference): Refusal {
  return {
    what: 'an input is not the one that the run was made from (export, snapshots, policy, history, or what was declared about them)',
    where: `${evidenceFiles.findings.name}, ${path}`,
    found: `the report states ${stated}`,
    expected: `${recomputed}, which the attached inputs yield`,
  };
}

function notReproduced(where: string, { path, stated, recomputed }: Difference): Refusal {
  return {
    what: 'the run does not yield what the report states',
    where: path === '' ? where : `${where}, ${path}`,
    found: `the report states ${stated}`,
    expected: `${recomputed}, which doing the run again yields`,
  };
}

function missing(where: string): Refusal {
  return {
    what: 'a finding is missing from the report',
    where,
    found: 'nothing',
    expected: 'the finding, which doing the run again yields',
  };
}

function notYielded(where: string): Refusal {
  return {
    what: 'a finding does not follow from the evidence',
    where,
    found: 'the finding',
    expected: 'nothing: doing the run again does not yield it',
  };
}

function outOfOrder(stated: number, recomputed: number): Refusal {
  return {
    what: 'the findings are not listed as the run yields them',
    where: evidenceFiles.findings.name,
    found: `${stated} findings, in another order or one more than once`,
    expected: `${recomputed} findings, by severity, code and login`,
  };
}

/** The first line in which two texts differ, counted from 1; `null` when they are equal. */
export function firstDifferentLine(
  stated: string,
  recomputed: string,
): (Difference & { readonly line: number }) | null {
  const [left, right] = [stated.split('\n'), recomputed.split('\n')];
  const lines = Math.max(left.length, right.length);
  for (let index = 0; index < lines; index += 1) {
    const difference = firstDifference(left[index], right[index]);
    if (difference !== null) return { ...difference, line: index + 1 };
  }
  return null;
}
