import type { Bar } from '../charts/barChunk.ts';
import { LiveBars } from '../charts/liveBars.ts';
import {
  type BarsRow,
  type ChartBarRequest,
  type ChartColumns,
  type ChartInterval,
  type ChartPage,
  type ChartPageRequest,
  type ChartSeries,
  type ChartSeriesList,
  chartIntervals,
  type ExactBar,
  mostBarsInTail,
  type WatchedBars,
} from '../contract/charts.ts';
import { formatUnits } from '../domain/amount.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import type { KernelState } from './kernelState.ts';

const mostSeries = 2_000;
const mostFills = 200;
const unknownToken = { symbol: '?', decimals: 0 };

/** What windows chart of the chain: bars of pools in whole tokens, the orders of ours in them, and where news is missing. */
export class Charts {
  readonly #kernel: KernelState;
  #bars = new LiveBars();
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
    if (this.#held === null) this.#bars.apply(input);
    else if (input.kind === 'block' || input.kind === 'rollback' || input.kind === 'snapshot') this.#held.push(input);
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
    const all = [...this.#kernel.market.pools.values()].map((pool): ChartSeries => {
      const activity = this.activityOf(pool.address);
      return {
        source: { kind: 'pool', pool: pool.address },
        venue: pool.venue.slice(0, 64),
        symbol: `${this.#token(pool.token0).symbol} / ${this.#token(pool.token1).symbol}`,
        feePpm: pool.feePpm,
        intervals: [...chartIntervals],
        lastMs: activity?.lastMs ?? null,
        rows: activity?.trades ?? 0,
      };
    });
    all.sort((a, b) => b.rows - a.rows || (a.symbol < b.symbol ? -1 : 1));
    return { series: all.slice(0, mostSeries), more: Math.max(0, all.length - mostSeries) };
  }

  /** @throws ExpectedError CHART_UNKNOWN */
  page({ source, interval, beforeMs, count }: ChartPageRequest): ChartPage {
    const pool = this.#poolOf(source);
    const { bars, earlier } = this.#bars.before(pool.address, interval, beforeMs ?? Number.POSITIVE_INFINITY, count);
    return { columns: this.#columns(pool, bars), earlier, gaps: [...this.#bars.gaps] };
  }

  /** @throws ExpectedError CHART_UNKNOWN */
  bar({ source, interval, openTimeMs }: ChartBarRequest): ExactBar | null {
    const pool = this.#poolOf(source);
    const bar = this.#bars.before(pool.address, interval, openTimeMs + 1, 1).bars[0];
    if (bar === undefined || bar.openTimeMs !== openTimeMs) return null;
    const { price, volume } = this.#digits(pool);
    const { open, high, low, close, trades } = bar;
    const [exactOpen, exactHigh, exactLow, exactClose] = [open, high, low, close].map((value) =>
      decimalText(value, price),
    );
    return {
      open: exactOpen ?? '',
      high: exactHigh ?? '',
      low: exactLow ?? '',
      close: exactClose ?? '',
      volume: decimalText(bar.volume, volume),
      trades,
    };
  }

  /** The bars of a pool that can still change; null where there is no such pool. */
  row({ pool: address, interval }: WatchedBars): BarsRow | null {
    const pool = this.#kernel.market.pools.get(address);
    if (pool === undefined) return null;
    const { bars, afterMs } = this.#bars.tail(address, interval);
    const shown = bars.slice(-mostBarsInTail);
    const before = bars.at(-shown.length - 1)?.openTimeMs ?? afterMs;
    return {
      id: barsRowId(address, interval),
      afterS: before === null ? null : before / 1000,
      columns: this.#columns(pool, shown),
      gaps: [...this.#bars.gaps],
      fills: this.#fills(address),
      filling: this.#held !== null,
    };
  }

  /** Orders of ours that swapped in a pool, oldest first. The direction is that of the ticket; a forgotten one has none to show. */
  #fills(pool: Address): BarsRow['fills'] {
    const fills: BarsRow['fills'] = [];
    for (const { id, state, resolvedAt, routePools, ticketId } of this.#kernel.orders.values()) {
      if (state !== 'landed' || resolvedAt === null || !routePools.includes(pool)) continue;
      const atS = this.#bars.timeOfBlock(resolvedAt.number);
      const hop = this.#kernel.tickets.get(ticketId)?.opportunity.hops.find((each) => each.pool === pool);
      if (atS !== null && hop !== undefined) fills.push({ orderId: id.slice(0, 128), atS, buys: !hop.zeroForOne });
    }
    return fills.sort((a, b) => a.atS - b.atS).slice(-mostFills);
  }

  #columns(pool: Pool, bars: readonly Bar[]): ChartColumns {
    const { price, volume } = this.#digits(pool);
    const column = (read: (bar: Bar) => bigint, digits: number): Float64Array<ArrayBuffer> => {
      const unit = 10 ** Math.abs(digits);
      return Float64Array.from(bars, (bar) => (digits >= 0 ? Number(read(bar)) / unit : Number(read(bar)) * unit));
    };
    return {
      timeS: Float64Array.from(bars, ({ openTimeMs }) => openTimeMs / 1000),
      open: column(({ open }) => open, price),
      high: column(({ high }) => high, price),
      low: column(({ low }) => low, price),
      close: column(({ close }) => close, price),
      volume: column((bar) => bar.volume, volume),
      trades: Float64Array.from(bars, ({ trades }) => trades),
    };
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

export function barsRowId(pool: Address, interval: ChartInterval): string {
  return `${pool} ${interval}`;
}

/** Exact: a price of large smallest units may have fewer digits than none after the point. */
function decimalText(value: bigint, digits: number): string {
  return digits >= 0 ? formatUnits(value, digits) : formatUnits(value * 10n ** BigInt(-digits), 0);
}
