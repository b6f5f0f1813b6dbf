import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Basket, type Holding, mostHoldings } from '../../app/contract/analyses.ts';
import type { ChartInterval, ChartSeries } from '../../app/contract/charts.ts';
import { detailOf, keyOf } from '../format/series.ts';

/** The series that the risk panels analyse: one choice for all of them. */
interface Chosen {
  readonly interval: ChartInterval;
  readonly holdings: readonly Holding[];
}

export const basketStore = createStore<Chosen>(() => ({ interval: '1d', holdings: [] }));

export function useBasket(): Chosen {
  return useStore(basketStore);
}

/** What is asked for; null while nothing is chosen. */
export function basketOf({ interval, holdings }: Chosen, bars: number): Basket | null {
  return holdings.length === 0 ? null : { interval, bars, holdings: [...holdings] };
}

/** Its name among the series of a basket. */
export function nameOf(series: ChartSeries): string {
  return `${series.symbol} ${detailOf(series)}`.slice(0, 140);
}

/** Of the first one, bars as long as it can show; later ones are put beside it. A series that is there already, or one too many, changes nothing. */
export function addHolding(series: ChartSeries): void {
  const { interval, holdings } = basketStore.getState();
  if (holdings.length >= mostHoldings || holdings.some(({ source }) => keyOf({ source }) === keyOf(series))) return;
  const taken = new Set(holdings.map(({ name }) => name));
  const plain = nameOf(series);
  const name = taken.has(plain) ? `${plain} ${keyOf(series)}`.slice(0, 140) : plain;
  // A live pool has traded for minutes, a recording lasts for years.
  const own = series.source.kind === 'pool' ? '1s' : (series.intervals.at(-1) ?? interval);
  const fits = holdings.length > 0 && series.intervals.includes(interval);
  basketStore.setState({
    interval: fits ? interval : own,
    holdings: [...holdings, { source: series.source, name, value: 1 }],
  });
}

export function removeHolding(name: string): void {
  const { holdings } = basketStore.getState();
  basketStore.setState({ holdings: holdings.filter((each) => each.name !== name) });
}

export function setHeld(name: string, value: number): void {
  const { holdings } = basketStore.getState();
  basketStore.setState({ holdings: holdings.map((each) => (each.name === name ? { ...each, value } : each)) });
}

export function setBasketInterval(interval: ChartInterval): void {
  basketStore.setState({ interval });
}
