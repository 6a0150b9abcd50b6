// The shell: who is signed in, which period is looked at, and which page the address names.
import AppLayout from '@cloudscape-design/components/app-layout';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { periodName } from '../../core/values/period-name.ts';
import type { Problem } from '../api/routes/values.ts';
import { goTo, useAddress } from './api/address.ts';
import { bodyDigest, showsTo, signInAddress } from './api/client.ts';
import type { AnswerOf } from './api/client.ts';
import { SignedIn, mayCall } from './api/person.ts';
import type { Person } from './api/person.ts';
import { useReading } from './api/reading.ts';
import type { Read } from './api/reading.ts';
import { pages } from './pages.tsx';
import type { Page } from './pages.tsx';
import { useKeptFocus } from './shown/focus.ts';
import { isDark, switchMode } from './shown/mode.ts';
import { Inside } from './shown/page.tsx';
import { ProblemTold, Shown } from './shown/told.tsx';
import { roleWords, stateWords } from './shown/words.ts';

export function App(): ReactNode {
  useKeptFocus();
  const { state } = useReading('me', {}, 60);
  if (state.kind === 'refused' && state.problem.status === 401) return <SignIn />;
  if (state.kind === 'refused')
    return (
      <Box padding="xxl">
        <ProblemTold problem={state.problem} />
      </Box>
    );
  if (state.kind === 'reading') return null;
  return (
    <SignedIn value={state.answer}>
      <Frame person={state.answer} />
    </SignedIn>
  );
}

function SignIn(): ReactNode {
  useEffect(() => {
    document.title = 'Sign in · Access review';
  }, []);
  return (
    <main>
      <Box padding="xxxl">
        <Container header={<Header variant="h1">Access review</Header>}>
          <SpaceBetween size="m">
            <Box>Sign in with your company account to review who has access.</Box>
            <Button variant="primary" href={signInAddress()}>
              Sign in
            </Button>
          </SpaceBetween>
        </Container>
      </Box>
    </main>
  );
}

