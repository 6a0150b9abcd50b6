// What narrows a page. It lives in the address, so that a reload, a bookmark and the browser's Back show the same again.
import Select from '@cloudscape-design/components/select';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { goTo, useAddress, withQuery } from '../api/address.ts';

/** Milliseconds without another letter before what is typed is looked for. */
const restMs = 200;

export interface FindTextProps {
  readonly label: string;
  readonly placeholder: string;
  /** The name that another text takes out of the address: the page of the list, or what was open in it. */
  readonly leaves: string;
}

/**
 * A field for the `text` of the address. What is typed goes into the address after a moment of rest, unless the person
 * has left the page.
 */
export function FindText({ label, placeholder, leaves }: FindTextProps): ReactNode {
  const found = useAddress().searchParams.get('text') ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped(null), [found]);
  useEffect(() => {
    if (typed === null) return undefined;
    const rest = setTimeout(() => {
      setTyped(null);
      goTo(withQuery({ text: typed, [leaves]: null }), 'replace');
    }, restMs);
    return () => {
      clearTimeout(rest);
    };
  }, [typed, leaves]);
  return (
    <TextFilter
      filteringText={typed ?? found}
      filteringPlaceholder={placeholder}
      filteringAriaLabel={label}
      filteringClearAriaLabel="Clear"
      onChange={({ detail }) => setTyped(detail.filteringText)}
    />
  );
}

export interface ChoiceProps {
  /** Name of the filter in the address. */
  readonly name: string;
  readonly label: string;
  /** Its value, as the page read it from the address. */
  readonly value: string | null | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/**
 * A choice of one of several values, or any. A value in the address is shown even where it is none of them any more.
 */
export function Choice({ name, label, value, options }: ChoiceProps): ReactNode {
  const any = { value: '', label: `${label}: any` };
  const chosen = options.find((option) => option.value === value);
  return (
    <Select
      ariaLabel={label}
      selectedOption={value === null || value === undefined ? any : (chosen ?? { value, label: value })}
      options={[any, ...options]}
      expandToViewport
      onChange={({ detail }) => goTo(withQuery({ [name]: detail.selectedOption.value ?? null, cursor: null }))}
    />
  );
}
