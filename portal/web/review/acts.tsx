// What a reviewer does to many lines: keeps the unremarkable ones by one stated filter, and hands lines to somebody else.
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { write } from '../api/client.ts';
import type { AnswerOf } from '../api/client.ts';
import { handOverDraft, useDraft } from '../api/draft.ts';
import { mayCall, usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { Act, Carried } from '../shown/act.tsx';
import { counted } from '../shown/words.ts';

export function ReviewActs({
  period,
  sequence,
  carriedBy,
  again,
}: {
  readonly period: string;
  /** Number of the last event that the page knows; `null` until it has read one. */
  readonly sequence: number | null;
  readonly carriedBy: AnswerOf<'lines'>['carriedBy'];
  readonly again: () => Promise<void>;
}): ReactNode {
  const person = usePerson();
  const draft = useDraft({ login: person.login, period, line: 'Hand lines over', what: 'hand-over' }, handOverDraft);
  const said = draft.value ?? { from: person.login, to: '', until: '' };
  const { from, to, until } = said;
  const { state, again: countAgain } = useReading('lines', {
    params: { period },
    query: { mine: 'true', decision: 'undecided', unremarkable: 'true' },
  });
  useEffect(() => {
    void countAgain();
  }, [sequence, countAgain]);
  const matching = state.kind === 'read' ? state.answer.matching : 0;
  if (!mayCall(person, 'decide')) return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Act
        label="Hand lines over"
        disabled={sequence === null}
        reason
        says={
          <SpaceBetween size="s">
            <span>The undecided lines, and what would be signed, go to somebody else.</span>
            <Carried by={carriedBy} />
            <FormField
              label="From"
              description="What is another's is handed over by the fallback or the control owner."
            >
              <Input value={from} onChange={({ detail }) => draft.keep({ ...said, from: detail.value })} />
            </FormField>
            <FormField label="To" description="A login; left empty, the fallback reviewer.">
              <Input value={to} onChange={({ detail }) => draft.keep({ ...said, to: detail.value })} />
            </FormField>
            <FormField
              label="Until"
              description="The last day, such as 2026-10-05; after it the lines are theirs again. Left empty, until the review ends."
            >
              <Input value={until} onChange={({ detail }) => draft.keep({ ...said, until: detail.value })} />
            </FormField>
          </SpaceBetween>
        }
        run={async (reason) =>
          write('delegate', {
            params: { period },
            body: {
              from,
              to: to.trim() === '' ? null : to.trim(),
              until: until.trim() === '' ? null : until.trim(),
              reason,
            },
          })
        }
        done={() => {
          draft.keep(null);
          void again();
        }}
      />
      <Act
        label={`Keep ${counted(matching, 'unremarkable line')}`}
        disabled={matching === 0}
        reason
        keptAs="Keep unremarkable lines"
        says="Keeps every undecided line of yours that is linked, has no finding, is not privileged and has not changed. The report names this filter."
        run={async (reason) =>
          write('decideFiltered', { params: { period }, body: { filter: 'unremarkable', reason } })
        }
        done={() => void again()}
      />
    </SpaceBetween>
  );
}
