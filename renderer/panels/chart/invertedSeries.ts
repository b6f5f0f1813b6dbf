import type { ChartSeries } from '../../../app/contract/charts.ts';

/** The same series the other way round: "LINK / WETH" is then "WETH / LINK", "BTCUSDT" is "1 / BTCUSDT". */
export function invertedSeries(series: ChartSeries): ChartSeries {
  const { source, symbol } = series;
  const parts = symbol.split(' / ');
  const [first = '', second] = parts;
  const other = second === undefined ? `1 / ${symbol}` : first === '1' ? second : `${second} / ${first}`;
  const inverted = !source.inverted;
  return { ...series, symbol: other.slice(0, 64), source: { ...source, inverted } };
}
