// Runs planted cases with known answers through the rules, at every run: a build that judges wrongly must not issue a
// report.
import { parseConfig } from '../../config/parse.ts';
import type { Config } from '../../config/config.ts';
import { emptyHistory } from '../../inputs/history.ts';
import type { SnapshotHeader } from '../../inputs/snapshot.ts';
import { periodOf } from '../../config/calendar.ts';
import { assess } from '../assess.ts';
import type { Assessment } from '../assess.ts';
import { identityCollector } from '../collect/identity-index.ts';
import { allTold } from '../rules/context.ts';
import { plantedAsOf, plantedCases } from './planted.ts';
import type { PlantedCase } from './planted.ts';

export interface SelfTest {
  readonly passed: number;
  readonly total: number;
  /** A sentence for each case that came out wrong; empty when all passed. */
  readonly failures: readonly string[];
}

/** @example selfTest() // { passed: 20, total: 20, failures: [] } */
export function selfTest(cases: readonly PlantedCase[] = plantedCases()): SelfTest {
  const config = plantedConfig();
  const assessment = assessPlanted(cases, config);
  const failures = cases.flatMap((planted) => failureOf(planted, assessment) ?? []);
  return { passed: cases.length - failures.length, total: cases.length, failures };
}

/**
 * The passed self-test, for those who sign, prove or publish.
 *
 * @throws Error that names each case that came out wrong
 */
export function passedSelfTest(): SelfTest {
  const tested = selfTest();
  if (tested.failures.length > 0) throw new Error(`the self-test failed: ${tested.failures.join('; ')}`);
  return tested;
}

function plantedConfig(): Config {
  const parsed = parseConfig(
    {
      organisation: 'Planted',
      directories: [
        { id: 'entra', kind: 'entra', tenantId: 'planted', appId: 'planted', authoritativeFor: ['planted.example'] },
        { id: 'okta', kind: 'okta', orgUrl: 'https://planted.example', appId: 'planted' },
      ],
      policy: { privilegedRoles: ['Admin'], ordinaryRoles: ['User'] },
      nonHuman: [
        { login: 'bot@planted.example', owner: 'ann@planted.example', purpose: 'planted', expires: '2027-01-01' },
      ],
    },
    'self-test',
  );
  if (parsed.kind === 'refused') throw new Error('the self-test has no valid configuration');
  return parsed.value;
}

function assessPlanted(cases: readonly PlantedCase[], config: Config): Assessment {
  const accounts = cases.map(({ account }) => account);
  const collector = identityCollector({ accounts, config, history: emptyHistory, exportedAt: plantedAsOf });
  do {
    for (const { entra, okta } of cases) {
      for (const identity of entra) collector.offer('entra', identity);
      for (const identity of okta) collector.offer('okta', identity);
    }
  } while (collector.another());
  return assess({
    config,
    asOf: plantedAsOf,
    exportedAt: plantedAsOf,
    exportedAtDeclared: true,
    period: periodOf(plantedAsOf, config.calendar),
    export: {
      sha256: '',
      rowsRead: accounts.length,
      accounts,
      rejected: [],
      duplicates: [],
      editedSigns: [],
      tells: allTold,
    },
    countShown: null,
    headers: [headerOf('entra'), headerOf('okta')],
    index: collector.index(),
    leavers: new Map(),
    leaversCompared: false,
    history: emptyHistory,
    acceptedGates: [],
  });
}

function headerOf(directory: string): SnapshotHeader {
  return {
    kind: 'snapshot',
    schema: 1,
    directory,
    product: directory,
    tenant: null,
    app: { id: 'planted', name: null, enabled: true, assignmentRequired: true, nameId: null },
    takenAt: plantedAsOf,
    completeness: 'complete',
    reasons: [],
    calls: [],
  };
}

function failureOf({ name, account, situation, codes }: PlantedCase, assessment: Assessment): string | null {
  const judged = assessment.judgements.find((judgement) => judgement.account === account);
  const found = assessment.findings.filter(({ login }) => login === account.login).map(({ code }) => code);
  const same = found.length === codes.length && codes.every((code) => found.includes(code));
  if (judged?.situation === situation && same) return null;
  return `${name}: expected ${situation} with [${codes.join(', ')}], found ${judged?.situation ?? 'nothing'} with [${found.join(', ')}]`;
}
