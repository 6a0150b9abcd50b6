// Answers to whoever looks: what a page asks for when it opens comes from the same parts of the program, so it is loaded together.
import type { Handlers } from '../call.ts';
import { commentHandlers } from './review/comments.ts';
import { findingHandlers } from './findings.ts';
import { lineHandlers } from './review/lines.ts';
import { peopleHandlers } from './people.ts';
import { periodHandlers } from './periods.ts';
import { recordHandlers } from './record.ts';
import { remediationHandlers } from './review/remediation.ts';

export const readingHandlers = {
  ...commentHandlers,
  ...findingHandlers,
  ...lineHandlers,
  ...peopleHandlers,
  ...periodHandlers,
  ...recordHandlers,
  ...remediationHandlers,
} as const satisfies Partial<Handlers>;
