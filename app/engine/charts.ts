import type { Bar } from '../charts/barChunk.ts';
import { barsProfile } from '../charts/barsProfile.ts';
import { inverseText, invertedColumns } from '../charts/invertedColumns.ts';
import { LiveBars } from '../charts/liveBars.ts';
import { studyValues } from '../charts/studyValues.ts';
import {
  type BarsRow,
  barsRowId,
  type ChartAnswer,
  type ChartBarRequest,
  type ChartColumns,
  type ChartInterval,
  type ChartPage,
  type ChartPageRequest,
  type ChartProfileRequest,
  type ChartSeries,
  type ChartSeriesList,
  type ChartStudiesRequest,
  chartIntervals,
  type ExactBar,
  mostBarsInTail,
  mostLoadedBars,
  mostTradesInRow,
  type WatchedBars,
} from '../contract/charts.ts';
import { formatUnits } from '../domain/amount.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import { ChartStudies } from './chartStudies.ts';
import type { KernelState } from './kernelState.ts';

const mostSeries = 2_000;
const mostFills = 200;
const unknownToken = { symbol: '?', decimals: 0 };

/** What windows chart of the chain: bars of pools in whole tokens, the orders of ours in them, and where news is missing. */
export class Charts {
  readonly #kernel: KernelState;
  #bars = new LiveBars();
  readonly #studies = new ChartStudies();
  #followed: ReadonlySet<Address> = new Set();
  #onTrade: (series: ChartSeries, price: number) => void = () => undefined;
  /** What came while bars from before a restart are being read. */
  #held: EngineInput[] | null = null;

  constructor(kernel: KernelState) {
    this.#kernel = kernel;
  }

  /** Changes whenever a row may have. */
  get revision(): number {
    return 2 * this.#bars.revision + (this.#held === null ? 1 : 0);
  }

  observe(input: EngineInput): void {
    if (this.#held === null) {
      this.#bars.apply(input);
      if (input.kind === 'block') this.#tellTrades(input.head.timestampS * 1000);
    } else if (input.kind === 'block' || input.kind === 'rollback' || input.kind === 'snapshot') this.#held.push(input);
  }

  /** Tells of each trade of these pools as blocks come, with its price in whole tokens: nothing is decided by it. */
  followTrades(pools: ReadonlySet<Address>, onTrade: (series: ChartSeries, price: number) => void): void {
    this.#followed = pools;
    this.#onTrade = onTrade;
  }

  /** Inputs from before a restart come first: what comes meanwhile waits for `filled`. */
  beginFilling(): void {
    this.#held ??= [];
  }

  /** One of them, in order. */
  fill(input: EngineInput): void {
    this.#bars.apply(input);
  }

