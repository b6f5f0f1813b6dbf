/** Fills of orders in a recorded book, written again unit by unit: queues are lists of single units, in plain numbers. Slow, for tests alone. */

export interface ReferenceOrder {
  readonly id: string;
  readonly side: 'buy' | 'sell';
  readonly kind: 'limit' | 'postOnly' | 'ioc' | 'market';
  readonly ticks: number;
  readonly size: number;
}

/** What happened, as a line of text. */
export type ReferenceEvent = string;

type Side = 'bid' | 'ask';
/** null: a unit of others. */
type Unit = string | null;

interface Queue {
  units: Unit[];
  stated: number;
  traded: number;
}

const highest = 64;

export class ReferenceFills {
  readonly #isProportional: boolean;
  readonly #recorded = { bid: new Array<number>(highest).fill(0), ask: new Array<number>(highest).fill(0) };
  readonly #taken = { bid: new Array<number>(highest).fill(0), ask: new Array<number>(highest).fill(0) };
  readonly #queues = { bid: new Map<number, Queue>(), ask: new Map<number, Queue>() };
  #isWhole = false;

  constructor(isProportional: boolean) {
    this.#isProportional = isProportional;
  }

  arrive({ id, side, kind, ticks, size }: ReferenceOrder): ReferenceEvent[] {
    if (!this.#isWhole) return [`${id} BOOK_UNKNOWN ${size}`];
    const other: Side = side === 'buy' ? 'ask' : 'bid';
    const prices = Array.from({ length: highest }, (_, price) => price).filter(
      (price) => kind === 'market' || (side === 'buy' ? price <= ticks : price >= ticks),
    );
    if (side === 'sell') prices.reverse();
    const events: ReferenceEvent[] = [];
    let open = size;
    let end = kind === 'market' ? 'BOOK_EXHAUSTED' : kind === 'ioc' ? 'BOOK_UNFILLED' : '';
    for (const price of prices) {
      const hasOurs = this.#queues[other].has(price);
      const visible = this.#visible(other, price);
      if (kind === 'postOnly' && (hasOurs || visible > 0)) return [`${id} BOOK_WOULD_TAKE ${size}`];
      if (open > 0 && hasOurs) {
        end = 'BOOK_SELF_TRADE';
        break;
      }
      const taken = Math.min(visible, open);
      if (taken === 0) continue;
      open -= taken;
      this.#taken[other][price] = (this.#taken[other][price] ?? 0) + taken;
      events.push(`${id} taker ${taken} at ${price}`);
    }
    if (open === 0) return [...events, `${id} filled 0`];
    if (end !== '') return [...events, `${id} ${end} ${open}`];
    const own: Side = side === 'buy' ? 'bid' : 'ask';
    const queue = this.#queues[own].get(ticks) ?? { units: [], stated: this.#visible(own, ticks), traded: 0 };
    this.#queues[own].set(ticks, queue);
    const left = Math.max(0, queue.stated - queue.traded);
    // What the recording has lost already and our own fills left in the list.
    while (others(queue) > left && queue.units.at(-1) === null) queue.units.pop();
    while (others(queue) < left) queue.units.push(null);
    const ahead = others(queue);
    for (let i = 0; i < open; i += 1) queue.units.push(id);
    return [...events, `${id} rests ${open} behind ${ahead}`];
  }

  callOff(id: string): ReferenceEvent[] {
    for (const side of ['bid', 'ask'] as const)
      for (const [price, queue] of this.#queues[side]) {
        const open = queue.units.filter((unit) => unit === id).length;
        if (open === 0) continue;
        queue.units = queue.units.filter((unit) => unit !== id);
        this.#forgetEmpty(side, price);
        return [`${id} cancelled ${open}`];
      }
    return [];
  }

  lose(): void {
    this.#isWhole = false;
    for (const side of ['bid', 'ask'] as const) {
      this.#recorded[side].fill(0);
      this.#taken[side].fill(0);
    }
  }

  /** What stands at every price, or what changed. */
  book(isWhole: boolean, levels: readonly { side: Side; price: number; size: number }[]): ReferenceEvent[] {
    if (isWhole) this.#isWhole = true;
    const stated = isWhole
      ? (['bid', 'ask'] as const).flatMap((side) =>
          Array.from({ length: highest }, (_, price) => {
            const size = levels.find((each) => each.side === side && each.price === price)?.size ?? 0;
            return { side, price, size };
          }),
        )
      : levels;
    const grown = { bid: new Array<number>(highest).fill(0), ask: new Array<number>(highest).fill(0) };
    for (const { side, price, size } of stated) {
      const before = this.#visible(side, price);
      this.#recorded[side][price] = size;
      this.#taken[side][price] = Math.min(this.#taken[side][price] ?? 0, size);
      const after = this.#visible(side, price);
      this.#state(side, price, after);
      grown[side][price] = Math.max(0, after - before);
    }
    const events: ReferenceEvent[] = [];
    for (const side of ['ask', 'bid'] as const) {
      const own: Side = side === 'ask' ? 'bid' : 'ask';
      const order = Array.from({ length: highest }, (_, price) => (side === 'ask' ? price : highest - 1 - price));
      for (const price of order) {
        const come = Math.min(grown[side][price] ?? 0, this.#visible(side, price));
        for (let unit = 0; unit < come; unit += 1) {
          const met = this.#bestOwn(own);
          if (met === null || (side === 'ask' ? met < price : met > price)) break;
          this.#taken[side][price] = (this.#taken[side][price] ?? 0) + 1;
          events.push(...this.#takeOwn(own, met));
        }
      }
    }
    return joined(events);
  }

  trade(price: number, size: number, takerBuys: boolean): ReferenceEvent[] {
    const side: Side = takerBuys ? 'ask' : 'bid';
    const events: ReferenceEvent[] = [];
    let left = size;
    for (; left > 0; ) {
      const best = this.#bestOwn(side);
      if (best === null || (takerBuys ? best >= price : best <= price)) break;
      events.push(...this.#takeOwn(side, best));
      left -= 1;
    }
    // Beyond a price nothing of others stands any more.
    for (const [own, queue] of this.#queues[side])
      if (takerBuys ? own < price : own > price) queue.units = queue.units.filter((unit) => unit !== null);
    const queue = this.#queues[side].get(price);
    if (queue === undefined) return joined(events);
    queue.traded += size;
    for (; left > 0 && queue.units.length > 0; left -= 1) {
      const unit = queue.units.shift() ?? null;
      if (unit === null) continue;
      events.push(`${unit} maker 1 at ${price}`);
      if (!queue.units.includes(unit)) events.push(`${unit} filled 0`);
    }
    this.#forgetEmpty(side, price);
    return joined(events);
  }

  #visible(side: Side, price: number): number {
    return (this.#recorded[side][price] ?? 0) - (this.#taken[side][price] ?? 0);
  }

  #state(side: Side, price: number, size: number): void {
    const queue = this.#queues[side].get(price);
    if (queue === undefined) return;
    const left = Math.max(0, queue.stated - queue.traded);
    while (others(queue) > left) queue.units.splice(queue.units.lastIndexOf(null), 1);
    while (others(queue) < left) queue.units.push(null);
    const cancelled = Math.max(0, left - size);
    if (cancelled > 0 && this.#isProportional) {
      const before = new Map<string, number>();
      queue.units.forEach((unit, place) => {
        if (unit === null || before.has(unit)) return;
        before.set(unit, queue.units.slice(0, place).filter((each) => each === null).length);
      });
      const owns = queue.units.filter((unit) => unit !== null);
      const units: Unit[] = [];
      for (const unit of owns) {
        const ahead = before.get(unit) ?? 0;
        const wanted = Math.min(ahead - Math.floor((cancelled * ahead) / left), size);
        while (units.filter((each) => each === null).length < wanted) units.push(null);
        units.push(unit);
      }
      queue.units = units;
      while (others(queue) < size) queue.units.push(null);
    }
    while (others(queue) > size) queue.units.splice(queue.units.lastIndexOf(null), 1);
    while (others(queue) < size) queue.units.push(null);
    queue.stated = size;
    queue.traded = 0;
  }

  #bestOwn(side: Side): number | null {
    const prices = [...this.#queues[side].keys()];
    if (prices.length === 0) return null;
    return side === 'bid' ? Math.max(...prices) : Math.min(...prices);
  }

  /** One unit of ours at a price that was passed: whatever of others stood there is done. */
  #takeOwn(side: Side, price: number): ReferenceEvent[] {
    const queue = this.#queues[side].get(price);
    if (queue === undefined) return [];
    queue.units = queue.units.filter((unit) => unit !== null);
    const unit = queue.units.shift() ?? '';
    const events = [`${unit} maker 1 at ${price}`];
    if (!queue.units.includes(unit)) events.push(`${unit} filled 0`);
    this.#forgetEmpty(side, price);
    return events;
  }

  #forgetEmpty(side: Side, price: number): void {
    if (this.#queues[side].get(price)?.units.every((unit) => unit === null) === true) this.#queues[side].delete(price);
  }
}

function others({ units }: Queue): number {
  return units.filter((unit) => unit === null).length;
}

/** Fills of one order at one price that follow each other, as one. */
function joined(events: readonly ReferenceEvent[]): ReferenceEvent[] {
  const lines: string[] = [];
  for (const event of events) {
    const [, id, size, price] = /^(\S+) maker (\d+) at (\d+)$/.exec(event) ?? [];
    const [, lastId, lastSize, lastPrice] = /^(\S+) maker (\d+) at (\d+)$/.exec(lines.at(-1) ?? '') ?? [];
    if (id !== undefined && id === lastId && price === lastPrice)
      lines.splice(-1, 1, `${id} maker ${Number(lastSize) + Number(size)} at ${price}`);
    else lines.push(event);
  }
  return lines;
}
