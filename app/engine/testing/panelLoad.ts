import { barsRowId, type WatchedBars } from '../../contract/charts.ts';
import type { OpportunityRow, PanelRow, PanelTopic, TokenRow } from '../../contract/panelStream.ts';
import type { Port } from '../../contract/port.ts';
import { tokenAmount, wei } from '../../domain/amount.ts';
import { epochMs } from '../../domain/clock.ts';
import { parseAddress } from '../../domain/hex.ts';
import { type Random, seededRandom } from '../../domain/random.ts';
import { PanelStream, type StreamedTables } from '../panelStream.ts';
import type { RowChange } from '../panelTables.ts';

const flushEveryMs = 33;
const symbols = ['WETH', 'LINK', 'USDC', 'WBTC', 'UNI', 'AAVE', 'DAI', 'USDT'] as const;
const venues = ['UniV2', 'SushiV2', 'UniV3'] as const;
/** Bars of one row at most, by the contract. */
const tailLength = 200;
/** The past is given in tails that overlap, and slowly: a window takes the newest of those that come between two of its paints. */
const tailStep = 50;
const pastEveryMs = 250;

export interface PanelLoadOptions {
  readonly seed: number;
  /** Opportunities on show. */
  readonly rows: number;
  /** Rows that change in a second, one in ten of them a new opportunity in the place of the oldest. */
  readonly updatesPerSecond: number;
  /** Bars of each chart that looks, of which the newest changes so often. */
  readonly bars: number;
  readonly barUpdatesPerSecond: number;
  readonly nowMs: () => number;
}

const addressOf = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);

/**
 * A load on a window: rows as an engine has them, streamed by the engine's own stream. Every row passes the contract; what it says
 * means nothing.
 */
export class PanelLoad implements StreamedTables {
  readonly #options: PanelLoadOptions;
  readonly #random: Random;
  readonly #tokens: ReadonlyMap<string, TokenRow>;
  readonly #opportunities = new Map<string, OpportunityRow>();
  readonly #listeners = new Set<(change: RowChange) => void>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #stream: PanelStream;
  #watched: readonly WatchedBars[] = [];
  #firstBarS: number;
  /** Bars that windows have been given; then the newest one changes. */
  #givenBars = 0;
  #gaveMs = 0;
  #serials = 0;
  #changes = 0;
  #owed = 0;
  #owedBars = 0;
  #lastMs: number;

  constructor(port: Port, options: PanelLoadOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#lastMs = options.nowMs();
    this.#firstBarS = Math.floor(this.#lastMs / 1000) - options.bars;
    this.#tokens = new Map(symbols.map((symbol, index) => [addressOf(index + 1), token(index, symbol)]));
    for (let i = 0; i < options.rows; i += 1) this.#add();
    this.#stream = new PanelStream(port, this);
  }

  /** Rows that were changed so far. */
  get changes(): number {
    return this.#changes;
  }

  start(): void {
    this.#lastMs = this.#options.nowMs();
    this.#timers.push(setInterval(() => this.#step(), flushEveryMs));
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#stream.close();
  }

  rowsOf<T extends PanelTopic>(topic: T): ReadonlyMap<string, PanelRow<T>> {
    const rows: ReadonlyMap<string, unknown> =
      topic === 'tokens' ? this.#tokens : topic === 'opportunities' ? this.#opportunities : new Map();
    return rows as ReadonlyMap<string, PanelRow<T>>;
  }

