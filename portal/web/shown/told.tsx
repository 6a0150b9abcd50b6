// What is read, refused or lost, said in one way on every page.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { isNotOpen } from '../../../core/review/signatures/not-open.ts';
import { tooOldForThis } from '../../api/routes/values.ts';
import type { Problem } from '../../api/routes/values.ts';
import { signInAddress } from '../api/client.ts';
import type { Read } from '../api/reading.ts';
import { Inside } from './page.tsx';

interface FactListProps {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Further items of the list, after the facts. */
  readonly children?: ReactNode;
}

/** What a finding rests on. */
export function FactList({ facts, children }: FactListProps): ReactNode {
  return (
    <ul>
      {facts.map(({ label, value }) => (
        <li key={label}>
          {label}: {value}
        </li>
      ))}
      {children}
    </ul>
  );
}

/** What changed, a sentence each. */
export function ChangeList({
  changes,
  none,
}: {
  readonly changes: readonly string[];
  readonly none: string;
}): ReactNode {
  if (changes.length === 0) return none;
  return (
    <ul>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}

type Refusals = NonNullable<Problem['refusals']>;

export function RefusalList({ refusals }: { readonly refusals: Refusals }): ReactNode {
  return (
    <ul className="reasons">
      {refusals.map((refusal, index) => (
        <li key={index}>
          {refusal.what}: {refusal.where}
          {refusal.found === '' ? '' : `, found ${refusal.found}`}
          {refusal.expected === '' ? '' : `, expected ${refusal.expected}`}
        </li>
      ))}
    </ul>
  );
}

/** A review that nobody opened yet, or that was voided, is no fault, so this is no alert. */
function NotOpen({ found }: { readonly found: string }): ReactNode {
  return (
    <Container header={<Header variant="h2">This review is not open</Header>}>
      <SpaceBetween size="m">
        <Box>
          {found === 'no review' ? 'Nobody has opened it yet' : `It was ${found}`}. Its lines stand here once an
          administrator or the control owner has opened it, on the page “Overview”.
        </Box>
        <Inside href="/">Go to the overview</Inside>
      </SpaceBetween>
    </Container>
  );
}

const askedAfresh =
  'This asks for a sign-in of the last few minutes. You come back to this page; what you typed is kept.';
const sessionEnded = 'Your session has ended. You come back to this page; staged decisions are kept.';

export function ProblemTold({ problem }: { readonly problem: Problem }): ReactNode {
  const notOpen = problem.refusals?.find(isNotOpen);
  if (notOpen !== undefined) return <NotOpen found={notOpen.found} />;
  const signIn = problem.status === 401;
  const detail = signIn ? sessionEnded : problem.detail;
  const isOld = problem.refusals?.some(({ what }) => what === tooOldForThis) === true;
  return (
    <Alert
      type={signIn || problem.status === 0 ? 'warning' : 'error'}
      statusIconAriaLabel={signIn ? 'Warning' : 'Error'}
      header={signIn ? 'Sign in again' : problem.title}
      {...(signIn ? { action: <Button href={signInAddress(isOld)}>Sign in</Button> } : {})}
    >
      {isOld ? askedAfresh : detail}
      {problem.refusals === undefined || problem.refusals.length < 2 ? null : (
        <RefusalList refusals={problem.refusals} />
      )}
    </Alert>
  );
}

/** Draws an answer, or says why there is none. */
export function Shown<Answer>({
  state,
  children,
}: {
  readonly state: Read<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}): ReactNode {
  switch (state.kind) {
    case 'reading':
      return (
        <Box padding="xxl" textAlign="center">
          <Spinner /> Reading
        </Box>
      );
    case 'refused':
      return <ProblemTold problem={state.problem} />;
    case 'read':
      return (
        <SpaceBetween size="l">
          {state.lost ? (
            <Alert type="warning" statusIconAriaLabel="Warning">
              No connection: what you see may be old. This page tries again by itself.
            </Alert>
          ) : null}
          {children(state.answer)}
        </SpaceBetween>
      );
    default:
      return state satisfies never;
  }
}
