// The page where reviewers decide: their lines first, found and sorted on the server, decided by mouse or keyboard alone.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Flashbar from '@cloudscape-design/components/flashbar';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { decisions } from '../../../core/names/decisions.ts';
import type { DecisionWord } from '../../../core/names/decisions.ts';
import { lineQuery } from '../../api/routes/review/lines.ts';
import type { Line, LineQuery } from '../../api/routes/review/lines.ts';
import { goTo, useAddress, withQuery } from '../api/address.ts';
import { decisionDraft, useDraft } from '../api/draft.ts';
import { usePerson } from '../api/person.ts';
import { useReading } from '../api/reading.ts';
import { useStaged } from '../api/staged.ts';
import type { ShownLine, Staged } from '../api/staged.ts';
import type { PageProps } from '../page-props.ts';
import { place } from '../shown/focus.ts';
import { Breaking, PageFrame } from '../shown/page.tsx';
import { Shown } from '../shown/told.tsx';
import { counted } from '../shown/words.ts';
import { ReviewActs } from './acts.tsx';
import { DecideForm } from './decide-form.tsx';
import { LinePanel } from './line-panel.tsx';
import type { LinePanelProps } from './line-panel.tsx';
import { LineTable } from './line-table.tsx';
import type { LineTableProps } from './line-table.tsx';
import { StagedBar } from './staged-bar.tsx';

/**
 * Moves the focus for people who work by keyboard: to the line that is open now, or, when none is, to the one that was
 * open last. On a narrow page, where an open line stands alone, to the line itself. The focus moves as the page is
 * drawn, so that no key that follows at once is lost.
 *
 * @returns a function to call before another line is shown, or none
 */
function useGoingOn(open: string | null): (to: string | null) => void {
  const cameFrom = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (cameFrom.current === null) return;
    const label = open === null ? cameFrom.current : `${open}, shown beside`;
    cameFrom.current = null;
    const inTable = document.querySelector<HTMLElement>(`.keyed a[aria-label="${CSS.escape(label)}"]`);
    const alone = document.querySelector<HTMLElement>(open === null ? '.lines' : '.line');
    (inTable?.checkVisibility() === true ? inTable : alone)?.focus();
  }, [open]);
  return useCallback(
    (to) => {
      if (to !== open) cameFrom.current = open ?? to;
    },
    [open],
  );
}

export default function ReviewPage({ period }: PageProps): ReactNode {
  const person = usePerson();
  const address = useAddress();
  const query = queryOf(address);
  const open = address.searchParams.get('line');
  const reading = useReading('lines', { params: { period }, query }, { keepsLast: true });
  const { all, put, drop, settle, refuse } = useStaged(person.login, period);
  const [selected, setSelected] = useState<readonly ShownLine[]>([]);
  const [chosen, setChosen] = useState<DecisionWord | null>(null);
  const sequence = reading.state.kind === 'read' ? reading.state.answer.sequence : null;
  const carriedBy = reading.state.kind === 'read' ? reading.state.answer.carriedBy : 'signature';
  const [news, dismiss] = useColleagues(period, reading.again, sequence);
  const lines = reading.state.kind === 'read' ? reading.state.answer.lines : [];
  const goOn = useGoingOn(open);
  const show = useCallback(
    (login: string | null, word: DecisionWord | null = null) => {
      setChosen(word);
      goOn(login);
      goTo(withQuery({ line: login }), 'replace');
    },
    [goOn],
  );
  const stageAndGoOn = (staged: readonly Staged[]): void => {
    put(staged);
    // The table tells which line is next. While it is being read, this line stays open and keeps the focus.
    if (reading.state.kind !== 'read') return;
    const at = lines.findIndex(({ login }) => login === open);
    const next = lines.slice(at + 1).find(({ locked }) => locked === null);
    show(next?.login ?? null);
  };
  return (
    <PageFrame
      title={`Review of ${period}`}
      {...(reading.state.kind === 'refused'
        ? {}
        : {
            says: 'Choose a line to see its story. Keys, while the table has the focus: j and k next and previous line, 1 keep, 2 revoke, 3 except, Escape closes.',
            actions: <ReviewActs period={period} sequence={sequence} carriedBy={carriedBy} again={reading.again} />,
          })}
    >
      {news === null ? null : <News says={news} dismiss={dismiss} />}
      <StagedBar period={period} staged={all} drop={drop} settle={settle} refuse={refuse} again={reading.again} />
      <div className="lines" onKeyDown={keysOf({ lines, show })} {...place}>
        <Grid
          gridDefinition={
            open === null && selected.length < 2
              ? [{ colspan: 12 }]
              : [{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]
          }
        >
          <div className={open === null || selected.length > 1 ? 'keyed' : 'keyed beside'}>
            <Shown state={reading.state}>
              {(answer) => (
                <Lines
                  period={period}
                  answer={answer}
                  query={query}
                  turning={reading.turning}
                  open={open}
                  staged={all}
                  selected={selected}
                  select={setSelected}
                  show={show}
                />
              )}
            </Shown>
          </div>
          {selected.length > 1 ? (
            <div className="several">
              <Selected period={period} lines={selected} put={put} end={() => setSelected([])} />
            </div>
          ) : open === null ? null : (
            <OpenedLine
              period={period}
              login={open}
              lines={lines}
              staged={all}
              chosen={chosen}
              stage={stageAndGoOn}
              drop={drop}
              close={() => show(null)}
            />
          )}
        </Grid>
      </div>
      {person.roles.includes('reviewer') ? null : (
        <Alert type="info" statusIconAriaLabel="Information">
          <Box>You see every line; lines are decided by their reviewers.</Box>
        </Alert>
      )}
    </PageFrame>
  );
}

interface OpenedLineProps extends Pick<LinePanelProps, 'period' | 'login' | 'chosen' | 'stage' | 'drop'> {
  /** Those that the table shows: the line that is open need not be among them. */
  readonly lines: readonly Line[];
  readonly staged: readonly Staged[];
  readonly close: () => void;
}

function OpenedLine({ period, login, lines, staged, close, ...deciding }: OpenedLineProps): ReactNode {
  const line = lines.find((one) => one.login === login);
  return (
    <div className="line" {...place}>
      <Container header={<OpenHeader login={login} close={close} />}>
        <LinePanel
          key={login}
          period={period}
          login={login}
          codes={line?.codes}
          isTheirs={line?.locked === null}
          staged={staged.find((one) => one.login === login) ?? null}
          {...deciding}
        />
      </Container>
    </div>
  );
}

/** What colleagues did meanwhile. */
function News({ says, dismiss }: { readonly says: string; readonly dismiss: () => void }): ReactNode {
  return (
    <Flashbar
      items={[
        {
          type: 'info',
          statusIconAriaLabel: 'Information',
          content: says,
          id: says,
          ariaRole: 'status',
          dismissible: true,
          dismissLabel: 'Dismiss',
          onDismiss: dismiss,
        },
      ]}
    />
  );
}

/** Several lines, decided at once. */
function Selected({
  period,
  lines,
  put,
  end,
}: {
  readonly period: string;
  readonly lines: readonly ShownLine[];
  readonly put: (staged: readonly Staged[]) => void;
  readonly end: () => void;
}): ReactNode {
  const { login } = usePerson();
  const draft = useDraft({ login, period, line: 'several lines', what: 'decision' }, decisionDraft);
  // What was typed is kept, and not what was chosen: the lines may be others by now.
  const [before] = useState(draft.value === null ? null : { ...draft.value, decision: null });
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={end}>Select none</Button>}>
          {counted(lines.length, 'line')} selected
        </Header>
      }
    >
      <DecideForm
        lines={lines}
        before={before}
        typed={draft.keep}
        stage={(staged) => {
          draft.keep(null);
          put(staged);
          end();
        }}
      />
    </Container>
  );
}

