import { intervalMs } from '../../app/candles/interval.ts';
import { type ChartInterval, type ChartSeries, mostBarsInPage } from '../../app/contract/charts.ts';
import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import { refitS } from '../../app/contract/tailRisk.ts';
import { type HeldBars, mostTails, type TailFit, type ValueAtRiskFigures } from '../../app/contract/valueAtRisk.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { UnknownTail } from '../../app/domain/valueAtRisk.ts';
import { tailDays } from '../../app/risk/heldTail.ts';
import { dollarSeriesOf } from '../../app/risk/scenarios/recordedSeries.ts';
import type { Logger } from '../logging/logs.ts';
import type { Timers } from '../process/timers.ts';
import type { ComputeDesk } from './computeDesk.ts';
import type { ImportDesk } from './importDesk.ts';

export interface TailDeskNeeds {
  readonly exposure: () => Promise<ExposureAnswer>;
  readonly history: Pick<ImportDesk, 'chart'>;
  readonly compute: Pick<ComputeDesk, 'call'>;
  /** Gives the engine figures, which it journals. */
  readonly tell: (figures: ValueAtRiskFigures) => Promise<unknown>;
  /** Bars that end longer ago say nothing of today; null where prices are not today's anyway. */
  readonly oldestMs: () => number | null;
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly log: Logger;
}

const lookEveryMs = 60_000;
const dayMs = 86_400_000;
/** Days are what a value at risk of a day is of; shorter bars where there are none. */
const lengths: readonly ChartInterval[] = ['1d', '4h', '1h'];

type Position = ExposureAnswer['holdings'][number];

/** What the engine was told, and of which holdings and series; null where the last estimate failed. */
interface Told {
  readonly figures: ValueAtRiskFigures;
  readonly of: string | null;
}

/**
 * Estimates what each holding may lose in a day from the recorded bars, in the compute process, and tells the engine: every four hours, when something
 * else is held or recorded, and when the engine has lost what it was told. What there are no bars of stays unknown, with the reason; so does what an estimate
 * that failed is of, unless an earlier one stands.
 */
export class TailDesk {
  readonly #needs: TailDeskNeeds;
  #told: Told | null = null;
  /** What was fitted to each series the last time: the next search starts from there. Of what is held no longer nothing is kept. */
  #fits = new Map<string, TailFit>();
  #isStopped = false;
  #callOff: () => void = () => undefined;

  constructor(needs: TailDeskNeeds) {
    this.#needs = needs;
  }

