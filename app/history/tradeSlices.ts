import { present } from '../domain/errors.ts';
import { joinDoubles, joinIntegers, sliceIntegers } from './integerColumn.ts';
import type { TradeColumns } from './tradeBlock.ts';

export function sliceTrades({ atMs, price, size, side, ids }: TradeColumns, from: number, to: number): TradeColumns {
  return {
    atMs: atMs.subarray(from, to),
    price: sliceIntegers(price, from, to),
    size: sliceIntegers(size, from, to),
    side: side.subarray(from, to),
    ids: ids === null ? null : ids instanceof Float64Array ? ids.subarray(from, to) : ids.slice(from, to),
  };
}

export function joinTrades(pieces: readonly TradeColumns[]): TradeColumns {
  if (pieces.length === 1) return present(pieces[0], 'the only piece');
  const rows = pieces.reduce((sum, { atMs }) => sum + atMs.length, 0);
  const atMs = new Float64Array(rows);
  const side = new Uint8Array(rows);
  let at = 0;
  for (const piece of pieces) {
    atMs.set(piece.atMs, at);
    side.set(piece.side, at);
    at += piece.atMs.length;
  }
  return {
    atMs,
    price: joinIntegers(pieces.map(({ price }) => price)),
    size: joinIntegers(pieces.map(({ size }) => size)),
    side,
    ids: joinIds(pieces),
  };
}

function joinIds(pieces: readonly TradeColumns[]): TradeColumns['ids'] {
  const columns = pieces.map(({ ids }) => ids);
  if (columns.every((column) => column === null)) return null;
  if (columns.every((column) => column instanceof Float64Array)) return joinDoubles(columns);
  return pieces.flatMap(({ ids, atMs }) =>
    ids === null ? new Array<string>(atMs.length).fill('') : Array.from(ids, String),
  );
}
