// One act on the server by a button: asked for a reason where one is needed, and its refusal told beside it.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { ButtonProps } from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/routes/values.ts';
import { signInAddress } from '../api/client.ts';
import type { AnswerOf, Outcome } from '../api/client.ts';
import { textDraft, useDraft } from '../api/draft.ts';
import { usePerson } from '../api/person.ts';
import { serverNow } from '../api/server-clock.ts';
import { place } from './focus.ts';
import { ProblemTold } from './told.tsx';
import { carriedWords } from './words.ts';

export interface ActProps<Answer> {
  readonly label: string;
  /** What it does, in a sentence, before it is done. */
  readonly says: ReactNode;
  readonly run: (reason: string) => Promise<Outcome<Answer>>;
  readonly done: (answer: Answer) => void;
  readonly reason?: boolean;
  /** The name under which a typed reason is kept, where the label holds a number that may change meanwhile. */
  readonly keptAs?: string;
  readonly fresh?: boolean;
  readonly variant?: ButtonProps.Variant;
  readonly disabled?: boolean;
}

const noAnswer: Problem = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server did not answer, so it may or may not have happened. Look again before you repeat it.',
};
const changed: Problem = {
  type: 'about:blank',
  title: 'Something changed since you looked',
  status: 412,
  detail: 'Close this, look at the page as it is now, and do it again if it is still right.',
};

export function Act<Answer>(props: ActProps<Answer>): ReactNode {
  const { label, variant = 'normal', disabled = false } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} disabled={disabled} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? <ActModal {...props} dismiss={() => setOpen(false)} /> : null}
    </>
  );
}

function ActModal<Answer>({
  label,
  says,
  run,
  done,
  reason = false,
  keptAs = label,
  fresh = false,
  dismiss,
}: ActProps<Answer> & { readonly dismiss: () => void }): ReactNode {
  const person = usePerson();
  const draft = useDraft({ login: person.login, period: location.pathname, line: keptAs, what: 'reason' }, textDraft);
  const text = draft.value ?? '';
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const stale = fresh && Date.parse(person.freshUntil) < serverNow();
  const go = async () => {
    setBusy(true);
    const outcome = await run(text.trim());
    setBusy(false);
    if (outcome.kind === 'answered') {
      draft.keep(null);
      done(outcome.answer);
      dismiss();
    } else if (outcome.kind === 'refused') setProblem(outcome.problem.status === 412 ? changed : outcome.problem);
    else setProblem(noAnswer);
  };
  return (
    <Modal
      visible
      header={label}
      closeAriaLabel="Close"
      // Not closed while the act is under way: it cannot be called back, and its outcome is told here.
      onDismiss={() => {
        if (!busy) dismiss();
      }}
      footer={
        <div {...place}>
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" disabled={busy} onClick={dismiss}>
                Cancel
              </Button>
              {stale ? (
                <Button variant="primary" href={signInAddress(true)}>
                  Sign in again
                </Button>
              ) : (
                <Button
                  variant="primary"
                  loading={busy}
                  disabled={reason && text.trim() === ''}
                  onClick={() => void go()}
                >
                  {label}
                </Button>
              )}
            </SpaceBetween>
          </Box>
        </div>
      }
    >
      <SpaceBetween size="m">
        <div>{says}</div>
        {stale ? (
          <Alert type="info" statusIconAriaLabel="Information">
            This asks for a sign-in of the last few minutes. You come back to this page.
          </Alert>
        ) : null}
        {reason ? (
          <FormField label="Reason" description="Recorded, and printed in the report.">
            <Textarea
              value={text}
              onChange={({ detail }) => draft.keep(detail.value === '' ? null : detail.value)}
              rows={3}
            />
          </FormField>
        ) : null}
        {problem === null ? null : <ProblemTold problem={problem} />}
      </SpaceBetween>
    </Modal>
  );
}

/** The warning beside acts on a review that every stage has signed: which report will still print them. */
export function Carried({ by }: { readonly by: AnswerOf<'lines'>['carriedBy'] }): ReactNode {
  const says = carriedWords[by];
  return says === null ? null : (
    <Alert type="warning" statusIconAriaLabel="Warning">
      {says}
    </Alert>
  );
}