  onChange(listener: (change: RowChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(_window: object, bars: readonly WatchedBars[]): void {
    this.#watched = bars;
    this.#givenBars = 0;
  }

  #step(): void {
    const { updatesPerSecond, barUpdatesPerSecond, nowMs } = this.#options;
    const now = nowMs();
    const elapsedS = Math.min(1, (now - this.#lastMs) / 1000);
    this.#lastMs = now;
    this.#owed += elapsedS * updatesPerSecond;
    for (; this.#owed >= 1; this.#owed -= 1) this.#change();
    this.#owedBars += elapsedS * barUpdatesPerSecond;
    for (; this.#owedBars >= 1; this.#owedBars -= 1) this.#changeBars(now);
    this.#stream.flush();
  }

  #change(): void {
    this.#changes += 1;
    if (this.#random.below(10) === 0) {
      const [oldest] = this.#opportunities.keys();
      if (oldest !== undefined) this.#opportunities.delete(oldest);
      if (oldest !== undefined) this.#tell({ topic: 'opportunities', id: oldest, row: null });
      return this.#add();
    }
    const serial = this.#serials - this.#random.below(this.#opportunities.size);
    const row = this.#opportunities.get(`load-${serial}`);
    if (row === undefined) return;
    this.#put({ ...row, net: wei(row.net + BigInt(this.#random.below(2_000_000) - 1_000_000) * 10n ** 9n) });
  }

  #add(): void {
    this.#serials += 1;
    const hops = 2 + this.#random.below(3);
    const route = Array.from({ length: hops }, (_, index) =>
      index === 0 ? 0 : 1 + this.#random.below(symbols.length - 1),
    );
    const gross = BigInt(this.#random.below(1_000_000)) * 10n ** 11n;
    const gasCost = 10n ** 15n + BigInt(this.#random.below(1_000_000)) * 10n ** 9n;
    this.#put({
      id: `load-${this.#serials}`,
      serial: this.#serials,
      strategy: 'flash-arbitrage',
      blockNumber: 1_000 + Math.floor(this.#serials / 50),
      seenAtMs: epochMs(this.#lastMs),
      hops: route.map((from, index) => ({
        pool: addressOf(1_000 + this.#random.below(500)),
        venue: venues[this.#random.below(venues.length)] ?? 'UniV2',
        kind: 'uniswapV2',
        feePpm: 3_000,
        tokenIn: addressOf(from + 1),
        tokenOut: addressOf((route[index + 1] ?? 0) + 1),
        amountIn: tokenAmount(10n ** 18n + gross),
        amountOut: tokenAmount(10n ** 18n + gross),
      })),
      profitToken: addressOf(1),
      amountIn: tokenAmount(10n ** 18n + gross),
      gross: tokenAmount(gross),
      loans: [],
      flashFee: tokenAmount(0n),
      gasUnits: 150_000,
      gasCost: wei(gasCost),
      net: wei(gross - gasCost),
      state: 'found',
      reason: null,
      detail: '',
    });
  }

  #put(row: OpportunityRow): void {
    this.#opportunities.set(row.id, row);
    this.#tell({ topic: 'opportunities', id: row.id, row });
  }

  /** Windows are given the past first, then the newest bar again and again, and a new one each second. */
  #changeBars(nowMs: number): void {
    const { bars } = this.#options;
    const due = Math.max(bars, Math.floor(nowMs / 1000) - this.#firstBarS);
    const isPast = this.#givenBars < due - 2;
    if (isPast && nowMs - this.#gaveMs < pastEveryMs) return;
    this.#gaveMs = nowMs;
    const given = isPast ? Math.min(due, this.#givenBars + tailStep) : due;
    const from = Math.max(0, given - tailLength);
    const count = given - from;
    for (const watched of this.#watched) {
      const id = barsRowId(watched);
      this.#tell({ topic: 'bars', id, row: this.#barsRow(id, from, count, isPast ? 0 : nowMs) });
    }
    this.#givenBars = given;
  }

  #barsRow(id: string, from: number, count: number, nowMs: number): PanelRow<'bars'> {
    const column = (read: (index: number) => number) => Float64Array.from({ length: count }, (_, i) => read(from + i));
    const wave = (index: number): number => 2_000 + 40 * Math.sin(index / 45) + 8 * Math.sin(index / 3.1);
    const last = from + count - 1;
    const closeOf = (index: number): number => wave(index + 1) + (index === last ? 3 * Math.sin(nowMs / 170) : 0);
    return {
      id,
      afterS: from === 0 ? null : this.#firstBarS + from - 1,
      columns: {
        timeS: column((index) => this.#firstBarS + index),
        open: column(wave),
        high: column((index) => Math.max(wave(index), closeOf(index)) + 2),
        low: column((index) => Math.min(wave(index), closeOf(index)) - 2),
        close: column(closeOf),
        volume: column((index) => 10 + (index % 17)),
        trades: column((index) => 1 + (index % 5)),
      },
      gaps: [],
      fills: [],
      trades: [],
      studies: [],
      filling: false,
    };
  }

  #tell(change: RowChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function token(index: number, symbol: string): TokenRow {
  return { id: addressOf(index + 1), symbol, decimals: 18 };
}
