// What narrows the lines of a review: a text, filters that a person named, and one choice for each kind of line.
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { LineQuery } from '../../api/routes/review/lines.ts';
import { useReading } from '../api/reading.ts';
import { Choice, FindText } from '../shown/filters.tsx';
import { decisionWords } from '../shown/words.ts';
import { SavedFilters } from './saved-filters.tsx';

const kinds = {
  mine: { label: 'Whose', options: { true: 'My lines', false: 'Of others' } },
  decision: { label: 'Decision', options: { undecided: 'Undecided', ...decisionWords } },
  recommendation: { label: 'Suggested', options: { keep: 'Keep', revoke: 'Revoke', look: 'Look' } },
  privileged: { label: 'Privileged', options: { true: 'Privileged', false: 'Not privileged' } },
  changed: { label: 'Changed', options: { true: 'Changed', false: 'Unchanged' } },
} as const;

export function LineFilters({ period, query }: { readonly period: string; readonly query: LineQuery }): ReactNode {
  const { state } = useReading('lineFilters', { params: { period } });
  const found = state.kind === 'read' ? state.answer : null;
  return (
    <SpaceBetween size="xs">
      <FindText label="Find lines" placeholder="Find login, name, team or role" leaves="cursor" />
      <SavedFilters />
      <SpaceBetween direction="horizontal" size="xs">
        {(['mine', 'decision', 'recommendation', 'privileged', 'changed'] as const).map((name) => (
          <Choice
            key={name}
            name={name}
            label={kinds[name].label}
            value={query[name]}
            options={Object.entries(kinds[name].options).map(([value, label]) => ({ value, label }))}
          />
        ))}
        {(['team', 'severity', 'code', 'reviewer'] as const).map((name) => (
          <Choice
            key={name}
            name={name}
            label={`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`}
            value={query[name]}
            options={(found?.[name] ?? []).map(({ value, lines }) => ({ value, label: `${value} (${lines})` }))}
          />
        ))}
      </SpaceBetween>
    </SpaceBetween>
  );
}
