// Who answers each route of the table: a route without a handler does not compile.
import { commentHandlers } from './answers/comments.ts';
import { decisionHandlers } from './answers/decisions.ts';
import { findingHandlers } from './answers/findings.ts';
import { lineHandlers } from './answers/lines.ts';
import { peopleHandlers } from './answers/people.ts';
import { periodHandlers } from './answers/periods.ts';
import { recordHandlers } from './answers/record.ts';
import { remediationHandlers } from './answers/remediation.ts';
import { reportHandlers } from './answers/reports.ts';
import { signatureHandlers } from './answers/signatures.ts';
import { uploadHandlers } from './answers/uploads.ts';
import type { Handlers } from './call.ts';

export const handlers: Handlers = {
  ...commentHandlers,
  ...decisionHandlers,
  ...findingHandlers,
  ...lineHandlers,
  ...peopleHandlers,
  ...periodHandlers,
  ...recordHandlers,
  ...remediationHandlers,
  ...reportHandlers,
  ...signatureHandlers,
  ...uploadHandlers,
};
