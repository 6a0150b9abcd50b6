// The head of a page and the small things that several pages show alike.
import Badge from '@cloudscape-design/components/badge';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { Severity } from '../../../core/names/codes.ts';
import { goTo } from '../api/address.ts';
import { seen } from '../api/seen.ts';
import { place } from './focus.ts';
import { severityColours } from './words.ts';

export function PageFrame({
  title,
  says,
  actions,
  children,
}: {
  readonly title: string;
  readonly says?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div {...place}>
      <ContentLayout
        header={
          <Header variant="h1" description={says} actions={actions}>
            {title}
          </Header>
        }
      >
        <SpaceBetween size="l">{children}</SpaceBetween>
      </ContentLayout>
    </div>
  );
}

export function SeverityBadge({ severity }: { readonly severity: Severity }): ReactNode {
  return <Badge color={severityColours[severity]}>{severity}</Badge>;
}

export function Inside({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  return (
    <Link
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        goTo(href);
      }}
    >
      {children}
    </Link>
  );
}

export function PersonLink({ login }: { readonly login: string }): ReactNode {
  return (
    <Inside href={`/people?login=${encodeURIComponent(login)}`}>
      <Breaking text={login} />
    </Inside>
  );
}

/** Text in which addresses may be broken: before the @, and before each dot of the domain. */
export function Breaking({ text }: { readonly text: string }): ReactNode {
  const [first = '', ...others] = seen(text).split(/(?=@)|(?<=@\S*)(?=\.\S)/);
  return (
    <span className="breaking">
      {first}
      {others.map((part, index) => (
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </span>
  );
}
