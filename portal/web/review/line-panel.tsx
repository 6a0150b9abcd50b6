// One line beside the table: the match explained, findings, what changed, who decided what, and the decision to make.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DecisionWord } from '../../../core/names/decisions.ts';
import type { AnswerOf } from '../api/client.ts';
import { decisionDraft, useDraft } from '../api/draft.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import type { ShownLine, Staged } from '../api/staged.ts';
import { Breaking, PersonLink, SeverityBadge } from '../shown/page.tsx';
import { ChangeList, FactList, ProblemTold, Shown } from '../shown/told.tsx';
import { when } from '../shown/when.ts';
import { decisionSays, sentence } from '../shown/words.ts';
import { Comments } from './comments.tsx';
import { DecideForm } from './decide-form.tsx';

type Story = AnswerOf<'lineStory'>;

export interface LinePanelProps {
  readonly period: string;
  readonly login: string;
  /** Those that the table shows on the line, until its story is read. */
  readonly codes: ShownLine['codes'];
  /**
   * Whether the person may decide the line, as the table says, so that they can type a reason before the story is read.
   */
  readonly isTheirs: boolean;
  readonly staged: Staged | null;
  /** The word that the keyboard chose. */
  readonly chosen: DecisionWord | null;
  readonly stage: (staged: readonly Staged[]) => void;
  readonly drop: (logins: readonly string[]) => void;
}

export function LinePanel(props: LinePanelProps): ReactNode {
  const { period, login, isTheirs, staged, chosen, stage, drop } = props;
  const person = usePerson();
  const { state, again } = useReading('lineStory', { params: { period, login } }, 5);
  const draft = useDraft({ login: person.login, period, line: login, what: 'decision' }, decisionDraft);
  const own = draft.value ?? staged;
  const story = state.kind === 'read' ? state.answer : null;
  const locked = story?.locked ?? null;
  return (
    <SpaceBetween size="m">
      {state.kind === 'refused' ? <ProblemTold problem={state.problem} /> : null}
      {locked === null ? null : (
        <Alert type="info" statusIconAriaLabel="Information" header="You cannot decide this line">
          {locked}
        </Alert>
      )}
      {staged?.refused === null || staged === null ? null : (
        <Alert type="warning" statusIconAriaLabel="Warning" header="Not recorded">
          {sentence(staged.refused)} What you wrote is kept below.
        </Alert>
      )}
      {story === null ? null : <Decided story={story} isWriting={own !== null} />}
      {own !== null || (story === null ? isTheirs : locked === null) ? (
        <DecideForm
          key={`${login} ${chosen ?? ''}`}
          lines={[{ login, codes: story?.codes ?? props.codes }]}
          atOnce={chosen !== null}
          before={chosen === null ? own : { until: null, reason: '', ...own, decision: chosen }}
          stage={(decisions) => {
            draft.keep(null);
            stage(decisions);
          }}
          typed={draft.keep}
          {...(staged === null
            ? {}
            : {
                drop: () => {
                  draft.keep(null);
                  drop([login]);
                },
              })}
        />
      ) : null}
      {state.kind === 'refused' ? null : (
        <Shown state={state}>
          {(story) => (
            <SpaceBetween size="m">
              <Facts story={story} />
              <Comments period={period} story={story} again={again} />
              <Past story={story} />
            </SpaceBetween>
          )}
        </Shown>
      )}
    </SpaceBetween>
  );
}

