// The pages by their addresses: each is loaded when it is looked at.
import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { RouteName } from '../api/routes.ts';
import type { PageProps } from './page-props.ts';

export interface Page {
  /** `/2026-Q4/review` or `/reports` */
  readonly slug: string;
  readonly title: string;
  readonly ofPeriod: boolean;
  /** Who may not call it does not see the page in the list. */
  readonly needs: RouteName;
  readonly Shown: ComponentType<PageProps>;
}

export const pages: readonly Page[] = [
  {
    slug: 'overview',
    title: 'Overview',
    ofPeriod: true,
    needs: 'overview',
    Shown: lazy(async () => import('./pages/overview.tsx')),
  },
  {
    slug: 'review',
    title: 'Review',
    ofPeriod: true,
    needs: 'lines',
    Shown: lazy(async () => import('./review/review.tsx')),
  },
  {
    slug: 'sign',
    title: 'Sign',
    ofPeriod: true,
    needs: 'statement',
    Shown: lazy(async () => import('./pages/sign.tsx')),
  },
  {
    slug: 'remediation',
    title: 'Remediation',
    ofPeriod: true,
    needs: 'remediation',
    Shown: lazy(async () => import('./pages/remediation.tsx')),
  },
  {
    slug: 'findings',
    title: 'Findings',
    ofPeriod: true,
    needs: 'findings',
    Shown: lazy(async () => import('./pages/findings.tsx')),
  },
  {
    slug: 'leavers',
    title: 'Leavers',
    ofPeriod: true,
    needs: 'leavers',
    Shown: lazy(async () => import('./pages/leavers.tsx')),
  },
  {
    slug: 'non-human',
    title: 'Non-human',
    ofPeriod: true,
    needs: 'nonHuman',
    Shown: lazy(async () => import('./pages/non-human.tsx')),
  },
  {
    slug: 'trail',
    title: 'Audit trail',
    ofPeriod: true,
    needs: 'trail',
    Shown: lazy(async () => import('./pages/trail.tsx')),
  },
  {
    slug: 'people',
    title: 'People',
    ofPeriod: false,
    needs: 'people',
    Shown: lazy(async () => import('./pages/people.tsx')),
  },
  {
    slug: 'reports',
    title: 'Reports',
    ofPeriod: false,
    needs: 'reports',
    Shown: lazy(async () => import('./pages/reports.tsx')),
  },
  {
    slug: 'upload',
    title: 'Upload',
    ofPeriod: false,
    needs: 'uploads',
    Shown: lazy(async () => import('./pages/upload.tsx')),
  },
  {
    slug: 'settings',
    title: 'Settings',
    ofPeriod: false,
    needs: 'settings',
    Shown: lazy(async () => import('./pages/settings.tsx')),
  },
];
