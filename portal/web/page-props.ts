// What every page is told.

export interface PageProps {
  /** `2026-Q4`; empty on a page that is of no period. */
  readonly period: string;
}
