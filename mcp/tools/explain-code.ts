// The tool `explain_code`: what a code of a finding means, in the words of the contract.
import * as z from 'zod';
import { controlStatementOf } from '../../core/formats/oscal/controls.ts';
import { codeNames, codes } from '../../core/names/codes.ts';
import { ok } from '../../core/values/result.ts';
import type { ServedPorts } from '../ports.ts';
import { toolOf } from '../tool.ts';

export const explainCode = toolOf({
  name: 'explain_code',
  title: 'What a code means',
  description: 'Explains a code of a finding: when it is raised, how severe it is, and which control it is about.',
  input: z.strictObject({ code: z.enum(codeNames) }),
  output: z.strictObject({
    code: z.enum(codeNames),
    title: z.string(),
    severity: z.string(),
    when: z.string(),
    control: z.string().describe('Statement of NIST SP 800-53 revision 5'),
  }),
  async answer({ documents }, { code }) {
    const { title, severity } = codes[code];
    return ok({ code, title, severity, when: whenIn(documents, code), control: controlStatementOf(code) });
  },
});

/** From the table of codes, which has a line for each: `| CODE | when | severity |`. */
function whenIn({ contract }: ServedPorts['documents'], code: string): string {
  const line = contract.split('\n').find((one) => one.startsWith(`| ${code} | `));
  const cells = line?.split(' | ').slice(1, -1) ?? [];
  return cells.join(' | ').replaceAll('`', '');
}