/** The decision about the line: as a warning where somebody made it while this person was writing. */
function Decided({ story, isWriting }: { readonly story: Story; readonly isWriting: boolean }): ReactNode {
  const { login, timeZone } = usePerson();
  const { decision } = story;
  const [before] = useState(decision?.sequence ?? null);
  if (decision === null) return null;
  const who = decision.by === login ? 'you' : decision.by;
  const says = `${decisionSays(decision)}, by ${who}, ${when(decision.at, timeZone)}${decision.reason === '' ? '' : `: ${decision.reason}`}`;
  if (decision.sequence === before || !isWriting)
    return (
      <StatusIndicator type={story.asksAgain ? 'warning' : 'success'}>
        {story.asksAgain ? 'Asks again. Before: ' : 'Decided: '}
        {says}
      </StatusIndicator>
    );
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="Decided while you were writing">
      {sentence(says)} What you wrote is kept below; once recorded, it stands in place of this.
    </Alert>
  );
}

function Facts({ story }: { readonly story: Story }): ReactNode {
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Account', value: <PersonLink login={story.login} /> },
          { label: 'Name', value: story.name ?? '–' },
          {
            label: 'Role',
            value: `${story.role ?? '–'}${story.privileged ? ' (privileged)' : ''}${story.roleUnclassified ? ' (not classified)' : ''}`,
          },
          ...(story.roleMeans === null ? [] : [{ label: 'What the role is for', value: story.roleMeans }]),
          { label: 'Team', value: story.team ?? '–' },
          { label: 'Status', value: story.status ?? '–' },
          { label: 'Last login', value: story.lastLogin ?? 'unknown' },
          { label: 'Situation', value: story.situation ?? '–' },
          { label: 'Reviewer', value: <Breaking text={story.reviewer ?? 'nobody is named'} /> },
        ]}
      />
      <div>
        <Box variant="h3">Match</Box>
        <Box>{story.match}</Box>
        {story.own.length > 1 ? (
          <Box color="text-body-secondary">Logins of this person: {story.own.join(', ')}</Box>
        ) : null}
      </div>
      <div>
        <Box variant="h3">Suggested: {story.recommendation.decision}</Box>
        <Box>{story.recommendation.reason}</Box>
      </div>
    </SpaceBetween>
  );
}

function Past({ story }: { readonly story: Story }): ReactNode {
  const { timeZone } = usePerson();
  return (
    <SpaceBetween size="m">
      <ExpandableSection defaultExpanded headerText={`Findings (${story.findings.length})`}>
        {story.findings.length === 0 ? (
          <Box>None.</Box>
        ) : (
          story.findings.map((finding) => (
            <div key={finding.id}>
              <SeverityBadge severity={finding.severity} /> <strong>{finding.title}</strong>
              <p>{finding.reason}</p>
              <FactList facts={finding.facts}>
                {finding.row === null ? null : <li>Line {finding.row} of the export</li>}
              </FactList>
            </div>
          ))
        )}
      </ExpandableSection>
      <ExpandableSection
        defaultExpanded={story.changes.length > 0}
        headerText={`What changed (${story.changes.length})`}
      >
        <ChangeList changes={story.changes} none="Nothing since the last review." />
      </ExpandableSection>
      <ExpandableSection defaultExpanded headerText={`Decisions (${story.decisions.length})`}>
        <ul>
          {story.decisions.map((decision) => (
            <li key={decision.sequence}>
              {decisionSays(decision)}, by {decision.by}
              {decision.assurance === 'oidc' ? '' : ' (name typed, not signed in)'}, {when(decision.at, timeZone)}
              {decision.reason === '' ? '' : `: ${decision.reason}`}
              {decision.filter === null ? '' : ` (in bulk, filter “${decision.filter}”)`}
            </li>
          ))}
          <li>
            {story.lastDecision === null
              ? 'No decision in the review before.'
              : `${story.lastDecision.review}: ${decisionSays(story.lastDecision)}, by ${story.lastDecision.by}, ${when(story.lastDecision.at, timeZone)}`}
          </li>
          {story.removal === null ? null : (
            <li>
              Work order {story.removal.order}: {story.removal.state}, handed over{' '}
              {when(story.removal.handedOverAt, timeZone)}
            </li>
          )}
        </ul>
      </ExpandableSection>
    </SpaceBetween>
  );
}