  filled(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const input of held) this.#bars.apply(input);
  }

  /** The same over a copy of the kernel. */
  copy(kernel: KernelState): Charts {
    const copy = new Charts(kernel);
    copy.#bars = this.#bars.copy();
    return copy;
  }

  /** Swaps of a pool since it is followed, and when the newest was; null where there was none. */
  activityOf(pool: Address): { readonly trades: number; readonly lastMs: number } | null {
    return this.#bars.activityOf(pool);
  }

  /** Every pool, those traded most first. */
  series(): ChartSeriesList {
    const all = [...this.#kernel.market.pools.values()].map((pool) => this.#seriesOf(pool));
    all.sort((a, b) => b.rows - a.rows || (a.symbol < b.symbol ? -1 : 1));
    return { series: all.slice(0, mostSeries), more: Math.max(0, all.length - mostSeries) };
  }

  #seriesOf(pool: Pool): ChartSeries {
    const activity = this.activityOf(pool.address);
    return {
      source: { kind: 'pool', pool: pool.address, inverted: false },
      venue: pool.venue.slice(0, 64),
      symbol: `${this.#token(pool.token0).symbol} / ${this.#token(pool.token1).symbol}`,
      feePpm: pool.feePpm,
      intervals: [...chartIntervals],
      lastMs: activity?.lastMs ?? null,
      rows: activity?.trades ?? 0,
    };
  }

  /** @throws ExpectedError CHART_UNKNOWN */
  page({ source, interval, beforeMs, count }: ChartPageRequest): ChartPage {
    const pool = this.#poolOf(source);
    const { bars, earlier } = this.#bars.before(pool.address, interval, beforeMs ?? Number.POSITIVE_INFINITY, count);
    return { columns: this.#columns(pool, bars, source.inverted), earlier, gaps: [...this.#bars.gaps] };
  }

  /** @throws ExpectedError CHART_UNKNOWN */
  studies({ source, interval, fromMs, studies }: ChartStudiesRequest): ChartAnswer<'chartStudies'> {
    const columns = this.#columnsBetween(source, interval, fromMs, Number.POSITIVE_INFINITY);
    return { timeS: columns.timeS, studies: studies.map((study) => studyValues(study, columns)) };
  }

  /** @throws ExpectedError CHART_UNKNOWN */
  profile({ source, interval, fromMs, toMs, rows }: ChartProfileRequest): ChartAnswer<'chartProfile'> {
    return { profile: barsProfile(this.#columnsBetween(source, interval, fromMs, toMs), rows) };
  }

  /** @throws ExpectedError CHART_UNKNOWN */
  bar({ source, interval, openTimeMs }: ChartBarRequest): ExactBar | null {
    const pool = this.#poolOf(source);
    const bar = this.#bars.before(pool.address, interval, openTimeMs + 1, 1).bars[0];
    if (bar === undefined || bar.openTimeMs !== openTimeMs) return null;
    const { price, volume } = this.#digits(pool);
    const { open, high, low, close, trades } = bar;
    const { inverted } = source;
    const [exactOpen, exactHigh, exactLow, exactClose] = [
      open,
      inverted ? low : high,
      inverted ? high : low,
      close,
    ].map((value) => (inverted ? inverseText(value, price) : decimalText(value, price)));
    return {
      open: exactOpen ?? '',
      high: exactHigh ?? '',
      low: exactLow ?? '',
      close: exactClose ?? '',
      volume: decimalText(bar.volume, volume),
      trades,
    };
  }

  /** The bars of a pool that can still change, with the studies of all who watch them; null where there is no such pool. */
  row(watched: readonly WatchedBars[]): BarsRow | null {
    const [first] = watched;
    const pool = first === undefined ? undefined : this.#kernel.market.pools.get(first.pool);
    if (first === undefined || pool === undefined) return null;
    const { interval, inverted } = first;
    const { address } = pool;
    const { bars, afterMs } = this.#bars.tail(address, interval);
    const shown = bars.slice(-mostBarsInTail);
    const before = bars.at(-shown.length - 1)?.openTimeMs ?? afterMs;
    const hidden = bars.slice(0, bars.length - shown.length);
    const columnsOf = (some: readonly Bar[]): ChartColumns => this.#columns(pool, some, inverted);
    // What is not shown of those that can change is taken for finished: a study is of all bars.
    const finishedFrom = (openTimeMs: number): readonly Bar[] => [
      ...this.#bars.finishedFrom(address, interval, openTimeMs),
      ...hidden.filter((bar) => bar.openTimeMs >= openTimeMs),
    ];
    const columns = columnsOf(shown);
    return {
      id: barsRowId(first),
      afterS: before === null ? null : before / 1000,
      columns,
      gaps: [...this.#bars.gaps],
      fills: this.#fills(address, inverted),
      trades: this.#trades(pool, inverted),
      studies: this.#studies.values(watched, { finishedFrom, columnsOf }, columns),
      filling: this.#held !== null,
    };
  }

  #tellTrades(atMs: number): void {
    for (const address of this.#followed) {
      const pool = this.#kernel.market.pools.get(address);
      if (pool === undefined) continue;
      const unit = 10 ** this.#digits(pool).price;
      const trades = this.#bars.openTrades(address).filter((trade) => trade.atMs === atMs);
      if (trades.length === 0) continue;
      const series = this.#seriesOf(pool);
      for (const { price } of trades) this.#onTrade(series, Number(price) / unit);
    }
  }

  /** Studies that nobody watches any more cost nothing. */
  forgetStudiesBut(watched: readonly WatchedBars[]): void {
    this.#studies.keepOnly(watched);
  }

  /** Trades of the last blocks, which a reorg may still take back. */
  #trades(pool: Pool, inverted: boolean): BarsRow['trades'] {
    const digits = this.#digits(pool);
    return this.#bars
      .openTrades(pool.address)
      .slice(-mostTradesInRow)
      .map(({ atMs, price, size, takerBuys }) => {
        const value = Number(price) / 10 ** digits.price;
        return {
          atS: atMs / 1000,
          price: inverted ? 1 / value : value,
          size: Number(size) / 10 ** digits.volume,
          buys: (takerBuys === true) !== inverted,
        };
      });
  }

  /** The columns of a pool's bars that open between two times, both included; the newest where they are too many. */
  #columnsBetween(
    source: ChartPageRequest['source'],
    interval: ChartInterval,
    fromMs: number,
    toMs: number,
  ): ChartColumns {
    const pool = this.#poolOf(source);
    const { bars } = this.#bars.before(pool.address, interval, toMs + 1, mostLoadedBars);
    const within = bars.filter(({ openTimeMs }) => openTimeMs >= fromMs);
    return this.#columns(pool, within, source.inverted);
  }

  /** Orders of ours that swapped in a pool, oldest first. The direction is that of the ticket; a forgotten one has none to show. */
  #fills(pool: Address, inverted: boolean): BarsRow['fills'] {
    const fills: BarsRow['fills'] = [];
    for (const { id, state, resolvedAt, routePools, ticketId } of this.#kernel.orders.values()) {
      if (state !== 'landed' || resolvedAt === null || !routePools.includes(pool)) continue;
      const atS = this.#bars.timeOfBlock(resolvedAt.number);
      const hop = this.#kernel.tickets.get(ticketId)?.opportunity.hops.find((each) => each.pool === pool);
      if (atS !== null && hop !== undefined)
        fills.push({ orderId: id.slice(0, 128), atS, buys: hop.zeroForOne === inverted });
    }
    return fills.sort((a, b) => a.atS - b.atS).slice(-mostFills);
  }

  #columns(pool: Pool, bars: readonly Bar[], inverted: boolean): ChartColumns {
    const { price, volume } = this.#digits(pool);
    const column = (read: (bar: Bar) => bigint, digits: number): Float64Array<ArrayBuffer> => {
      const unit = 10 ** Math.abs(digits);
      return Float64Array.from(bars, (bar) => (digits >= 0 ? Number(read(bar)) / unit : Number(read(bar)) * unit));
    };
    const columns = {
      timeS: Float64Array.from(bars, ({ openTimeMs }) => openTimeMs / 1000),
      open: column(({ open }) => open, price),
      high: column(({ high }) => high, price),
      low: column(({ low }) => low, price),
      close: column(({ close }) => close, price),
      volume: column((bar) => bar.volume, volume),
      trades: Float64Array.from(bars, ({ trades }) => trades),
    };
    return inverted ? invertedColumns(columns) : columns;
  }

  /** Digits of a pool's prices and volumes in whole tokens. */
  #digits(pool: Pool): { readonly price: number; readonly volume: number } {
    const { decimals: decimals0 } = this.#token(pool.token0);
    const { decimals: decimals1 } = this.#token(pool.token1);
    return { price: (this.#bars.digitsOf(pool.address) ?? 0) - decimals0 + decimals1, volume: decimals0 };
  }

  #token(address: Address): { readonly symbol: string; readonly decimals: number } {
    return this.#kernel.tokens.get(address) ?? { ...unknownToken, symbol: shortHex(address) };
  }

  #poolOf(source: ChartPageRequest['source']): Pool {
    const pool = source.kind === 'pool' ? this.#kernel.market.pools.get(source.pool) : undefined;
    if (pool === undefined)
      throw new ExpectedError('CHART_UNKNOWN', 'the engine follows no such pool', {
        advice: 'Choose another; the pool may have been left out since.',
      });
    return pool;
  }
}

/** Exact: a price of large smallest units may have fewer digits than none after the point. */
function decimalText(value: bigint, digits: number): string {
  return digits >= 0 ? formatUnits(value, digits) : formatUnits(value * 10n ** BigInt(-digits), 0);
}
