/** x_t = sum ar_i x_(t-i) + e_t + sum ma_j e_(t-j). */
export interface Arma {
  readonly ar: readonly number[];
  readonly ma: readonly number[];
}

type Square = Float64Array[];

/** The state's first entry is the series; each step shifts the rest up (Harvey 1989, section 3.4). */
interface StateSpace {
  readonly size: number;
  readonly ar: Float64Array;
  readonly noise: Float64Array;
}

function stateSpace({ ar, ma }: Arma): StateSpace {
  const size = Math.max(ar.length, ma.length + 1);
  return {
    size,
    ar: Float64Array.from({ length: size }, (_, i) => ar[i] ?? 0),
    noise: Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : (ma[i - 1] ?? 0))),
  };
}

const square = (size: number): Square => Array.from({ length: size }, () => new Float64Array(size));

function product(a: Square, b: Square): Square {
  return a.map((row) => {
    const result = new Float64Array(b.length);
    for (const [k, factor] of row.entries()) {
      if (factor === 0) continue;
      const other = b[k] ?? row;
      for (let j = 0; j < result.length; j += 1) result[j] = (result[j] ?? 0) + factor * (other[j] ?? 0);
    }
    return result;
  });
}

const transposed = (a: Square): Square => a.map((_, i) => Float64Array.from(a, (row) => row[i] ?? 0));

/** The variance P = T P T' + R R' of a state that has run for ever, by doubling: each round sums twice as many steps. Null where it does not settle. */
function stationaryVariance({ size, ar, noise }: StateSpace): Square | null {
  let transition = square(size);
  for (const [i, row] of transition.entries()) {
    row[0] = ar[i] ?? 0;
    if (i + 1 < size) row[i + 1] = 1;
  }
  let variance: Square = Array.from(noise, (a) => noise.map((b) => a * b));
  for (let round = 0; round < 60; round += 1) {
    const more = product(product(transition, variance), transposed(transition));
    let [most, change] = [0, 0];
    variance = variance.map((row, i) =>
      row.map((value, j) => {
        const added = more[i]?.[j] ?? 0;
        most = Math.max(most, Math.abs(value + added));
        change = Math.max(change, Math.abs(added));
        return value + added;
      }),
    );
    if (!Number.isFinite(most)) return null;
    if (change <= 1e-15 * most) return variance;
    transition = product(transition, transition);
  }
  return null;
}

/** One step of the filter's variance: what is unknown after a value was seen, moved on. */
function advance({ size, ar, noise }: StateSpace, variance: Square, gain: Float64Array, spread: number): Square {
  const first = variance[0] ?? gain;
  const seen = variance.map((row, i) => row.map((value, j) => value - ((gain[i] ?? 0) * (first[j] ?? 0)) / spread));
  const at = (i: number, j: number): number => (i < size && j < size ? (seen[i]?.[j] ?? 0) : 0);
  return seen.map((_, i) =>
    Float64Array.from({ length: size }, (__, j) => {
      const [a, b] = [ar[i] ?? 0, ar[j] ?? 0];
      return (
        a * b * at(0, 0) + a * at(0, j + 1) + b * at(i + 1, 0) + at(i + 1, j + 1) + (noise[i] ?? 0) * (noise[j] ?? 0)
      );
    }),
  );
}

function moveState({ size, ar }: StateSpace, state: Float64Array): Float64Array {
  const head = state[0] ?? 0;
  return state.map((_, i) => (ar[i] ?? 0) * head + (i + 1 < size ? (state[i + 1] ?? 0) : 0));
}

export interface FilteredArma {
  /** Innovations of each series, not divided. */
  readonly innovations: readonly Float64Array[];
  /** Variance of each time's innovation in units of that of e. */
  readonly spreads: Float64Array;
  /** Of each series, the state that is expected next. */
  readonly next: readonly Float64Array[];
}

/** Adds what an innovation tells to a state, and moves it on; in place, for this is most of a fit. */
function update({ size, ar }: StateSpace, state: Float64Array, gain: Float64Array, off: number): void {
  const head = (state[0] ?? 0) + (gain[0] ?? 0) * off;
  for (let i = 0; i + 1 < size; i += 1) {
    state[i] = (ar[i] ?? 0) * head + (state[i + 1] ?? 0) + (gain[i + 1] ?? 0) * off;
  }
  state[size - 1] = (ar[size - 1] ?? 0) * head;
}

/**
 * The Kalman filter of several series of one process. Once the variance stands still, only the states move.
 * @returns null where the process is not stationary to working precision
 */
export function filterArma(arma: Arma, series: readonly (readonly number[])[]): FilteredArma | null {
  const space = stateSpace(arma);
  let variance = stationaryVariance(space);
  if (variance === null) return null;
  const length = series[0]?.length ?? 0;
  const innovations = series.map(() => new Float64Array(length));
  const spreads = new Float64Array(length);
  const states = series.map(() => new Float64Array(space.size));
  const gain = new Float64Array(space.size);
  let isSettled = false;
  let spread = 1;
  for (let t = 0; t < length; t += 1) {
    if (!isSettled) {
      const column: Float64Array = Float64Array.from(variance, (row) => row[0] ?? 0);
      spread = column[0] ?? 0;
      if (!(spread > 0)) return null;
      for (let i = 0; i < gain.length; i += 1) gain[i] = (column[i] ?? 0) / spread;
      const next = advance(space, variance, column, spread);
      isSettled = isSame(variance, next);
      variance = next;
    }
    spreads[t] = spread;
    for (let k = 0; k < states.length; k += 1) {
      const state = states[k] ?? gain;
      const off = (series[k]?.[t] ?? 0) - (state[0] ?? 0);
      (innovations[k] ?? spreads)[t] = off;
      update(space, state, gain, off);
    }
  }
  return { innovations, spreads, next: states };
}

function isSame(a: Square, b: Square): boolean {
  return a.every((row, i) => row.every((value, j) => Math.abs(value - (b[i]?.[j] ?? 0)) < 1e-15));
}

/** What the process is expected to be at the next times, from the expected state. */
export function forecastArma(arma: Arma, next: Float64Array, horizon: number): number[] {
  const space = stateSpace(arma);
  const result: number[] = [];
  let state = next;
  for (let h = 0; h < horizon; h += 1) {
    result.push(state[0] ?? 0);
    state = moveState(space, state);
  }
  return result;
}
