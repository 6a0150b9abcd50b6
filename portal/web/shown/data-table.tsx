// Every table of the portal: found, sorted, paged, and downloadable as CSV.
import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { saveCsv } from './csv.ts';
import { Breaking } from './page.tsx';

export interface Column<Row> {
  readonly header: string;
  /** The cell as it is searched, sorted and written into the CSV. */
  readonly text: (row: Row) => string;
  /** The cell as it is shown, when that is more than its text. */
  readonly shown?: (row: Row) => ReactNode;
  readonly number?: (row: Row) => number;
  /** Least width in pixels. All columns together may have 900, to fit a window of 1,280. */
  readonly width?: number;
  /** In the CSV alone: the page shows it inside another column. */
  readonly hidden?: true;
}

export interface DataTableProps<Row> {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly empty: string;
  readonly says?: ReactNode;
  readonly actions?: ReactNode;
  /** Given where the server has more rows than are here: shown above the table, and the name of the CSV says it. */
  readonly more?: ReactNode;
}

const pageSize = 50;

interface Keyed<Row> {
  readonly key: string;
  readonly row: Row;
}

export function DataTable<Row>({ title, rows, columns, empty, says, actions, more }: DataTableProps<Row>): ReactNode {
  const keyed: readonly Keyed<Row>[] = rows.map((row, index) => ({ key: String(index), row }));
  const { items, filterProps, paginationProps, collectionProps, filteredItemsCount } = useCollection(keyed, {
    filtering: {
      filteringFunction: ({ row }, text) =>
        columns.some((column) => column.text(row).toLowerCase().includes(text.toLowerCase())),
      empty,
      noMatch: 'No row holds this text.',
    },
    sorting: {},
    pagination: { pageSize },
  });
  const download = (
    <Button
      iconName="download"
      disabled={rows.length === 0}
      onClick={() => {
        const cells = rows.map((row) => columns.map((column) => column.text(row)));
        saveCsv(
          title,
          columns.map(({ header }) => header),
          cells,
        );
      }}
      ariaLabel={`Download ${title} as CSV`}
    >
      CSV
    </Button>
  );
  return (
    <Table<Keyed<Row>>
      {...collectionProps}
      items={items}
      trackBy="key"
      variant="container"
      wrapLines
      cellVerticalAlign="top"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: title }}
      empty={<Box textAlign="center">{empty}</Box>}
      columnDefinitions={columns.filter(({ hidden }) => hidden !== true).map(definition)}
      header={
        <Header
          counter={`(${rows.length.toLocaleString('en-GB')}${more === undefined ? '' : '+'})`}
          description={says}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {actions}
              {download}
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
      {...(rows.length > 5
        ? {
            filter: (
              <TextFilter
                {...filterProps}
                filteringAriaLabel={`Find in ${title}`}
                filteringPlaceholder="Find"
                filteringClearAriaLabel="Clear"
                countText={filterProps.filteringText === '' ? '' : `${filteredItemsCount ?? 0} found`}
              />
            ),
          }
        : {})}
      {...(rows.length > pageSize
        ? {
            pagination: (
              <Pagination
                {...paginationProps}
                ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', paginationLabel: title }}
              />
            ),
          }
        : {})}
      {...(more === undefined ? {} : { footer: more })}
    />
  );
}

function definition<Row>(column: Column<Row>): TableProps.ColumnDefinition<Keyed<Row>> {
  return {
    id: column.header,
    header: column.header,
    cell: ({ row }) =>
      column.shown === undefined ? (
        <Breaking text={column.text(row)} />
      ) : (
        <span className="breaking">{column.shown(row)}</span>
      ),
    minWidth: column.width ?? 120,
    sortingComparator: (one, other) =>
      column.number === undefined
        ? column.text(one.row).localeCompare(column.text(other.row), 'en')
        : column.number(one.row) - column.number(other.row),
  };
}