  start(): void {
    if (this.#isStopped) return;
    this.#callOff = this.#needs.timers.after(lookEveryMs, () => void this.look().finally(() => this.start()));
  }

  stop(): void {
    this.#isStopped = true;
    this.#callOff();
  }

  /** Looks whether there is something to estimate anew. What failed is tried again at the next look. */
  async look(): Promise<void> {
    const { exposure, log, tell } = this.#needs;
    try {
      const held = await exposure();
      // The largest first: of what is beyond them nothing is known, and no position may be opened.
      const positions = held.holdings.filter(({ isCash, amount }) => !isCash && amount > 0n).slice(0, mostTails);
      if (positions.length === 0) return;
      const next = await this.#next(held, positions);
      if (next === null || this.#isStopped) return;
      await tell(next.figures);
      this.#told = next;
    } catch (error) {
      log.warn({ error: String(error) }, 'the engine could not be told the value at risk of what is held');
    }
  }

  /** What the engine is to be told; null where it knows as much. */
  async #next(held: ExposureAnswer, positions: readonly Position[]): Promise<Told | null> {
    const { history, nowMs, log } = this.#needs;
    try {
      const { series } = await history.chart('chartSeries', {});
      const names = [held.nativeSymbol, ...positions.map(({ symbol }) => symbol)];
      const recorded = names.map((name) =>
        dollarSeriesOf(name, series).map(({ source, rows, lastMs }) => [source, rows, lastMs]),
      );
      const of = JSON.stringify([positions.map(({ asset }) => asset), recorded]);
      const madeAtMs = nowMs();
      if (this.#isStopped || !this.#isDue(held, of, madeAtMs)) return null;
      return { figures: { madeAtMs, ...(await this.#estimate(held, positions, series)) }, of };
    } catch (error) {
      log.warn({ error: String(error) }, 'the value at risk of what is held could not be estimated; it is tried again');
      return this.#withoutEstimate(held, positions, error);
    }
  }

  #isDue({ tailsMadeAtMs }: ExposureAnswer, of: string, nowMs: number): boolean {
    const told = this.#told;
    if (told === null || told.of !== of || told.figures.madeAtMs !== tailsMadeAtMs) return true;
    return nowMs - told.figures.madeAtMs >= refitS * 1_000;
  }

  /** What an earlier estimate says of what is still held, and why there is no newer one: a figure that grows old binds more than none. */
  #withoutEstimate({ tailsMadeAtMs }: ExposureAnswer, positions: readonly Position[], error: unknown): Told | null {
    const why = error instanceof ExpectedError ? error.message : 'the process that estimates failed';
    const reason = `${why}; it is tried again every minute`.slice(0, 200);
    const before = this.#told;
    const assets = positions.map(({ asset }) => asset);
    const oldestMs = this.#needs.oldestMs() ?? 0;
    const tails = before?.figures.tails ?? [];
    const figures: ValueAtRiskFigures = {
      madeAtMs: before?.figures.madeAtMs ?? this.#needs.nowMs(),
      tails: tails.filter(({ asset, toMs }) => assets.includes(asset) && toMs >= oldestMs),
      unknown: assets.map((asset) => ({ asset, reason })),
    };
    const isKnown = tailsMadeAtMs === figures.madeAtMs && JSON.stringify(before?.figures) === JSON.stringify(figures);
    return isKnown ? null : { figures, of: null };
  }

  async #estimate(
    { nativeSymbol }: ExposureAnswer,
    positions: readonly Position[],
    series: readonly ChartSeries[],
  ): Promise<Omit<ValueAtRiskFigures, 'madeAtMs'>> {
    const unknown: UnknownTail[] = [];
    const bars: HeldBars[] = [];
    for (const position of positions) {
      const read = await this.#barsOf(position, nativeSymbol, series);
      if ('reason' in read) unknown.push({ asset: position.asset, reason: read.reason });
      else bars.push(read);
    }
    const estimated = await this.#needs.compute.call('heldTails', { held: bars });
    this.#fits = new Map(estimated.fits.map(({ series: name, fitted }) => [name, fitted]));
    return { tails: estimated.tails, unknown: [...unknown, ...estimated.unknown] };
  }

  async #barsOf(
    { asset, symbol, isListed }: Position,
    nativeSymbol: string,
    series: readonly ChartSeries[],
  ): Promise<HeldBars | { readonly reason: string }> {
    if (!isListed) return { reason: 'it is not on the chain’s list: its name proves nothing' };
    for (const interval of lengths) {
      const has = ({ intervals }: ChartSeries): boolean => intervals.includes(interval);
      const own = dollarSeriesOf(symbol, series).find(has);
      const native = dollarSeriesOf(nativeSymbol, series).find(has);
      if (own === undefined || native === undefined) continue;
      const oldestMs = this.#needs.oldestMs();
      const endMs = Math.min(own.lastMs ?? 0, native.lastMs ?? 0) + intervalMs(interval);
      if (oldestMs !== null && endMs < oldestMs)
        return {
          reason: `its newest bar ended on ${new Date(endMs).toISOString().slice(0, 10)}, which says nothing of today`,
        };
      const name = (each: ChartSeries): string => `${each.venue} ${each.symbol}`;
      const both = `${name(own)} against ${name(native)}, ${interval}`.slice(0, 200);
      return {
        asset,
        series: both,
        intervalS: intervalMs(interval) / 1_000,
        own: await this.#newest(own, interval),
        native: await this.#newest(native, interval),
        last: this.#fits.get(both) ?? null,
      };
    }
    return { reason: `no recorded candles of both ${symbol} and ${nativeSymbol} in dollars`.slice(0, 200) };
  }

  async #newest({ source }: ChartSeries, interval: ChartInterval): Promise<HeldBars['own']> {
    const count = Math.min(mostBarsInPage, (tailDays * dayMs) / intervalMs(interval) + 1);
    const { columns } = await this.#needs.history.chart('chartPage', { source, interval, beforeMs: null, count });
    return { timeS: columns.timeS, close: columns.close };
  }
}
