import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import type { TableColumn } from './tableColumn.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export interface SortedRows<Row> {
  readonly rows: readonly Row[];
  /** Changes when the user asks for another order or other rows. */
  readonly revision: string;
  canSort(columnId: string): boolean;
  sortOf(columnId: string): 'ascending' | 'descending' | 'none';
  /** Largest first, then smallest first, then as delivered. */
  toggle(columnId: string): void;
}

/** Rows in the order the user chose by a column's header, or as delivered. */
export function useSortedRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  idOf: (row: Row) => string,
): SortedRows<Row> {
  const [sorting, setSorting] = useState<SortingState>([]);
  const definitions = useMemo(
    () =>
      columns.map(({ id, compare }) => ({
        id,
        accessorFn: (row: Row) => row,
        enableSorting: compare !== undefined,
        sortFn: (a: { original: Row }, b: { original: Row }) => compare?.(a.original, b.original) ?? 0,
      })),
    [columns],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: definitions, data, getRowId: idOf, state: { sorting } });
  const current = sorting[0];
  return {
    rows: table.getRowModel().rows.map(({ original }) => original),
    revision: current === undefined ? '' : `${current.id} ${current.desc}`,
    canSort: (columnId) => columns.some(({ id, compare }) => id === columnId && compare !== undefined),
    sortOf: (columnId) => {
      if (current?.id !== columnId) return 'none';
      return current.desc ? 'descending' : 'ascending';
    },
    toggle: (columnId) => {
      if (current?.id !== columnId) setSorting([{ id: columnId, desc: true }]);
      else setSorting(current.desc ? [{ id: columnId, desc: false }] : []);
    },
  };
}
