import { ExpectedError } from '../../domain/errors.ts';
import type { AssetTable } from './assets.ts';

/**
 * What holdings would have brought at each time, as a share of all that is held, each without its sign: what is sold short gains where it falls.
 * @param returns without gaps
 * @param values what is held of each, in the order of the table
 * @throws ExpectedError NOTHING_HELD when all are 0 or one is no finite number
 */
export function heldReturns(returns: AssetTable, values: readonly number[]): Float64Array {
  const gross = values.reduce((sum, value) => sum + Math.abs(value), 0);
  if (!(gross > 0 && Number.isFinite(gross))) {
    throw new ExpectedError('NOTHING_HELD', 'nothing is held of any series', {
      advice: 'Say how much is held of at least one.',
    });
  }
  const columns = [...returns.values()];
  return Float64Array.from(columns[0] ?? [], (_, t) =>
    columns.reduce((sum, column, i) => sum + ((values[i] ?? 0) / gross) * (column[t] ?? 0), 0),
  );
}
