// What is staged and not recorded: sent together, and kept as it was written where the server refuses it.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Refusal } from '../../../core/values/result.ts';
import type { Problem } from '../../api/routes/values.ts';
import { write } from '../api/client.ts';
import type { AnswerOf } from '../api/client.ts';
import { usePerson } from '../api/person.ts';
import type { Staged } from '../api/staged.ts';
import { named } from '../api/still-staged.ts';
import type { Settled } from '../api/still-staged.ts';
import { place } from '../shown/focus.ts';
import { Breaking, Inside } from '../shown/page.tsx';
import { ProblemTold } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { counted, decisionSays } from '../shown/words.ts';

export interface StagedBarProps {
  readonly period: string;
  readonly staged: readonly Staged[];
  readonly drop: (logins: readonly string[]) => void;
  /** Takes out those of the decisions that were sent which are recorded now. */
  readonly settle: (sent: readonly Staged[], answer: Settled) => void;
  /** Keeps the decisions, each with what was said against it. */
  readonly refuse: (sent: readonly Staged[], refusals: readonly Refusal[]) => void;
  readonly again: () => Promise<void>;
}

const mostAtOnce = 1000;
const unreachable: Problem = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server did not answer. Your decisions are kept in this browser; record them again when you are online.',
};

function aboutLines(problem: Problem, refusals: readonly Refusal[]): Problem {
  const [first] = refusals;
  const isOne = first !== undefined && refusals.length === 1;
  return { ...problem, refusals: [...refusals], ...(isOne ? { detail: `${first.where}: ${problem.detail}` } : {}) };
}

export function StagedBar({ period, staged, drop, settle, refuse, again }: StagedBarProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [recorded, setRecorded] = useState<AnswerOf<'decide'> | null>(null);
  const record = async () => {
    setBusy(true);
    setProblem(null);
    setRecorded(null);
    const sent = staged.slice(0, mostAtOnce);
    const decisions = sent.map(({ refused: _refused, ...decision }) => decision);
    const outcome = await write('decide', { params: { period }, body: { decisions } });
    setBusy(false);
    if (outcome.kind === 'refused') {
      const { refusals = [] } = outcome.problem;
      refuse(sent, refusals);
      return setProblem(aboutLines(outcome.problem, named(refusals, sent)));
    }
    if (outcome.kind !== 'answered') return setProblem(unreachable);
    settle(sent, outcome.answer);
    setRecorded(outcome.answer);
    await again();
  };
  return (
    <div aria-live="polite" {...place}>
      {recorded === null ? null : (
        <Alert
          type="success"
          statusIconAriaLabel="Success"
          dismissible
          dismissAriaLabel="Dismiss"
          onDismiss={() => setRecorded(null)}
        >
          <RecordedTold answer={recorded} />
        </Alert>
      )}
      {staged.length === 0 ? null : (
        <Alert
          type="warning"
          statusIconAriaLabel="Warning"
          header={`${counted(staged.length, 'decision')} staged, not recorded yet`}
          action={
            <Button variant="primary" loading={busy} onClick={() => void record()}>
              Record {counted(Math.min(staged.length, mostAtOnce), 'decision')}
            </Button>
          }
        >
          <SpaceBetween size="xs">
            <Box>Kept in this browser until you record them.</Box>
            {problem === null ? null : <ProblemTold problem={problem} />}
            <ExpandableSection headerText="Show them">
              <ul>
                {staged.slice(0, 100).map((one) => (
                  <li key={one.login}>
                    <Inside href={`/${period}/review?line=${encodeURIComponent(one.login)}`}>
                      <Breaking text={one.login} />
                    </Inside>
                    : {decisionSays(one)}
                    {one.reason === '' ? '' : `, ${one.reason}`}
                    {one.refused === null ? '' : ` (not recorded: ${one.refused})`}{' '}
                    <Button
                      variant="inline-link"
                      ariaLabel={`Take back ${one.login}`}
                      onClick={() => drop([one.login])}
                    >
                      Take back
                    </Button>
                  </li>
                ))}
              </ul>
              <Button onClick={() => drop(staged.map(({ login }) => login))}>Take all back</Button>
            </ExpandableSection>
          </SpaceBetween>
        </Alert>
      )}
    </div>
  );
}

/** What came of it: also whose decision the own one took the place of, because it may have been staged before that one. */
function RecordedTold({ answer }: { readonly answer: AnswerOf<'decide'> }): ReactNode {
  const { timeZone } = usePerson();
  const { recorded, replaced, withdrawn } = answer;
  return (
    <>
      {counted(recorded.length, 'decision')} recorded.
      {withdrawn.length === 0
        ? null
        : ` Work order ${withdrawn.join(', ')} is withdrawn: nobody may import its files any more.`}
      {replaced.length === 0 ? null : (
        <>
          {' '}
          In place of what somebody else had decided; where that was not meant, decide it again:
          <ul>
            {replaced.map((one) => (
              <li key={one.login}>
                <Breaking text={one.login} />: {decisionSays(one)}, by {one.by}, {when(one.at, timeZone)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
