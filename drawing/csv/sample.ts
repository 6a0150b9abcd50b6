// The auditor's sample as a worksheet: what the report knows of each account, and empty cells for what the auditor finds.
import { application } from '../../core/application/applications.ts';
import type { SampledAccount } from '../../core/report/sample.ts';
import { csv } from './sheets.ts';

/** Left empty on purpose. */
const toFillIn = (): null => null;

const columns = {
  drawn: (sampled: SampledAccount) => sampled.drawn,
  key: (sampled: SampledAccount) => sampled.key,
  row: ({ account }: SampledAccount) => account.row,
  login: ({ account }: SampledAccount) => account.login,
  name: ({ account }: SampledAccount) => account.name,
  status: ({ account }: SampledAccount) => account.status,
  role: ({ account }: SampledAccount) => account.role,
  privileged: ({ account }: SampledAccount) => (account.privileged ? 'yes' : 'no'),
  lastLogin: ({ account }: SampledAccount) => account.lastLogin,
  situation: ({ account }: SampledAccount) => account.situation,
  rule: ({ account }: SampledAccount) => account.rule,
  directory: ({ account }: SampledAccount) => account.directory,
  identity: ({ account }: SampledAccount) => account.identity,
  findings: ({ findings }: SampledAccount) =>
    findings.map(({ id, code, severity, state }) => `${code} ${severity} ${state} ${id}`).join('\n'),
  reasons: ({ findings }: SampledAccount) => findings.map(({ code, reason }) => `${code}: ${reason}`).join('\n'),
  decision: ({ decision }: SampledAccount) => decision?.decision ?? null,
  until: ({ decision }: SampledAccount) => decision?.until ?? null,
  decidedBy: ({ decision }: SampledAccount) => decision?.by ?? null,
  decidedAt: ({ decision }: SampledAccount) => decision?.at ?? null,
  decidedBecause: ({ decision }: SampledAccount) => decision?.reason ?? null,
  [`seen in ${application.name}`]: toFillIn,
  'seen in the directory': toFillIn,
  'agrees (yes or no)': toFillIn,
  'tested by': toFillIn,
  'tested on': toFillIn,
  note: toFillIn,
};

/** A header line and one line an account, in the order in which they were drawn; each with its line end. */
export function sampleCsv(sample: readonly SampledAccount[]): Iterable<string> {
  return csv<SampledAccount>(columns, sample);
}
