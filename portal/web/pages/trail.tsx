// The audit trail: every event of a review, and who read or took what.
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { read } from '../api/client.ts';
import { usePages } from '../api/pages-of.ts';
import { mayCall, usePerson } from '../api/person.ts';
import type { PageProps } from '../page-props.ts';
import { DataTable } from '../shown/data-table.tsx';
import { PageFrame } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';

export default function TrailPage({ period }: PageProps): ReactNode {
  const person = usePerson();
  const { state, more } = usePages(period, async (page) => read('trail', { params: { period }, query: page }));
  return (
    <PageFrame
      title={`Audit trail of ${period}`}
      says={`Every event is bound to the one before by its digest. Times are in ${person.timeZone}.`}
    >
      <Shown state={state}>
        {(pages) => (
          <DataTable
            title="Events"
            rows={pages.flatMap(({ events }) => events)}
            empty="Nothing is recorded: nobody has opened this review."
            {...(more === null ? {} : { more: <Button onClick={more}>Read on ({pages[0]?.total} in all)</Button> })}
            columns={[
              {
                header: 'No.',
                text: ({ sequence }) => String(sequence),
                number: ({ sequence }) => sequence,
                width: 70,
              },
              { header: 'When', text: ({ at }) => when(at, person.timeZone), number: ({ sequence }) => sequence },
              {
                header: 'Who',
                text: ({ by, assurance }) =>
                  by === null ? 'the schedule' : `${by}${assurance === 'asserted' ? ' (name typed)' : ''}`,
                width: 170,
              },
              { header: 'What', text: ({ says }) => says, width: 260 },
              {
                header: 'Digest',
                text: ({ sha256 }) => sha256,
                shown: ({ sha256 }) => (
                  <span className="mono" title={sha256}>
                    {sha256.slice(0, 12)}…
                  </span>
                ),
              },
            ]}
          />
        )}
      </Shown>
      {mayCall(person, 'accessRecord') ? <AccessRecord /> : null}
    </PageFrame>
  );
}

function AccessRecord(): ReactNode {
  const { timeZone } = usePerson();
  const { state, more } = usePages('', async (page) => read('accessRecord', { query: page }));
  return (
    <Shown state={state}>
      {(pages) => (
        <DataTable
          title="Record of access"
          says="Who signed in, read personal data or took a file, in every period."
          rows={pages.flatMap(({ entries }) => entries)}
          empty="Nobody has read anything yet."
          {...(more === null ? {} : { more: <Button onClick={more}>Read on</Button> })}
          columns={[
            { header: 'When', text: ({ at }) => when(at, timeZone), number: ({ number }) => number },
            { header: 'Who', text: ({ by }) => by, width: 170 },
            { header: 'Act', text: ({ act }) => act },
            { header: 'What', text: ({ what }) => what, width: 260 },
          ]}
        />
      )}
    </Shown>
  );
}
