import type { ChartSymbol } from '../../../app/contract/chartMarks.ts';
import type { ChartSeries } from '../../../app/contract/charts.ts';
import { invertedSeries } from './invertedSeries.ts';

/** What drawings and studies of a series are kept under. A recorded one is known by its names: its number is of one data folder. */
export function symbolOf(series: ChartSeries): ChartSymbol {
  const { source, venue } = series;
  const { inverted } = source;
  if (source.kind === 'pool') return { kind: 'pool', pool: source.pool, inverted };
  return { kind: 'recorded', venue, symbol: (inverted ? invertedSeries(series) : series).symbol, inverted };
}
