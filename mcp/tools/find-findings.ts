// The tool `find_findings`: findings of a run, by filter.
import * as z from 'zod';
import { codeNames, severities } from '../../core/names/codes.ts';
import { ok } from '../../core/values/result.ts';
import { findFindings } from '../../steps/answer/findings.ts';
import { pageAnswer, pageOf, pageQuestion } from '../pages.ts';
import { toolOf } from '../tool.ts';
import { findingOf, findingShape, login, runAnswer, runQuestion } from './shapes.ts';

export const findFindingsTool = toolOf({
  name: 'find_findings',
  title: 'Findings by filter',
  description:
    'Finds findings of a run, the gravest first, with the evidence that each rests on. By default of the latest accepted run, and only those that are open.',
  input: z.strictObject({
    ...runQuestion,
    code: z.enum(codeNames).optional(),
    severity: z.enum(severities).optional(),
    login: login.optional(),
    settled: z.boolean().default(false).describe('Also those that are closed or excepted'),
    ...pageQuestion,
  }),
  output: z.strictObject({ ...runAnswer, ...pageAnswer, findings: z.array(findingShape) }),
  async answer(ports, asked) {
    const found = await findFindings(ports, asked);
    if (found.kind === 'refused') return found;
    const { findings, ...about } = found.value;
    const page = pageOf(findings, asked);
    if (page.kind === 'refused') return page;
    const { items, ...rest } = page.value;
    const linkOf = (of: string | null): string | null => (of === null ? null : ports.linkOf(about.period, of));
    return ok({ ...about, ...rest, findings: items.map((finding) => findingOf(finding, linkOf(finding.login))) });
  },
});
