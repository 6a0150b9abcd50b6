// The form that stages a decision about one line or several: what, until when, and why.
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { TextareaProps } from '@cloudscape-design/components/textarea';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { decisions } from '../../../core/names/decisions.ts';
import type { DecisionWord } from '../../../core/names/decisions.ts';
import type { DecisionDraft } from '../api/draft.ts';
import type { ShownLine, Staged } from '../api/staged.ts';
import { decisionWords } from '../shown/words.ts';

export interface DecideFormProps {
  readonly lines: readonly ShownLine[];
  /** What is staged already, or what the keyboard chose. */
  readonly before: {
    readonly decision: DecisionWord | null;
    readonly until: string | null;
    readonly reason: string;
  } | null;
  readonly stage: (staged: readonly Staged[]) => void;
  /** Puts the focus on the reason: whoever chose the decision by a key would have to tab through the whole table. */
  readonly atOnce?: boolean;
  readonly drop?: () => void;
  /** Called with whatever is typed, so that it is kept. */
  readonly typed?: (draft: DecisionDraft) => void;
}

export function DecideForm({ lines, before, stage, atOnce = false, drop, typed }: DecideFormProps): ReactNode {
  const reasonField = useRef<TextareaProps.Ref>(null);
  useLayoutEffect(() => {
    if (atOnce) reasonField.current?.focus();
  }, [atOnce]);
  const [{ decision, until, reason }, setSaid] = useState<DecisionDraft>({
    // No decision is chosen beforehand, so that nobody keeps an account without looking.
    decision: before?.decision ?? null,
    until: before?.until ?? '',
    reason: before?.reason ?? '',
  });
  const say = (change: Partial<DecisionDraft>) => {
    const said = { decision, until, reason, ...change };
    setSaid(said);
    typed?.(said);
  };
  const [tried, setTried] = useState(false);
  const endMissing = decision === 'except' && !/^\d{4}-\d{2}-\d{2}$/.test(until);
  const reasonMissing = decision !== null && decision !== 'keep' && reason.trim() === '';
  const submit = () => {
    setTried(true);
    if (decision === null || endMissing || reasonMissing) return;
    const end = decision === 'except' ? until : null;
    stage(lines.map((line) => ({ ...line, decision, until: end, reason: reason.trim(), refused: null })));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SpaceBetween size="s">
        <FormField {...(tried && decision === null ? { errorText: 'Choose a decision.' } : {})}>
          <SegmentedControl
            label="Decision"
            selectedId={decision}
            options={decisions.map((id) => ({ id, text: decisionWords[id] }))}
            onChange={({ detail }) => {
              const chosen = decisions.find((word) => word === detail.selectedId);
              if (chosen !== undefined) say({ decision: chosen });
            }}
          />
        </FormField>
        {decision === 'except' ? (
          <FormField
            label="Until"
            description="Last day of the exception, as 2026-12-31."
            {...(tried && endMissing ? { errorText: 'An exception needs a last day.' } : {})}
          >
            <Input value={until} placeholder="YYYY-MM-DD" onChange={({ detail }) => say({ until: detail.value })} />
          </FormField>
        ) : null}
        <FormField
          label="Reason"
          {...(tried && reasonMissing ? { errorText: 'Say why, in a sentence.' } : {})}
          description={
            decision === 'revoke' || decision === 'except'
              ? 'Printed in the report.'
              : 'Needed where findings stand on the line.'
          }
        >
          <Textarea
            ref={reasonField}
            value={reason}
            rows={2}
            onChange={({ detail }) => say({ reason: detail.value })}
          />
        </FormField>
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="primary" formAction="submit">
            {lines.length === 1 ? 'Stage' : `Stage for ${lines.length} lines`}
          </Button>
          {drop === undefined ? null : (
            <Button formAction="none" onClick={drop}>
              Take back
            </Button>
          )}
        </SpaceBetween>
        {lines.length > 1 ? (
          <Alert type="info" statusIconAriaLabel="Information">
            The report tells how many decisions were handed in at once.
          </Alert>
        ) : null}
      </SpaceBetween>
    </form>
  );
}
