import type { ReactNode } from 'react';

/** One column of a DataTable. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** The unit of all its numbers, said once, in the header. */
  readonly unit?: string | undefined;
  /** CSS grid track: `72px`, `minmax(160px, 1fr)`. */
  readonly track: string;
  readonly align?: 'right';
  /** Hidden in tables narrower than this, in CSS pixels. */
  readonly fromWidth?: number;
  /** Ascending order; a column without it cannot be sorted. */
  readonly compare?: (a: Row, b: Row) => number;
  readonly cell: (row: Row) => ReactNode;
  /** What copying the row puts in this column: exact, never rounded. */
  readonly copy: (row: Row) => string;
}

export function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
