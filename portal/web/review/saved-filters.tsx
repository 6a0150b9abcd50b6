// Filters that a person comes back to: some are ready-made, others are named by the person and kept in this browser.
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import * as z from 'zod/mini';
import { goTo, useAddress } from '../api/address.ts';
import { usePerson } from '../api/person.ts';

const savedSchema = z.array(z.object({ name: z.string(), filters: z.string() }));
type Saved = z.infer<typeof savedSchema>;

const readyMade: Saved = [
  { name: 'My undecided lines', filters: 'decision=undecided&mine=true' },
  { name: 'Suggested to revoke', filters: 'recommendation=revoke' },
  { name: 'Privileged', filters: 'privileged=true' },
  { name: 'Changed since the last review', filters: 'changed=true' },
];

/** In one order, so that the same filters are the same text; neither the page nor the open line is one. */
function filtersOf({ searchParams }: URL): string {
  const filters = new URLSearchParams([...searchParams].filter(([name]) => name !== 'line' && name !== 'cursor'));
  filters.sort();
  return filters.toString();
}

function optionsOf(saved: Saved) {
  return saved.map(({ name, filters }) => ({ value: filters, label: name }));
}

export function SavedFilters(): ReactNode {
  const filters = filtersOf(useAddress());
  const [own, keep] = useOwn(usePerson().login);
  const [name, setName] = useState<string | null>(null);
  const chosen = [...readyMade, ...own].find((one) => one.filters === filters);
  const save = () => {
    if (name === null || name.trim() === '') return;
    keep([...own.filter((one) => one.name !== name.trim()), { name: name.trim(), filters }]);
    setName(null);
  };
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <Select
        ariaLabel="Saved filters"
        selectedOption={{ value: chosen?.filters ?? '', label: chosen?.name ?? 'Saved filters' }}
        options={[
          ...optionsOf(readyMade),
          ...(own.length === 0 ? [] : [{ label: 'Yours', options: optionsOf(own) }]),
          { value: '', label: 'Every line' },
        ]}
        expandToViewport
        onChange={({ detail }) => goTo(`${location.pathname}?${detail.selectedOption.value ?? ''}`.replace(/\?$/, ''))}
      />
      {own.some((one) => one.filters === filters) ? (
        <Button onClick={() => keep(own.filter((one) => one.filters !== filters))}>Forget this filter</Button>
      ) : null}
      {chosen !== undefined || filters === '' ? null : name === null ? (
        <Button onClick={() => setName('')}>Save these filters</Button>
      ) : (
        <>
          <Input
            ariaLabel="Name of the filters"
            placeholder="Name"
            autoFocus
            value={name}
            onChange={({ detail }) => setName(detail.value)}
            onKeyDown={({ detail }) => {
              if (detail.key === 'Enter') save();
              if (detail.key === 'Escape') setName(null);
            }}
          />
          <Button disabled={name.trim() === ''} onClick={save}>
            Save
          </Button>
        </>
      )}
    </SpaceBetween>
  );
}

function useOwn(login: string): readonly [Saved, (saved: Saved) => void] {
  const key = `access-review.filters.${login}`;
  const [own, setOwn] = useState(() => stored(key));
  return [
    own,
    (saved) => {
      setOwn(saved);
      localStorage.setItem(key, JSON.stringify(saved));
    },
  ];
}

function stored(key: string): Saved {
  try {
    const result = savedSchema.safeParse(JSON.parse(localStorage.getItem(key) ?? '[]'));
    return result.success ? result.data : [];
  } catch {
    return [];
  }
}
