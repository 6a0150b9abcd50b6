// What any two versions of the program must say of the same run, in whatever words each of them says it.
import { shownLogin } from '../findings/finding.ts';
import type { Refusal } from '../values/result.ts';
import { byCodePoint } from '../values/text.ts';
import { findingsDifference, firstDifference } from './difference.ts';
import type { StatedFinding, StatedRun } from './stated.ts';

/**
 * The first difference in what was found. Words that the program chose do not count: why a run, a gate or a finding
 * is as it is. A fact counts when both name it: under one label, its value is worded the same in every version.
 *
 * @param stated findings.json as an earlier or later version wrote it
 * @param recomputed the same as this version works it out
 */
export function differenceAcrossVersions(stated: StatedRun, recomputed: StatedRun): Refusal | null {
  const statedLabels = labelsOf(stated);
  const recomputedLabels = labelsOf(recomputed);
  const shared: Shared = (id, label) =>
    (statedLabels.get(id)?.has(label) ?? false) && (recomputedLabels.get(id)?.has(label) ?? false);
  return findingsDifference(essence(stated, shared), essence(recomputed, shared));
}

/**
 * Whether findings.json tells something else of the inputs than they yield: how the files came, what HR's list held, what
 * was not judged and not used. Versions have told it in one form since 0.3.0, and before that nothing of it; the one name in
 * it is that of the program, of which each names itself.
 *
 * @example tellsInputsOtherwise({ ...recomputed, leavers: null }, recomputed) // true
 */
export function tellsInputsOtherwise(stated: StatedRun, recomputed: StatedRun): boolean {
  return firstDifference(toldOfInputs(stated, stated), toldOfInputs(recomputed, stated)) !== null;
}

function toldOfInputs({ run, ...told }: StatedRun, stated: StatedRun): object {
  const { custody, unjudged, unusedColumns, leavers } = told;
  const { tool } = run;
  const named = JSON.stringify(tool === undefined ? '' : `${tool.name} ${tool.version}`);
  const way: unknown = JSON.parse(JSON.stringify(custody ?? null).replaceAll(named, '"itself"'));
  return {
    custody: way,
    ...Object.fromEntries(
      Object.entries({ unjudged, unusedColumns, leavers }).filter(([member]) => Object.hasOwn(stated, member)),
    ),
  };
}

/** Whether both versions have a fact under this label. */
type Shared = (id: string, label: string) => boolean;

function labelsOf({ findings }: StatedRun): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(findings.map(({ id, evidence }) => [id, new Set((evidence?.facts ?? []).map(({ label }) => label))]));
}

function essence({ run: { id, inputsSha256, ...run }, ...stated }: StatedRun, shared: Shared): StatedRun {
  const { tool: _tool, selfTest: _selfTest, ...declared } = run;
  // What is told of the inputs follows from the files that are attached, and versions before 0.3.0 told none of it.
  const { unjudged: _unjudged, unusedColumns: _unusedColumns, leavers: _leavers, custody: _custody, ...found } = stated;
  return {
    ...found,
    run: { id, inputsSha256, ...declared },
    reasons: stated.reasons.map(() => 'a reason, in the words of its version'),
    gates: stated.gates.map((gate) => ({ ...gate, reason: '' })),
    findings: stated.findings.map((finding) => findingEssence(finding, shared)),
  };
}

function findingEssence(finding: StatedFinding, shared: Shared): StatedFinding {
  const { login } = finding;
  const named = typeof login === 'string' ? { login: shownLogin(login) } : {};
  const { evidence, ...said } = { ...finding, ...named, reason: '' };
  if (evidence === undefined) return said;
  const facts = evidence.facts.filter(({ label }) => shared(finding.id, label));
  return { ...said, evidence: { ...evidence, facts: facts.toSorted(byLabel) } };
}

function byLabel({ label: one }: { readonly label: string }, { label: other }: { readonly label: string }): number {
  return byCodePoint(one, other);
}
