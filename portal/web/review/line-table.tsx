// The lines, 50 at a time; the server finds and sorts, so 20,000 lines cost the browser nothing.
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Icon from '@cloudscape-design/components/icon';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { sorts } from '../../api/routes/review/lines.ts';
import type { Line, LineQuery } from '../../api/routes/review/lines.ts';
import { goTo, withQuery } from '../api/address.ts';
import type { AnswerOf } from '../api/client.ts';
import { addressOf } from '../api/client.ts';
import type { ShownLine, Staged } from '../api/staged.ts';
import { Breaking, SeverityBadge } from '../shown/page.tsx';
import { dayShort } from '../shown/when.ts';
import { LineFilters } from './line-filters.tsx';
import { decisionSays, titleOf } from '../shown/words.ts';

export interface LineTableProps {
  readonly period: string;
  readonly answer: AnswerOf<'lines'>;
  readonly query: LineQuery;
  /** Other lines are asked for and not here yet. */
  readonly turning: boolean;
  readonly open: string | null;
  readonly staged: readonly Staged[];
  readonly selected: readonly ShownLine[];
  readonly select: (lines: readonly ShownLine[]) => void;
  readonly show: (login: string | null) => void;
}

export const LineTable = memo((props: LineTableProps): ReactNode => {
  const { period, answer, query, turning, open, staged, selected, select, show } = props;
  const { cursor: _cursor, ...asked } = query;
  const byLogin = new Map(staged.map((one) => [one.login, one]));
  const all = columnsOf(open, byLogin, show);
  // Beside an open line there is room for what tells lines apart.
  const columns = open === null ? all : all.filter(({ id }) => besideALine.has(id));
  const sorted = columns.find(({ sortingField }) => sortingField === query.sort);
  return (
    <Table<Line>
      items={answer.lines}
      trackBy="login"
      variant="container"
      wrapLines
      cellVerticalAlign="top"
      selectionType="multi"
      selectedItems={answer.lines.filter(({ login }) => selected.some((one) => one.login === login))}
      isItemDisabled={({ locked }) => locked !== null}
      onSelectionChange={({ detail }) => select(detail.selectedItems.map(({ login, codes }) => ({ login, codes })))}
      ariaLabels={{
        tableLabel: 'Lines',
        selectionGroupLabel: 'Select lines',
        allItemsSelectionLabel: () => 'Select every line of this page',
        itemSelectionLabel: (_, line) => `Select ${line.login}`,
      }}
      columnDefinitions={columns}
      {...(sorted === undefined ? {} : { sortingColumn: sorted })}
      sortingDescending={query.direction === 'down'}
      onSortingChange={({ detail }) => {
        const sort = sorts.find((name) => name === detail.sortingColumn.sortingField) ?? null;
        goTo(withQuery({ sort, direction: detail.isDescending === true ? 'down' : 'up', cursor: null }));
      }}
      empty={<NoLines total={answer.total} query={query} />}
      header={
        <Header
          counter={`(${answer.matching.toLocaleString('en-GB')} of ${answer.total.toLocaleString('en-GB')})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="download"
                href={addressOf('lineFile', { params: { period } })}
                download
                ariaLabel="Worksheet: download the undecided lines to fill in"
              >
                Worksheet
              </Button>
              <Button
                iconName="download"
                href={addressOf('lineTable', { params: { period }, query: asked })}
                download
                ariaLabel="CSV: download the lines that are found"
              >
                CSV
              </Button>
            </SpaceBetween>
          }
        >
          Lines
        </Header>
      }
      filter={<LineFilters period={period} query={query} />}
      footer={<Pages answer={answer} turning={turning} />}
    />
  );
});

const besideALine: ReadonlySet<string> = new Set(['login', 'decision', 'findings']);

function columnsOf(open: string | null, staged: ReadonlyMap<string, Staged>, show: (login: string) => void) {
  return [
    {
      id: 'login',
      header: 'Account',
      sortingField: 'login',
      isRowHeader: true,
      minWidth: open === null ? 200 : 160,
      cell: (line: Line) => (
        <div className="breaking">
          <Link
            href={withQuery({ line: line.login })}
            ariaLabel={`${line.login}${line.login === open ? ', shown beside' : ''}`}
            onFollow={(event) => {
              event.preventDefault();
              show(line.login);
            }}
          >
            {line.login === open ? (
              <strong>
                <Breaking text={line.login} />
              </strong>
            ) : (
              <Breaking text={line.login} />
            )}
          </Link>
          <Box color="text-body-secondary" fontSize="body-s">
            {line.name ?? (line.kind === 'api-key' ? 'API key' : '–')}
          </Box>
        </div>
      ),
    },
    {
      id: 'decision',
      header: 'Decision',
      sortingField: 'decision',
      minWidth: open === null ? 125 : 110,
      cell: (line: Line) => <DecisionCell line={line} staged={staged.get(line.login)} />,
    },
    {
      id: 'findings',
      header: 'Findings',
      sortingField: 'gravity',
      minWidth: open === null ? 180 : 150,
      cell: (line: Line) => (
        <>
          {line.severity === null ? (line.situation ?? '–') : <SeverityBadge severity={line.severity} />}{' '}
          {line.codes.map(titleOf).join('; ')}
          {line.changed ? <Box color="text-body-secondary">changed since the last review</Box> : null}
        </>
      ),
    },
    {
      id: 'team',
      header: 'Team and role',
      sortingField: 'team',
      minWidth: 125,
      cell: (line: Line) => (
        <div className="breaking">
          {line.team ?? '–'}
          <Box color="text-body-secondary" fontSize="body-s">
            {line.role ?? '–'} {line.privileged ? <Badge color="blue">privileged</Badge> : null}
          </Box>
        </div>
      ),
    },
    {
      id: 'last-login',
      header: 'Last login',
      sortingField: 'last-login',
      minWidth: 115,
      cell: ({ lastLogin }: Line) => dayShort(lastLogin),
    },
    {
      id: 'reviewer',
      header: 'Reviewer',
      sortingField: 'reviewer',
      minWidth: 120,
      cell: (line: Line) => (
        <div className="breaking">
          {line.locked === null || line.mine ? null : <Icon name="lock-private" ariaLabel="Locked" />}{' '}
          <ReviewerName line={line} />
        </div>
      ),
    },
  ];
}

function ReviewerName({ line: { mine, reviewer } }: { readonly line: Line }): ReactNode {
  if (mine) return <strong>you</strong>;
  return reviewer === null ? 'nobody' : <Breaking text={reviewer} />;
}

function DecisionCell({ line, staged }: { readonly line: Line; readonly staged: Staged | undefined }): ReactNode {
  if (staged !== undefined)
    return (
      <>
        <Badge color="grey">staged: {decisionSays(staged)}</Badge>
        {line.decision === null ? null : (
          <Box color="text-body-secondary" fontSize="body-s">
            stands: {decisionSays(line.decision)}, {line.decision.by}
          </Box>
        )}
      </>
    );
  if (line.decision === null)
    return (
      <>
        Undecided
        <Box color="text-body-secondary" fontSize="body-s">
          suggested: {line.recommendation.decision}
        </Box>
      </>
    );
  return (
    <>
      {decisionSays(line.decision)}
      <Box color="text-body-secondary" fontSize="body-s">
        {line.asksAgain ? 'asks again' : line.decision.by}
      </Box>
    </>
  );
}

function NoLines({ total, query }: { readonly total: number; readonly query: LineQuery }): ReactNode {
  const { sort: _sort, direction: _direction, cursor: _cursor, ...asked } = query;
  const owed = Object.keys(asked).length === 2 && asked.mine === 'true' && asked.decision === 'undecided';
  if (total === 0)
    return (
      <SpaceBetween size="s">
        <Box textAlign="center">The review has no lines: nobody has opened it yet.</Box>
      </SpaceBetween>
    );
  return (
    <SpaceBetween size="s">
      <Box textAlign="center">{owed ? 'Nothing is left for you to decide.' : 'No line matches.'}</Box>
      <Button onClick={() => goTo(location.pathname)}>{owed ? 'Show every line' : 'Clear the filters'}</Button>
    </SpaceBetween>
  );
}

function Pages({ answer, turning }: Pick<LineTableProps, 'answer' | 'turning'>): ReactNode {
  const last = answer.from + Math.max(0, answer.lines.length - 1);
  // While other lines are on their way the cursors of these lead nowhere. The buttons stay on, because one that is
  // turned off would lose the focus.
  const to = (cursor: string | null) => {
    if (!turning) goTo(withQuery({ cursor }));
  };
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <Button
        iconName="angle-left"
        variant="icon"
        ariaLabel="Previous page"
        disabled={answer.previous === null}
        onClick={() => to(answer.previous)}
      />
      <span>
        {answer.from.toLocaleString('en-GB')} to {last.toLocaleString('en-GB')} of{' '}
        {answer.matching.toLocaleString('en-GB')}
      </span>
      <Button
        iconName="angle-right"
        variant="icon"
        ariaLabel="Next page"
        disabled={answer.next === null}
        onClick={() => to(answer.next)}
      />
    </SpaceBetween>
  );
}
