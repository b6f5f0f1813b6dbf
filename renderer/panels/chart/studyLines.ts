import {
  type AutoscaleInfoProvider,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { KeptStudy } from '../../../app/contract/chartMarks.ts';
import { studyKey } from '../../../app/contract/studies.ts';
import { themeColour } from '../../theme/applyTheme.ts';
import type { ChartBar } from './chartBars.ts';
import type { Studied, StudyColumns } from './studyColumns.ts';
import { outputStyle, studyColour, studyLevels, studyTitle } from './studyStyle.ts';

interface Line {
  readonly key: string;
  readonly output: number;
  readonly series: ISeriesApi<'Line' | 'Histogram'>;
  readonly colour: string;
  /** What it was given last. */
  drawn: readonly number[];
}

/** A study that is shown, with the names of its outputs. */
export interface ShownStudy extends KeptStudy {
  readonly outputs: readonly string[];
}

/** The prices of the bars and their volume stand in the first two panes. */
const firstOwnPane = 2;

/** The lines of the studies: those of prices over the bars, the others in panes below. */
export class StudyLines {
  readonly #chart: IChartApi;
  #lines: Line[] = [];
  #shown = '';

  constructor(chart: IChartApi) {
    this.#chart = chart;
  }

  /** Draws the values; where only places from `from` on changed (of the bars that have a value), those alone. */
  draw(studies: readonly ShownStudy[], bars: readonly ChartBar[], { values }: Studied, from: number | null): void {
    const shown = JSON.stringify(studies);
    const isOther = shown !== this.#shown;
    if (isOther) this.#rebuild(studies);
    this.#shown = shown;
    for (const line of this.#lines) {
      const columns = values.get(line.key);
      const item = itemOf(line, bars, columns);
      const column = columns?.outputs[line.output] ?? [];
      if (from === null || isOther || !onlyFrom(from, line.drawn, column)) {
        line.series.setData(bars.map((_, i) => item(i)));
      } else for (let i = from; i < bars.length; i += 1) line.series.update(item(i));
      line.drawn = column;
    }
  }

  /** New colours: the next drawing makes the lines anew. */
  wearTheme(): void {
    this.#shown = '';
  }

  #rebuild(studies: readonly ShownStudy[]): void {
    for (const { series } of this.#lines) this.#chart.removeSeries(series);
    this.#lines = [];
    let pane = firstOwnPane;
    for (const { study, place, outputs } of studies) {
      const at = place === 'price' ? 0 : pane;
      if (place === 'pane') pane += 1;
      const before = this.#lines.length;
      for (const [output, name] of outputs.entries()) {
        const style = outputStyle(name);
        if (style === 'hidden') continue;
        const colour = themeColour(studyColour(this.#lines.length));
        const title = output === 0 ? studyTitle(study) : '';
        const options = { color: colour, title, priceLineVisible: false, lastValueVisible: place === 'pane' } as const;
        const series =
          style === 'histogram'
            ? this.#chart.addSeries(HistogramSeries, { ...options, color: themeColour('ink-3'), title: '' }, at)
            : this.#chart.addSeries(LineSeries, { ...options, lineWidth: 1, crosshairMarkerVisible: false }, at);
        series.applyOptions({ priceFormat: { type: 'custom', formatter: axisFigure, minMove: 1e-12 } });
        this.#lines.push({ key: studyKey(study), output, series, colour, drawn: [] });
      }
      if (place === 'pane') {
        this.#chart.panes()[at]?.setStretchFactor(0.3);
        const [first] = this.#lines.slice(before);
        const levels = studyLevels(study);
        first?.series.applyOptions({ autoscaleInfoProvider: withLevels(levels) });
        for (const price of levels)
          first?.series.createPriceLine({
            price,
            color: themeColour('line'),
            lineWidth: 1,
            lineStyle: LineStyle.Dashed,
            axisLabelVisible: false,
            title: '',
          });
      }
    }
  }
}

/** A scale that has the levels in view: an oscillator says nothing on a scale of its last few values. */
function withLevels(levels: readonly number[]): AutoscaleInfoProvider {
  return (original) => {
    const fitted = original();
    if (fitted?.priceRange === undefined || fitted.priceRange === null || levels.length === 0) return fitted;
    const { minValue, maxValue } = fitted.priceRange;
    return {
      ...fitted,
      priceRange: { minValue: Math.min(minValue, ...levels), maxValue: Math.max(maxValue, ...levels) },
    };
  };
}

/** Whether two columns are equal before a place. Far from it they were computed at one time, so the ends tell. */
function onlyFrom(from: number, before: readonly number[], after: readonly number[]): boolean {
  if (before.length === 0 || !Object.is(before[0], after[0])) return false;
  for (let i = from - 1; i >= Math.max(0, from - compared); i -= 1) if (!Object.is(before[i], after[i])) return false;
  return true;
}

const compared = 300;

/** Five significant digits, as short as they come. */
function axisFigure(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-6 || size >= 1e9) ? value.toExponential(2) : String(Number(value.toPrecision(5)));
}

/** What a line has at a bar: nothing while it warms up. Supertrend's direction is its colour. */
function itemOf({ key, output, colour }: Line, bars: readonly ChartBar[], columns: StudyColumns | undefined) {
  const column = columns?.outputs[output];
  const direction = key.startsWith('chart supertrend') ? columns?.outputs[1] : undefined;
  const [gain, loss] = direction === undefined ? [] : [themeColour('gain'), themeColour('loss')];
  return (place: number): { time: UTCTimestamp; value?: number; color?: string } => {
    const time = (bars[place]?.timeS ?? 0) as UTCTimestamp;
    const value = column?.[place];
    if (value === undefined || !Number.isFinite(value)) return { time };
    const turn = direction?.[place];
    return turn === undefined ? { time, value } : { time, value, color: (turn > 0 ? gain : loss) ?? colour };
  };
}