function Frame({ person }: { readonly person: Person }): ReactNode {
  const url = useAddress();
  useEffect(() => showsTo(person.login), [person.login]);
  const [dark, setDark] = useState(isDark);
  const [listOpen, setListOpen] = useListOpen();
  const [unended, setUnended] = useState<Problem | null>(null);
  const { state } = useReading('periods', {}, 60);
  const [first = '', second = ''] = url.pathname.split('/').filter((part) => part !== '');
  const asked = periodName(first);
  const named = /^\d{4}-Q[1-4]$/.test(asked) ? asked : null;
  const slug = named === null ? first : second;
  const listed = state.kind === 'read' ? state.answer.periods : [];
  const period = named ?? remembered(listed);
  useEffect(() => {
    if (named !== null) sessionStorage.setItem('access-review.period', named);
  }, [named]);
  const page = pages.find((page) => page.slug === (slug === '' ? 'overview' : slug));
  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · Access review`;
  }, [page]);
  return (
    <>
      <div id="top">
        <TopNavigation
          identity={{ href: '/', title: `${person.application} access review` }}
          i18nStrings={{
            overflowMenuTriggerText: 'More',
            overflowMenuTitleText: 'All',
            overflowMenuBackIconAriaLabel: 'Back',
            overflowMenuDismissIconAriaLabel: 'Close',
          }}
          utilities={[
            {
              type: 'button',
              text: dark ? 'Light' : 'Dark',
              ariaLabel: dark ? 'Switch to light mode' : 'Switch to dark mode',
              onClick: () => setDark(switchMode()),
            },
            {
              type: 'menu-dropdown',
              text: person.name ?? person.login,
              description: `${person.login}, ${person.roles.map((role) => roleWords[role]).join(', ') || 'no role'}`,
              iconName: 'user-profile',
              items: [{ id: 'sign-out', text: 'Sign out' }],
              onItemClick: () => void signOut().then(setUnended),
            },
          ]}
        />
      </div>
      <AppLayout
        navigationOpen={listOpen}
        onNavigationChange={({ detail }) => setListOpen(detail.open)}
        headerSelector="#top"
        toolsHide
        maxContentWidth={Number.MAX_VALUE}
        ariaLabels={{
          navigation: 'Pages',
          navigationClose: 'Close the pages',
          navigationToggle: 'Open the pages',
          notifications: 'Notices',
        }}
        navigation={<Navigation person={person} period={period} periods={listed} page={page} />}
        content={
          <Suspense fallback={null}>
            {unended === null ? null : <ProblemTold problem={unended} />}
            {person.groupsOverage ? (
              <ProblemTold
                problem={{
                  type: 'about:blank',
                  title: 'You are in too many groups',
                  status: 403,
                  detail:
                    'Your sign-in did not say which groups you are in, so your roles are not known. Ask the operator to send roles as a claim.',
                }}
              />
            ) : (
              <PageShown page={page} period={period} periods={state} />
            )}
          </Suspense>
        }
      />
    </>
  );
}

/** The list of pages is open where there is room for it: a page that loads in the background has no width at first. */
function useListOpen() {
  const [open, setOpen] = useState(true);
  useEffect(() => {
    const wide = matchMedia('(min-width: 913px)');
    const follow = () => setOpen(wide.matches);
    follow();
    wide.addEventListener('change', follow);
    return () => wide.removeEventListener('change', follow);
  }, []);
  return [open, setOpen] as const;
}

function PageShown({
  page,
  period,
  periods,
}: {
  readonly page: Page | undefined;
  readonly period: string | null;
  readonly periods: Read<unknown>;
}): ReactNode {
  if (page === undefined)
    return (
      <Container header={<Header variant="h1">There is no such page</Header>}>
        <Inside href="/">Go to the overview</Inside>
      </Container>
    );
  if (!page.ofPeriod) return <page.Shown period={period ?? ''} />;
  if (period !== null) return <page.Shown key={period} period={period} />;
  // The periods are not read yet, or could not be read: that does not mean that there are none.
  if (periods.kind !== 'read') return <Shown state={periods}>{() => null}</Shown>;
  return (
    <Container header={<Header variant="h1">Nothing to review yet</Header>}>
      There is no accepted run. An administrator uploads an export and starts a run on the page “Upload”; its period
      appears here.
    </Container>
  );
}

/** The overview is the page of the period itself. */
function slugOfPeriod({ slug }: Page): string {
  return slug === 'overview' ? '' : `/${slug}`;
}

function Navigation({
  person,
  period,
  periods,
  page,
}: {
  readonly person: Person;
  readonly period: string | null;
  readonly periods: AnswerOf<'periods'>['periods'];
  readonly page: Page | undefined;
}): ReactNode {
  const mine = pages.filter(({ needs }) => mayCall(person, needs));
  const link = (page: Page) => ({
    type: 'link' as const,
    text: page.title,
    href: page.ofPeriod ? `/${period ?? ''}${slugOfPeriod(page)}` : `/${page.slug}`,
  });
  const options = periods.map(({ period, state }) => ({
    value: period,
    label: period,
    description: stateWords[state].says,
  }));
  return (
    <SideNavigation
      activeHref={page === undefined ? '' : link(page).href}
      onFollow={(event) => {
        event.preventDefault();
        goTo(event.detail.href);
      }}
      itemsControl={
        options.length === 0 ? undefined : (
          <Select
            ariaLabel="Period"
            selectedOption={
              options.find(({ value }) => value === period) ?? { value: period ?? '', label: period ?? '' }
            }
            options={options}
            onChange={({ detail }) => {
              const at = page === undefined || !page.ofPeriod || page.slug === 'overview' ? '' : `/${page.slug}`;
              goTo(`/${detail.selectedOption.value ?? ''}${at}`);
            }}
          />
        )
      }
      items={[
        ...mine.filter(({ ofPeriod }) => ofPeriod).map(link),
        { type: 'divider' },
        ...mine.filter(({ ofPeriod }) => !ofPeriod).map(link),
      ]}
    />
  );
}

/** The period looked at last, otherwise the latest one. */
function remembered(periods: AnswerOf<'periods'>['periods']): string | null {
  const last = sessionStorage.getItem('access-review.period');
  return periods.find(({ period }) => period === last)?.period ?? periods[0]?.period ?? null;
}

const stillSignedIn: Problem = {
  type: 'about:blank',
  title: 'You may still be signed in',
  status: 0,
  detail: 'The server did not say that your session has ended. Sign out again before you leave this browser to others.',
};

/** @returns what to tell where the session may not have ended */
async function signOut(): Promise<Problem | null> {
  const headers = await bodyDigest('');
  const response = await fetch('/auth/sign-out', { method: 'POST', credentials: 'same-origin', headers }).catch(
    () => null,
  );
  if (response?.status !== 204) return stillSignedIn;
  location.assign('/');
  return null;
}
