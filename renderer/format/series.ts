import type { ChartSeries } from '../../app/contract/charts.ts';

/** Its key among all others. */
export function keyOf({ source }: Pick<ChartSeries, 'source'>): string {
  const key = source.kind === 'pool' ? `pool ${source.pool}` : `recorded ${source.series}`;
  return source.inverted ? `${key} inverted` : key;
}

/** What a person finds it by: "Uniswap V3 0.3 %", "binance · recorded". */
export function detailOf({ source, venue, feePpm }: Pick<ChartSeries, 'source' | 'venue' | 'feePpm'>): string {
  if (source.kind === 'recorded') return `${venue} · recorded`;
  return feePpm === null ? venue : `${venue} ${feePpm / 10_000} %`;
}

/** What it is called where nothing else says what is meant: "LINK / WETH · Uniswap V3 0.3 %". */
export function nameOf(series: ChartSeries): string {
  return `${series.symbol} · ${detailOf(series)}`;
}
