// The register of non-human access: who owns it, until when, and what stands on it.
import type { ReactNode } from 'react';
import { useReading } from '../api/reading.ts';
import type { PageProps } from '../page-props.ts';
import { DataTable } from '../shown/data-table.tsx';
import { PageFrame, PersonLink } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { decisionWords, titleOf } from '../shown/words.ts';

export default function NonHumanPage({ period }: PageProps): ReactNode {
  const { state } = useReading('nonHuman', { params: { period } }, 60);
  return (
    <PageFrame title={`Non-human access in ${period}`} says="Accounts and API keys that the company declares.">
      <Shown state={state}>
        {({ entries }) => (
          <DataTable
            title="Register"
            rows={entries}
            empty="The configuration declares no non-human access."
            columns={[
              {
                header: 'Login or key',
                text: ({ login }) => login,
                shown: ({ login }) => <PersonLink login={login} />,
                width: 125,
              },
              { header: 'Kind', text: ({ kind }) => (kind === 'api-key' ? 'API key' : 'account'), width: 100 },
              { header: 'Owner', text: ({ owner }) => owner ?? 'nobody', width: 110 },
              { header: 'Purpose', text: ({ purpose }) => purpose ?? '–', width: 100 },
              { header: 'Ends', text: ({ expires }) => expires ?? 'no end', width: 115 },
              { header: 'Findings', text: ({ codes }) => codes.map(titleOf).join('; ') || 'none', width: 105 },
              { header: 'Reviewer', text: ({ reviewer }) => reviewer ?? 'nobody', width: 110 },
              {
                header: 'Decision',
                text: ({ decision }) => (decision === null ? 'undecided' : decisionWords[decision]),
                width: 100,
              },
            ]}
          />
        )}
      </Shown>
    </PageFrame>
  );
}
