import type { Random } from '../../domain/random.ts';
import type { ScaledLevels } from '../bookFeed.ts';
import { decimalText } from './venueText.ts';

/** As Binance writes BTCUSDT: eight digits, ticks of a cent. */
export const benchInstrument = { symbol: 'BTCUSDT', priceDigits: 8, sizeDigits: 8, tickUnits: 1_000_000n } as const;

interface Change {
  readonly isBid: boolean;
  readonly ticks: number;
  readonly size: number;
}

/**
 * Changes of a liquid book: the price walks, most changes lie within a hundred ticks of it, one in twelve a thousand times as far; two in five take a level away. The
 * side that the price moves into is taken away level by level, as trades do it, so the book never crosses.
 */
export class BenchMarket {
  readonly #random: Random;
  #mid = 6_180_000;

  constructor(random: Random) {
    this.#random = random;
  }

  changes(count: number): Change[] {
    const changes: Change[] = [];
    while (changes.length < count) {
      if (this.#random.below(8) === 0) this.#move(changes);
      changes.push(this.#change(this.#random.below(2) === 0));
    }
    return changes.slice(0, count);
  }

  /** `count` levels a side, best first, and far ones. */
  book(count: number): Change[] {
    return [true, false].flatMap((isBid) =>
      Array.from({ length: count }, (_, i) => ({ ...this.#change(isBid, 1 + 3 * i), size: this.#size() })),
    );
  }

  #size(): number {
    return 1000 * (1 + this.#random.below(500_000));
  }

  #move(changes: Change[]): void {
    const step = this.#random.below(2) === 0 ? 1 : -1;
    this.#mid += step;
    changes.push({ isBid: step < 0, ticks: this.#mid, size: 0 });
  }

  #change(isBid: boolean, given?: number): Change {
    const { below, next } = this.#random;
    const near = 1 + Math.floor(-Math.log(1 - next()) * 100);
    const away = given ?? (below(12) === 0 ? near * 1000 : near);
    const ticks = Math.max(1, this.#mid + (isBid ? -away : away));
    return { isBid, ticks, size: below(5) < 2 ? 0 : this.#size() };
  }
}

export function scaledLevels(changes: readonly Change[]): ScaledLevels {
  return {
    isBid: Uint8Array.from(changes, ({ isBid }) => (isBid ? 1 : 0)),
    ticks: BigInt64Array.from(changes, ({ ticks }) => BigInt(ticks)),
    sizes: BigUint64Array.from(changes, ({ size }) => BigInt(size)),
  };
}

const pairOf = ({ ticks, size }: Change): string[] => [
  decimalText(BigInt(ticks) * benchInstrument.tickUnits, benchInstrument.priceDigits),
  decimalText(BigInt(size), benchInstrument.sizeDigits),
];

const sidesOf = (changes: readonly Change[]): [string[][], string[][]] => [
  changes.filter(({ isBid }) => isBid).map(pairOf),
  changes.filter(({ isBid }) => !isBid).map(pairOf),
];

/** A spot diff with id `id`. */
export function diffText(changes: readonly Change[], id: number): string {
  const [b, a] = sidesOf(changes);
  return JSON.stringify({ e: 'depthUpdate', E: 1_723_161_255_208 + id, s: benchInstrument.symbol, U: id, u: id, b, a });
}

export function answerText(changes: readonly Change[], id: number): string {
  const [bids, asks] = sidesOf(changes);
  return JSON.stringify({ lastUpdateId: id, bids, asks });
}
