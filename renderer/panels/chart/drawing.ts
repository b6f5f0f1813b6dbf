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
  type Logical,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type { ChartPoint } from '../../../app/contract/chartMarks.ts';
import type { BarsRow, ChartGap, ChartProfile } from '../../../app/contract/charts.ts';
import { themeColour } from '../../theme/applyTheme.ts';
import { CanvasLayer } from './canvasLayer.ts';
import { barAt, type ChartBar, type ChartPlace, withHoles } from './chartBars.ts';
import { type ChartSpace, placeOfTime, timeOfPlace } from './chartSpace.ts';
import { type PaintedMarks, paintMarks, paintProfile, paintTrades } from './paintMarks.ts';
import type { Studied } from './studyColumns.ts';
import { type ShownStudy, StudyLines } from './studyLines.ts';

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
  /** The bars in view changed: the times of the first and the last place. */
  readonly onRange: (fromS: number, toS: number) => void;
}

export interface Drawn {
  readonly bars: readonly ChartBar[];
  readonly gaps: readonly ChartGap[];
  readonly fills: BarsRow['fills'];
  readonly lengthS: number;
  readonly generation: number;
  readonly studies: readonly ShownStudy[];
  readonly studied: Studied;
}

/** The canvas of a chart: bars, their volume in a pane of its own, our fills, and where something is missing. */
export class ChartDrawing {
  readonly #chart: IChartApi;
  readonly #candles;
  readonly #volume;
  readonly #markers;
  readonly #studies: StudyLines;
  readonly #layers: Readonly<Record<'profile' | 'trades' | 'marks', CanvasLayer>>;
  #places: readonly ChartPlace[] = [];
  #bars = 0;
  #lengthS = 1;
  #generation = -1;
  /** Bars were drawn before there was any room for them. */
  #isUnseen = false;
  #profile: ChartProfile | null = null;
  #trades: BarsRow['trades'] = [];
  #marks: PaintedMarks = { drawings: [], selected: null, alerts: [] };

  constructor(element: HTMLElement, { onBar, onNeedEarlier, onRange }: ChartEvents) {
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
    this.#studies = new StudyLines(this.#chart);
    const spaceOf = (width: number, height: number): ChartSpace => this.space(width, height);
    this.#layers = {
      profile: new CanvasLayer(
        'bottom',
        (context, space) => this.#profile !== null && paintProfile(context, space, this.#profile),
        spaceOf,
      ),
      trades: new CanvasLayer('normal', (context, space) => paintTrades(context, space, this.#trades), spaceOf),
      marks: new CanvasLayer('top', (context, space) => paintMarks(context, space, this.#marks), spaceOf),
    };
    for (const layer of Object.values(this.#layers)) this.#candles.attachPrimitive(layer);
    // A crosshair that follows another chart's comes without a pointer, and is not passed on.
    this.#chart.subscribeCrosshairMove(({ time, sourceEvent, point }) => {
      if (sourceEvent !== undefined || point === undefined) onBar(typeof time === 'number' ? time : null);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range === null) return;
      if (range.from < earlierWithin) onNeedEarlier();
      onRange(this.#timeAt(Math.ceil(range.from)), this.#timeAt(Math.floor(range.to)));
    });
    this.#chart.timeScale().subscribeSizeChange((width) => {
      if (this.#isUnseen && width > 0) this.#beginView();
    });
    this.wearTheme();
  }

  /** Takes the colours of the theme: hollow bars rose and filled ones fell, so that colour is not needed to tell. */
  wearTheme(): void {
    this.#studies.wearTheme();
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
      rightPriceScale: { borderColor: line ?? '', entireTextOnly: true },
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
  draw({ bars, gaps, fills, lengthS, generation, studies, studied }: Drawn): void {
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
    // The bars that the changed places hold: what was the last one, and those after it.
    this.#studies.draw(studies, bars, studied, from === null ? null : Math.max(0, this.#bars - 1));
    this.#places = places;
    this.#bars = bars.length;
    this.#lengthS = lengthS;
    this.#markers.setMarkers(markersOf(bars, gaps, fills));
    if (isOther && places.length > 0) {
      this.#generation = generation;
      this.#beginView();
    }
  }

  /** The newest bars come into view at first; in a chart that is not laid out yet they would stay as thin as a hair. */
  #beginView(): void {
    const scale = this.#chart.timeScale();
    const { length } = this.#places;
    this.#isUnseen = scale.width() === 0;
    if (!this.#isUnseen) scale.setVisibleLogicalRange({ from: length - shownAtFirst, to: length + 4 });
  }

  showMarks(marks: PaintedMarks): void {
    this.#marks = marks;
    this.#layers.marks.redraw();
  }

  showProfile(profile: ChartProfile | null): void {
    this.#profile = profile;
    this.#layers.profile.redraw();
  }

  showTrades(trades: BarsRow['trades']): void {
    this.#trades = trades;
    this.#layers.trades.redraw();
  }

  /** Puts the crosshair at the last bar that opens at or before a time, as if the pointer were there; null takes it away. */
  pointAt(timeS: number | null, bars: readonly ChartBar[]): void {
    const bar = timeS === null ? undefined : bars[barAt(bars, timeS)];
    // Without a bar in view the library has no scale to put it on, and throws.
    const y = bar === undefined ? null : this.#candles.priceToCoordinate(bar.close);
    if (bar === undefined || y === null) this.#chart.clearCrosshairPosition();
    else this.#chart.setCrosshairPosition(bar.close, bar.timeS as UTCTimestamp, this.#candles);
  }

  /** While a drawing is made or moved the chart itself stays. */
  hold(held: boolean): void {
    this.#chart.applyOptions({ handleScroll: !held, handleScale: !held });
  }

  /** Where times and prices lie on the pane of the bars. */
  space(width: number, height: number): ChartSpace {
    const scale = this.#chart.timeScale();
    return {
      width,
      height,
      x: (timeS) => {
        const place = placeOfTime(this.#places, this.#lengthS, timeS);
        if (!Number.isFinite(place)) return null;
        // The library knows whole places alone.
        const whole = Math.floor(place);
        const at = scale.logicalToCoordinate(whole as Logical);
        const next = scale.logicalToCoordinate((whole + 1) as Logical);
        return at === null || next === null ? null : at + (next - at) * (place - whole);
      },
      y: (price) => this.#candles.priceToCoordinate(price),
    };
  }

  /** The pane of the bars, in CSS pixels: it lies at the top left of the chart. */
  get pane(): { readonly width: number; readonly height: number } {
    return { width: this.#chart.timeScale().width(), height: this.#chart.panes()[0]?.getHeight() ?? 0 };
  }

  /** The time of the nearest place and the price under a place of the pane; null where there is none. */
  pointOf(x: number, y: number): ChartPoint | null {
    const logical = this.#chart.timeScale().coordinateToLogical(x);
    const price = this.#candles.coordinateToPrice(y);
    if (logical === null || price === null || !(price > 0)) return null;
    const timeS = this.#timeAt(logical);
    return Number.isFinite(timeS) ? { timeS, price } : null;
  }

  #timeAt(place: number): number {
    return timeOfPlace(this.#places, this.#lengthS, place);
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