function OpenHeader({ login, close }: { readonly login: string; readonly close: () => void }): ReactNode {
  return (
    <div className="line-head">
      <Box variant="h2">
        <Breaking text={login} />
      </Box>
      <Button iconName="close" variant="icon" ariaLabel="Close the line" onClick={close} />
    </div>
  );
}

/** Draws another page of lines when there is time for it, and a choice within the present page at once. */
function Lines({ answer, query, turning, ...rest }: LineTableProps): ReactNode {
  const asked = JSON.stringify(query);
  const page = useMemo(() => ({ answer, query, turning }), [answer, asked, turning]);
  return <LineTable {...rest} {...useDeferredValue(page)} />;
}

/** What the address asks for, and nothing that it may not. */
function queryOf(address: URL): LineQuery {
  const asked = [...address.searchParams].filter(([name]) => name !== 'line');
  const result = lineQuery.safeParse(Object.fromEntries(asked));
  return result.success ? result.data : {};
}

/** Reads the lines again when somebody recorded something, and says in a sentence what it was. */
function useColleagues(
  period: string,
  again: () => Promise<void>,
  sequence: number | null,
): readonly [news: string | null, dismiss: () => void] {
  const person = usePerson();
  const after = sequence ?? 0;
  const { state } = useReading('changes', { params: { period }, query: { after: String(after) } }, 5);
  const [news, setNews] = useState<string | null>(null);
  const told = useRef(0);
  useEffect(() => {
    if (sequence === null || state.kind !== 'read' || state.answer.sequence <= sequence) return;
    if (told.current >= state.answer.sequence) return;
    told.current = state.answer.sequence;
    const others = state.answer.events.filter(({ by }) => by !== person.login);
    if (others.length > 0) setNews(others.map(({ by, says }) => `${by ?? 'The schedule'}: ${says}`).join(' '));
    void again();
  }, [state, sequence, again, person.login]);
  return [news, () => setNews(null)];
}

interface Keyed {
  readonly lines: readonly Line[];
  readonly show: (login: string | null, word?: DecisionWord | null) => void;
}

/** Single keys work only while the table or a place has the focus and nobody types or chooses (WCAG 2.1.4). */
function keysOf({ lines, show }: Keyed) {
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isForKeys(event.target)) return;
    // From the address, not from what is drawn: when two keys follow each other quickly, the second means the line that
    // the first one opened.
    const open = new URL(location.href).searchParams.get('line');
    const at = lines.findIndex(({ login }) => login === open);
    const word = decisions[Number(event.key) - 1];
    if (event.key === 'j' || event.key === 'k') {
      const beside = event.key === 'j' ? at + 1 : at - 1;
      const to = lines[at < 0 ? 0 : beside];
      if (to !== undefined) show(to.login);
    } else if (event.key === 'Escape') show(null);
    else if (word !== undefined && open !== null && lines[at]?.locked === null) show(open, word);
    else return;
    event.preventDefault();
  };
}

/** Whether keys are for the page. Not in a field, and not in a list to choose from, where letters look for an entry. */
function isForKeys(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false;
  if (target instanceof HTMLInputElement && target.type !== 'checkbox') return false;
  return target.matches('[data-place]') || (target.closest('.keyed') !== null && !target.matches('[aria-haspopup]'));
}
