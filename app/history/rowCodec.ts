import type { StoredBlock } from './columnBlock.ts';

/** What rows of a series a day's file keeps: single trades, changes of its best quotes, changes of its order book's levels. */
export type RowKind = 'trades' | 'quotes' | 'levels';

/** How rows of one kind, held by column, are kept as blocks. */
export interface RowCodec<Columns> {
  readonly kind: RowKind;
  timesOf(columns: Columns): Float64Array;
  seal(columns: Columns): StoredBlock;
  /** @throws ExpectedError HISTORY_CORRUPT */
  open(block: StoredBlock, where: string): Columns;
  join(pieces: readonly Columns[]): Columns;
  slice(columns: Columns, from: number, to: number): Columns;
}
