/** Bars of a random walk, from uniform numbers in [0, 1): a column each. */
export interface RandomBars {
  readonly timeMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** A sequence of uniform numbers from a seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @param grid steps that prices keep to, so that equal prices are frequent; 0 for none */
export function randomBars(count: number, seed: number, grid = 0): RandomBars {
  const next = uniform(seed);
  const snapped = (price: number): number => (grid === 0 ? price : Math.round(price / grid) * grid);
  const column = (): Float64Array => new Float64Array(count);
  const bars = { timeMs: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  let price = 100;
  for (let i = 0; i < count; i += 1) {
    const open = snapped(price);
    price = Math.max(5, price * (1 + (next() - 0.5) * 0.03));
    const close = snapped(price);
    bars.timeMs[i] = i * 3_600_000;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) + snapped(next());
    bars.low[i] = Math.min(open, close) - snapped(next());
    bars.volume[i] = 1000 + Math.floor(next() * 9000);
  }
  return bars;
}
