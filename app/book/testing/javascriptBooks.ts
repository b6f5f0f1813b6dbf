import { OrderedMap } from 'js-sdsl';
import { EmptyBTree } from 'sorted-btree';

/** A book as a JavaScript program keeps one: levels by price, in order. Keys are prices on the ask side, and prices with their sign changed on the bid side. */
export interface JavascriptBook {
  set(isBid: boolean, price: number, size: number): void;
  /** The best keys of both sides, undefined where there is none. */
  best(): readonly [number | undefined, number | undefined];
}

const sideOf = <Side>(make: () => Side): readonly [Side, Side] => [make(), make()];

/** sorted-btree, a B+ tree. Its class is a default export, which bundles of CommonJS lose. */
function treeBook(): JavascriptBook {
  const [asks, bids] = sideOf(() => EmptyBTree.clone());
  return {
    set(isBid, price, size) {
      const side = isBid ? bids : asks;
      const key = isBid ? -price : price;
      if (size === 0) side.delete(key);
      else side.set(key, size);
    },
    best: () => [asks.minKey(), bids.minKey()],
  };
}

/** js-sdsl's ordered map, a red-black tree. */
function redBlackBook(): JavascriptBook {
  const [asks, bids] = sideOf(() => new OrderedMap<number, number>());
  return {
    set(isBid, price, size) {
      const side = isBid ? bids : asks;
      const key = isBid ? -price : price;
      if (size === 0) side.eraseElementByKey(key);
      else side.setElement(key, size);
    },
    best: () => [asks.front()?.[0], bids.front()?.[0]],
  };
}

class SortedSide {
  #prices = new Float64Array(4096);
  #sizes = new Float64Array(4096);
  #count = 0;

  best(): number | undefined {
    return this.#count === 0 ? undefined : this.#prices[0];
  }

  set(key: number, size: number): void {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#prices[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    const isThere = low < this.#count && this.#prices[low] === key;
    if (isThere && size !== 0) this.#sizes[low] = size;
    else if (isThere) this.#move(low + 1, low, -1);
    else if (size !== 0) {
      if (this.#count === this.#prices.length) this.#grow();
      this.#move(low, low + 1, 1);
      [this.#prices[low], this.#sizes[low]] = [key, size];
    }
  }

  #move(from: number, to: number, change: number): void {
    this.#prices.copyWithin(to, from, this.#count);
    this.#sizes.copyWithin(to, from, this.#count);
    this.#count += change;
  }

  #grow(): void {
    const doubled = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(2 * values.length);
      grown.set(values);
      return grown;
    };
    [this.#prices, this.#sizes] = [doubled(this.#prices), doubled(this.#sizes)];
  }
}

/** Two typed arrays a side, kept in order by binary search, as ccxt does. */
function arrayBook(): JavascriptBook {
  const [asks, bids] = sideOf(() => new SortedSide());
  return {
    set(isBid, price, size) {
      if (isBid) bids.set(-price, size);
      else asks.set(price, size);
    },
    best: () => [asks.best(), bids.best()],
  };
}

/** The books that ours is measured beside, by name. */
export const javascriptBooks: Readonly<Record<string, () => JavascriptBook>> = {
  'sorted-btree': treeBook,
  'js-sdsl OrderedMap': redBlackBook,
  'sorted typed arrays': arrayBook,
};
