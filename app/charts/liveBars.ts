import { SwapReader } from '../blocks/swapReader.ts';
import { priceDigits, swapTicks, tradeOf } from '../blocks/swapTicks.ts';
import type { Interval } from '../candles/interval.ts';
import type { BlockHead } from '../domain/block.ts';
import type { MarketInput } from '../domain/engineInput.ts';
import type { Address } from '../domain/hex.ts';
import type { Bar } from './barChunk.ts';
import { type BarTrade, PoolBars } from './poolBars.ts';

/** Blocks whose swaps a rollback can take back; deeper ones are answered by a snapshot. */
const openBlocks = 32;
/** Pools that are kept: the one that was not traded for longest goes first. All bars of all of them take 200 MB at most. */
const mostPools = 128;
const mostGaps = 200;
const keptTimes = 8_192;

/** A stretch of the chain that was not followed, in seconds of its own time. */
export interface BarGap {
  readonly fromS: number;
  readonly toS: number;
}

interface OpenBlock {
  readonly number: number;
  readonly timestampS: number;
  readonly trades: ReadonlyMap<Address, readonly BarTrade[]>;
}

/**
 * Bars of every pool out of the swaps that the engine is told of: exact, in the pool's own direction (token1 for one token0), in the
 * chain's time. Swaps that a reorg may take back count while their block stands. Copies share what no longer changes.
 */
export class LiveBars {
  #pools = new Map<Address, PoolBars>();
  #open: OpenBlock[] = [];
  #gaps: BarGap[] = [];
  #head: Pick<BlockHead, 'number' | 'hash' | 'timestampS'> | null = null;
  #times = new Float64Array(keptTimes);
  #revision = 0;

  /** Changes whenever a bar may have. */
  get revision(): number {
    return this.#revision;
  }

  get gaps(): readonly BarGap[] {
    return this.#gaps;
  }

  /** Of inputs in the order in which the engine applied them; what is no news of the market is passed over. */
  apply(input: { readonly kind: string } | MarketInput): void {
    if (!isMarketInput(input)) return;
    if (input.kind === 'snapshot') this.#restart(input.head);
    else if (input.kind === 'rollback') this.#rollback(input.to.number, input.to.hash);
    else this.#block(input);
    this.#revision += 1;
  }

  /** When a block was, in seconds; null where that is not remembered. */
  timeOfBlock(number: number): number | null {
    if (this.#head === null || number > this.#head.number || number <= this.#head.number - keptTimes) return null;
    const at = this.#times[number % keptTimes] ?? 0;
    return at > 0 ? at : null;
  }

  /** Digits of a pool's prices; null where it was never traded. */
  digitsOf(pool: Address): number | null {
    return this.#pools.get(pool)?.digits ?? null;
  }

  activityOf(pool: Address): { readonly trades: number; readonly lastMs: number } | null {
    const bars = this.#pools.get(pool);
    if (bars === undefined) return null;
    const open = this.openTrades(pool);
    return { trades: bars.trades + open.length, lastMs: open.at(-1)?.atMs ?? bars.lastMs };
  }

  /** The trades that a reorg may still take back, oldest first. */
  openTrades(pool: Address): readonly BarTrade[] {
    return this.#open.flatMap(({ trades }) => trades.get(pool) ?? []);
  }

  /** The finished bars that open at a time or later. */
  finishedFrom(pool: Address, interval: Interval, openTimeMs: number): readonly Bar[] {
    return this.#pools.get(pool)?.finishedFrom(interval, openTimeMs) ?? [];
  }

  tail(pool: Address, interval: Interval): { readonly bars: readonly Bar[]; readonly afterMs: number | null } {
    return this.#pools.get(pool)?.tail(interval, this.openTrades(pool)) ?? { bars: [], afterMs: null };
  }

  before(pool: Address, interval: Interval, beforeMs: number, count: number): ReturnType<PoolBars['before']> {
    const bars = this.#pools.get(pool);
    if (bars === undefined) return { bars: [], earlier: false, forgotten: false };
    return bars.before(interval, this.openTrades(pool), beforeMs, count);
  }

  copy(): LiveBars {
    const copy = new LiveBars();
    copy.#pools = new Map([...this.#pools].map(([pool, bars]) => [pool, bars.copy()]));
    copy.#open = [...this.#open];
    copy.#gaps = [...this.#gaps];
    copy.#head = this.#head;
    copy.#times = this.#times.slice();
    copy.#revision = this.#revision;
    return copy;
  }

  #block({ head, events }: Extract<MarketInput, { kind: 'block' }>): void {
    const reader = new SwapReader();
    const swaps = events.flatMap((event) => reader.read(event) ?? []);
    const trades = new Map<Address, BarTrade[]>();
    for (const tick of swapTicks(head.number, head.timestampS * 1000, swaps).ticks) {
      const trade = tradeOf(tick, this.#poolOf(tick.pool, () => priceDigits(tick.price)).digits);
      if (trade === null) continue;
      const known = trades.get(tick.pool);
      if (known === undefined) trades.set(tick.pool, [trade]);
      else known.push(trade);
    }
    this.#open.push({ number: head.number, timestampS: head.timestampS, trades });
    this.#setHead(head);
    while (this.#open.length > openBlocks) this.#settleOldest();
  }

  /** Follows on at another head: the swaps of the blocks between and of that one are not known. */
  #restart(head: BlockHead): void {
    const before = this.#head;
    if (before !== null && before.hash !== head.hash) {
      this.#open = this.#open.filter(({ number }) => number < head.number);
      const fromS = Math.min(before.timestampS, head.timestampS);
      const toS = Math.max(before.timestampS, head.timestampS);
      this.#gaps = [...this.#gaps, { fromS, toS }].slice(-mostGaps);
    }
    this.#setHead(head);
  }

  #rollback(number: number, hash: BlockHead['hash']): void {
    this.#open = this.#open.filter((block) => block.number <= number);
    const timestampS = this.timeOfBlock(number) ?? this.#open.at(-1)?.timestampS ?? 0;
    this.#head = { number, hash, timestampS };
  }

  #settleOldest(): void {
    const oldest = this.#open.shift();
    for (const [pool, trades] of oldest?.trades ?? []) {
      const bars = this.#pools.get(pool);
      for (const trade of trades) bars?.settle(trade);
    }
  }

  #setHead({ number, hash, timestampS }: BlockHead): void {
    this.#head = { number, hash, timestampS };
    this.#times[number % keptTimes] = timestampS;
  }

  /** Moves the pool behind the others: it was traded last. */
  #poolOf(pool: Address, digits: () => number): PoolBars {
    const bars = this.#pools.get(pool) ?? new PoolBars(digits());
    this.#pools.delete(pool);
    this.#pools.set(pool, bars);
    if (this.#pools.size > mostPools) {
      const [idle] = this.#pools.keys();
      if (idle !== undefined) this.#pools.delete(idle);
    }
    return bars;
  }
}

const marketKinds: ReadonlySet<string> = new Set(['block', 'rollback', 'snapshot']);

function isMarketInput(
  input: { readonly kind: string } | MarketInput,
): input is Extract<MarketInput, { kind: 'block' | 'rollback' | 'snapshot' }> {
  return marketKinds.has(input.kind);
}
