import {
  type CandlestickData,
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  type HistogramData,
  HistogramSeries,
  type IChartApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type { BarsRow, ChartGap } from '../../../app/contract/charts.ts';
import { themeColour } from '../../theme/applyTheme.ts';
import { barAt, type ChartBar, type ChartPlace, withHoles } from './chartBars.ts';

type Item = CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;
type Volume = HistogramData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;

/** More changed places than this are set all at once. */
const mostUpdates = 12;
/** Bars that are left of the view when older ones are asked for. */
const earlierWithin = 100;
const shownAtFirst = 160;

export interface ChartEvents {
  /** The place of the bar under the crosshair; null where there is none. */
  readonly onBar: (timeS: number | null) => void;
  /** Older bars are about to come into view. */
  readonly onNeedEarlier: () => void;
}

export interface Drawn {
  readonly bars: readonly ChartBar[];
  readonly gaps: readonly ChartGap[];
  readonly fills: BarsRow['fills'];
  readonly lengthS: number;
  readonly generation: number;
}

/** The canvas of a chart: bars, their volume in a pane of its own, our fills, and where something is missing. */
export class ChartDrawing {
  readonly #chart: IChartApi;
  readonly #candles;
  readonly #volume;
  readonly #markers;
  #places: readonly ChartPlace[] = [];
  #generation = -1;

  constructor(element: HTMLElement, { onBar, onNeedEarlier }: ChartEvents) {
    this.#chart = createChart(element, { autoSize: true });
    this.#candles = this.#chart.addSeries(CandlestickSeries, { priceLineVisible: true, lastValueVisible: true });
    this.#volume = this.#chart.addSeries(
      HistogramSeries,
      { priceFormat: { type: 'volume' }, priceLineVisible: false, lastValueVisible: false },
      1,
    );
    this.#chart.panes()[1]?.setStretchFactor(0.22);
    this.#chart.panes()[0]?.setStretchFactor(1);
    this.#markers = createSeriesMarkers<Time>(this.#candles, []);
    this.#chart.subscribeCrosshairMove(({ time }) => onBar(typeof time === 'number' ? time : null));
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range !== null && range.from < earlierWithin) onNeedEarlier();
    });
    this.wearTheme();
  }

  /** Takes the colours of the theme: hollow bars rose and filled ones fell, so that colour is not needed to tell. */
  wearTheme(): void {
    const [panel, rule, line, ink3, gain, loss] = ['panel', 'rule', 'line', 'ink-3', 'gain', 'loss'].map(themeColour);
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: panel ?? '' },
        textColor: ink3 ?? '',
        fontFamily: '"Inter Variable", sans-serif',
        fontSize: 11,
        attributionLogo: true,
        panes: { separatorColor: line ?? '', separatorHoverColor: line ?? '' },
      },
      grid: { vertLines: { color: rule ?? '' }, horzLines: { color: rule ?? '' } },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderColor: line ?? '' },
      timeScale: { borderColor: line ?? '', timeVisible: true, secondsVisible: true, rightOffset: 4 },
    });
    this.#candles.applyOptions({
      upColor: panel ?? '',
      borderUpColor: gain ?? '',
      wickUpColor: gain ?? '',
      downColor: loss ?? '',
      borderDownColor: loss ?? '',
      wickDownColor: loss ?? '',
      priceLineColor: ink3 ?? '',
    });
    this.#volume.applyOptions({ color: line ?? '' });
  }

  /** Draws what is loaded; where only the newest places changed, those alone. */
  draw({ bars, gaps, fills, lengthS, generation }: Drawn): void {
    const places = withHoles(bars, lengthS);
    const isOther = generation !== this.#generation;
    const from = isOther ? null : changedFrom(this.#places, places);
    if (isOther) this.#candles.applyOptions({ priceFormat: priceFormatOf(bars) });
    if (from === null) {
      this.#candles.setData(places.map(candleOf));
      this.#volume.setData(places.map(volumeOf));
    } else
      for (const place of places.slice(from)) {
        this.#candles.update(candleOf(place));
        this.#volume.update(volumeOf(place));
      }
    this.#places = places;
    this.#markers.setMarkers(markersOf(bars, gaps, fills));
    if (isOther && places.length > 0) {
      this.#generation = generation;
      this.#chart.timeScale().setVisibleLogicalRange({ from: places.length - shownAtFirst, to: places.length + 4 });
    }
  }

  dispose(): void {
    this.#chart.remove();
  }
}

/** The first place that differs, where only the last one did or others followed it; null where all have to be set. */
function changedFrom(before: readonly ChartPlace[], after: readonly ChartPlace[]): number | null {
  const last = before.length - 1;
  if (last < 0 || after.length < before.length || after.length - last > mostUpdates) return null;
  if (after[0]?.timeS !== before[0]?.timeS) return null;
  // What a block changes lies within the last places; the whole is compared only near them.
  for (let i = last - 1; i >= Math.max(0, last - 300); i -= 1) if (!samePlace(before[i], after[i])) return null;
  return before[last]?.timeS === after[last]?.timeS ? last : null;
}

function samePlace(a: ChartPlace | undefined, b: ChartPlace | undefined): boolean {
  if (a === undefined || b === undefined || a.timeS !== b.timeS) return false;
  if (!('close' in a) || !('close' in b)) return 'close' in a === 'close' in b;
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
}

function candleOf(place: ChartPlace): Item {
  const time = place.timeS as UTCTimestamp;
  if (!('close' in place)) return { time };
  const { open, high, low, close } = place;
  return { time, open, high, low, close };
}

function volumeOf(place: ChartPlace): Volume {
  const time = place.timeS as UTCTimestamp;
  return 'close' in place ? { time, value: place.volume } : { time };
}

/** Six significant digits of the newest price. */
function priceFormatOf(bars: readonly ChartBar[]): { type: 'price'; precision: number; minMove: number } {
  const price = Math.abs(bars.at(-1)?.close ?? 1);
  const precision = price > 0 ? Math.min(14, Math.max(0, 5 - Math.floor(Math.log10(price)))) : 2;
  return { type: 'price', precision, minMove: 10 ** -precision };
}

function markersOf(
  bars: readonly ChartBar[],
  gaps: readonly ChartGap[],
  fills: BarsRow['fills'],
): SeriesMarker<Time>[] {
  const [accent, warn] = [themeColour('accent'), themeColour('warn')];
  const markers: SeriesMarker<Time>[] = [];
  const timeAt = (atS: number): UTCTimestamp | null => (bars[barAt(bars, atS)]?.timeS as UTCTimestamp) ?? null;
  for (const { toS } of gaps) {
    // It stands at the first bar after it, or at the last one there is.
    const after = bars[barAt(bars, toS - 1e-6) + 1] ?? bars.at(-1);
    if (after !== undefined && toS >= (bars[0]?.timeS ?? 0))
      markers.push({
        time: after.timeS as UTCTimestamp,
        position: 'aboveBar',
        shape: 'square',
        color: warn,
        text: 'gap',
      });
  }
  for (const { orderId, atS, buys } of fills) {
    const time = timeAt(atS);
    if (time === null) continue;
    const [position, shape] = buys ? (['belowBar', 'arrowUp'] as const) : (['aboveBar', 'arrowDown'] as const);
    markers.push({ time, position, shape, color: accent, id: orderId, size: 0.8 });
  }
  return markers.sort((a, b) => Number(a.time) - Number(b.time));
}
