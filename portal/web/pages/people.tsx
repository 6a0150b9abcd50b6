// One account's whole story: in every period its line, its findings, the decisions and the removal.
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useAddress } from '../api/address.ts';
import type { AnswerOf } from '../api/client.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { DataTable } from '../shown/data-table.tsx';
import { FindText } from '../shown/filters.tsx';
import { Breaking, Inside, PageFrame, PersonLink, SeverityBadge } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { decisionSays } from '../shown/words.ts';

export default function PeoplePage(): ReactNode {
  const address = useAddress();
  const login = address.searchParams.get('login');
  const found = address.searchParams.get('text') ?? '';
  return (
    <PageFrame title="People" says="The whole story of one account. Who looked is on record.">
      <FindText label="Find people" placeholder="Find a login or a name" leaves="login" />
      {login !== null ? (
        <Story login={login} />
      ) : found.trim().length < 2 ? (
        <Box>Type at least two characters of a login or a name.</Box>
      ) : (
        <Found text={found} />
      )}
    </PageFrame>
  );
}

function Found({ text }: { readonly text: string }): ReactNode {
  const { state } = useReading('people', { query: { text } });
  return (
    <Shown state={state}>
      {({ people, more }) => (
        <DataTable
          title="Accounts"
          rows={people}
          empty="No account of the latest reviews has this in its login or name."
          {...(more ? { more: 'There are more than these: type more of the name.' } : {})}
          columns={[
            { header: 'Account', text: ({ login }) => login, shown: ({ login }) => <PersonLink login={login} /> },
            { header: 'Name', text: ({ name }) => name ?? '–' },
            { header: 'Last in', text: ({ period }) => period },
          ]}
        />
      )}
    </Shown>
  );
}

function Story({ login }: { readonly login: string }): ReactNode {
  const { state } = useReading('person', { params: { login } });
  return (
    <Shown state={state}>
      {(person) => (
        <SpaceBetween size="l">
          <Box variant="h2">
            <Breaking text={person.name === null ? person.login : `${person.login}, ${person.name}`} />
          </Box>
          {person.periods.length === 0 ? <Box>No review knows this account.</Box> : null}
          {person.periods.map((period) => (
            <InPeriod key={`${period.period} ${period.run}`} login={person.login} period={period} />
          ))}
        </SpaceBetween>
      )}
    </Shown>
  );
}

function InPeriod({
  login,
  period,
}: {
  readonly login: string;
  readonly period: AnswerOf<'person'>['periods'][number];
}): ReactNode {
  const { timeZone } = usePerson();
  const { decision, removal } = period;
  return (
    <Container
      header={
        <Header variant="h3" description={`Run ${period.run}`}>
          <Inside href={`/${period.period}/review?line=${encodeURIComponent(login)}`}>{period.period}</Inside>
        </Header>
      }
    >
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Role', value: period.role ?? '–' },
            { label: 'Team', value: period.team ?? '–' },
            { label: 'Match', value: period.match ?? '–' },
            {
              label: 'Decision',
              value: decision === null ? 'none' : whoDecided(decision, timeZone),
            },
            {
              label: 'Removal',
              value: removal === null ? 'none' : whatCameOf(removal, timeZone),
            },
            { label: 'Changed', value: period.changes.join('; ') || 'nothing' },
          ]}
        />
        {period.findings.map((finding) => (
          <div key={finding.id}>
            <SeverityBadge severity={finding.severity} /> {finding.title}: {finding.reason} ({finding.state})
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}

type OfPeriod = AnswerOf<'person'>['periods'][number];

function whoDecided(decision: NonNullable<OfPeriod['decision']>, timeZone: string): string {
  const { by, at, reason } = decision;
  return `${decisionSays(decision)}, by ${by}, ${when(at, timeZone)}${reason === '' ? '' : `: ${reason}`}`;
}

function whatCameOf({ state, handedOverAt, provenAt }: NonNullable<OfPeriod['removal']>, timeZone: string): string {
  const proven = provenAt === null ? '' : `, proven ${when(provenAt, timeZone)}`;
  return `${state}, handed over ${when(handedOverAt, timeZone)}${proven}`;
}
