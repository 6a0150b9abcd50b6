// Findings of a period's run, each with how it stood in every run that knew it.
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { severities } from '../../../core/names/codes.ts';
import { findingState } from '../../api/routes/findings.ts';
import { goTo, useAddress, withQuery } from '../api/address.ts';
import { read } from '../api/client.ts';
import { usePages } from '../api/pages-of.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import type { PageProps } from '../page-props.ts';
import { DataTable } from '../shown/data-table.tsx';
import { Choice } from '../shown/filters.tsx';
import { Inside, PageFrame, PersonLink, SeverityBadge } from '../shown/page.tsx';
import { FactList, Shown } from '../shown/told.tsx';
import { dayOf, when } from '../shown/when.ts';

export default function FindingsPage({ period }: PageProps): ReactNode {
  const { timeZone } = usePerson();
  const { searchParams: said } = useAddress();
  const severity = severities.find((one) => one === said.get('severity')) ?? null;
  const standing = findingState.options.find((one) => one === said.get('state')) ?? null;
  const id = said.get('finding');
  const { state, more } = usePages(`${period} ${severity} ${standing}`, async (page) =>
    read('findings', {
      params: { period },
      query: {
        ...page,
        ...(severity === null ? {} : { severity }),
        ...(standing === null ? {} : { state: standing }),
      },
    }),
  );
  return (
    <PageFrame title={`Findings of ${period}`} says="What the comparison found, until a later run proves it closed.">
      <SpaceBetween direction="horizontal" size="xs">
        <Choice name="severity" label="Severity" value={severity} options={optionsOf(severities)} />
        <Choice name="state" label="State" value={standing} options={optionsOf(findingState.options)} />
      </SpaceBetween>
      {id === null ? null : <History period={period} id={id} />}
      <Shown state={state}>
        {(pages) => (
          <DataTable
            title="Findings"
            rows={pages.flatMap(({ findings }) => findings)}
            empty="No finding: everything that was compared is as it should be."
            {...(more === null
              ? {}
              : {
                  more: <Button onClick={more}>Read on ({pages[0]?.matching.toLocaleString('en-GB')} in all)</Button>,
                })}
            columns={[
              {
                header: 'Severity',
                text: ({ severity }) => severity,
                number: ({ severity }) => severities.indexOf(severity),
                shown: ({ severity }) => <SeverityBadge severity={severity} />,
                width: 85,
              },
              {
                header: 'Finding',
                text: ({ title }) => title,
                shown: ({ title, id }) => <Inside href={withQuery({ finding: id })}>{title}</Inside>,
                width: 120,
              },
              {
                header: 'Account',
                text: ({ login }) => login ?? 'a control',
                shown: ({ login }) => (login === null ? 'a control' : <PersonLink login={login} />),
                width: 145,
              },
              { header: 'Reason', text: ({ reason }) => reason, width: 255 },
              { header: 'State', text: ({ state }) => state, width: 75 },
              {
                header: 'First seen',
                text: ({ firstSeen }) => when(firstSeen, timeZone),
                number: ({ firstSeen }) => Date.parse(firstSeen),
                shown: ({ firstSeen }) => dayOf(firstSeen, timeZone),
                width: 90,
              },
              {
                header: 'Reviews open',
                text: ({ reviewsOpen }) => String(reviewsOpen),
                number: ({ reviewsOpen }) => reviewsOpen,
                width: 85,
              },
            ]}
          />
        )}
      </Shown>
    </PageFrame>
  );
}

function optionsOf(words: readonly string[]) {
  return words.map((word) => ({ value: word, label: word }));
}

function History({ period, id }: { readonly period: string; readonly id: string }): ReactNode {
  const { timeZone } = usePerson();
  const { state } = useReading('findingHistory', { params: { period, id } });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={id}
          actions={
            <Button
              iconName="close"
              variant="icon"
              ariaLabel="Close the finding"
              onClick={() => goTo(withQuery({ finding: null }))}
            />
          }
        >
          {state.kind === 'read' ? state.answer.finding.title : 'Finding'}
        </Header>
      }
    >
      <Shown state={state}>
        {({ finding, history }) => (
          <SpaceBetween size="s">
            <Box>{finding.reason}</Box>
            <FactList facts={finding.facts} />
            <DataTable
              title="History"
              rows={history}
              empty="No run knew it."
              columns={[
                { header: 'Run', text: ({ run }) => run },
                { header: 'Period', text: ({ period }) => period },
                { header: 'As of', text: ({ asOf }) => when(asOf, timeZone), number: ({ asOf }) => Date.parse(asOf) },
                { header: 'State', text: ({ state }) => state },
                { header: 'Severity', text: ({ severity }) => severity },
              ]}
            />
          </SpaceBetween>
        )}
      </Shown>
    </Container>
  );
}
