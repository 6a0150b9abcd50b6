// Every tool that there is: all of them ask, and none decides, signs, delegates or uploads.
import type { Tool } from './tool.ts';
import { accountStoryTool } from './tools/account-story.ts';
import { comparePeriodsTool } from './tools/compare-periods.ts';
import { explainCode } from './tools/explain-code.ts';
import { explainMatch } from './tools/explain-match.ts';
import { findFindingsTool } from './tools/find-findings.ts';
import { listPeriods } from './tools/list-periods.ts';
import { listLeavers, whoMayUse } from './tools/people.ts';
import { verifyReport } from './tools/verify-report.ts';

export const tools: readonly Tool[] = [
  listPeriods,
  findFindingsTool,
  accountStoryTool,
  whoMayUse,
  listLeavers,
  explainMatch,
  comparePeriodsTool,
  explainCode,
  verifyReport,
];
