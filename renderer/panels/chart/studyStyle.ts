import { type BarColumnName, isFreeInput, type Study, type StudyDefinition } from '../../../app/contract/studies.ts';

/** Indicators whose values are prices, by name: they lie over the bars. */
const overlays: ReadonlySet<string> = new Set(
  `sma ema wma dema tema trima kama mama t3 ma mavp bbands accbands abands sar sarext psar ht_trendline midpoint midprice linearreg
  linreg linearreg_intercept linregintercept tsf hma zlema wilders alma vidya rmta vwma vwap kc dc pc pbands supertrend ichimoku ce
  avgprice medprice typprice wclprice wcprice min max minmax lag`.split(/\s+/),
);

/** Those that a trader asks for most, in the order in which they are offered. */
export const firstClass: readonly { readonly title: string; readonly study: Study }[] = [
  { title: 'Simple moving average (SMA)', study: of('talib', 'sma', [20]) },
  { title: 'Exponential moving average (EMA)', study: of('talib', 'ema', [20]) },
  { title: 'Relative strength index (RSI)', study: of('talib', 'rsi', [14]) },
  { title: 'Moving average convergence divergence (MACD)', study: of('talib', 'macd', [12, 26, 9]) },
  { title: 'Bollinger bands', study: of('talib', 'bbands', [20, 2, 2, 0]) },
  { title: 'Average true range (ATR)', study: of('talib', 'atr', [14]) },
  { title: 'Volume-weighted average price of a day (VWAP)', study: of('chart', 'vwap', [86_400_000, 1]) },
  { title: 'Supertrend', study: of('chart', 'supertrend', [10, 3]) },
];

function of(convention: Study['convention'], name: string, options: number[]): Study {
  return { convention, name, options, columns: [] };
}

/** Where a study is drawn at first: over the bars where its values are prices, else in a pane of its own. */
export function usualPlace({ name, columns }: Study): 'price' | 'pane' {
  return overlays.has(name) && !columns.includes('volume') ? 'price' : 'pane';
}

/** Its name with what was chosen: "RSI 14", "SMA 20 volume · tulip". */
export function studyTitle({ convention, name, options, columns }: Study): string {
  const shown = [name.toUpperCase(), ...options.map(String), ...columns.filter((column) => column !== 'close')].join(
    ' ',
  );
  return convention === 'talib' ? shown : `${shown} · ${convention}`;
}

/** The indicator that a study is of. */
export function definitionOf(catalogue: readonly StudyDefinition[], study: Study): StudyDefinition | undefined {
  return catalogue.find(({ convention, name }) => convention === study.convention && name === study.name);
}

/** A study with the defaults of its indicator. */
export function studyOf({ convention, name, options, inputs }: StudyDefinition): Study {
  const free = inputs.filter(isFreeInput);
  const columns = free.map((_, place): BarColumnName => (free.length === 1 ? 'close' : place === 0 ? 'high' : 'low'));
  return { convention, name, options: options.map((option) => option.default), columns };
}

/** Levels that are looked at in a pane: above and below them an oscillator is said to be stretched. */
export function studyLevels({ name }: Study): readonly number[] {
  if (['rsi', 'mfi', 'imi', 'rmi'].includes(name)) return [30, 70];
  if (['stoch', 'stochf', 'stochrsi', 'ultosc'].includes(name)) return name === 'ultosc' ? [30, 70] : [20, 80];
  if (name === 'cci') return [-100, 100];
  return name === 'willr' ? [-80, -20] : [];
}

export type OutputStyle = 'line' | 'histogram' | 'hidden';

/** How an output is drawn. A direction is the colour of another output and no line of its own. */
export function outputStyle(output: string): OutputStyle {
  if (/hist/.test(output)) return 'histogram';
  return output === 'direction' ? 'hidden' : 'line';
}

/** Colour tokens of studies, by turns: each passes AA on a panel in every theme. */
export const studyColours = ['link-6', 'link-4', 'link-5', 'link-2', 'link-1', 'link-3'] as const;

/** Of an output among all that are drawn. */
export function studyColour(place: number): string {
  return studyColours[place % studyColours.length] ?? studyColours[0];
}
