/** The measures of books written again by their definitions, over everything at once. Slow, for tests alone. */

interface TapeEvent {
  readonly atMs: number;
  /** After the trade. */
  readonly mid: number;
  /** Signed size of a trade at that time; 0: there was none. */
  readonly flow: number;
}

/** Least squares in two passes over a list of intervals. */
export function referenceLambda(events: readonly TapeEvent[], intervalMs: number) {
  const intervalOf = ({ atMs }: TapeEvent): number => Math.floor(atMs / intervalMs);
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no events');
  const byInterval = Map.groupBy(events, intervalOf);
  const rows: { x: number; y: number }[] = [];
  let start = first.mid;
  for (let interval = intervalOf(first); interval < intervalOf(last); interval += 1) {
    const within = byInterval.get(interval) ?? [];
    const end = within.at(-1)?.mid ?? start;
    rows.push({ x: within.reduce((sum, { flow }) => sum + flow, 0), y: end - start });
    start = end;
  }
  const mean = (of: (row: { x: number; y: number }) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const [x, y] = [mean((row) => row.x), mean((row) => row.y)];
  const over = (of: (dx: number, dy: number) => number): number =>
    rows.reduce((sum, row) => sum + of(row.x - x, row.y - y), 0);
  const lambda = over((dx, dy) => dx * dy) / over((dx) => dx * dx);
  const rest = over((dx, dy) => (dy - lambda * dx) ** 2);
  return {
    intervals: rows.length,
    lambda,
    standardError: Math.sqrt(rest / (rows.length - 2) / over((dx) => dx * dx)),
    rSquared: 1 - rest / over((_, dy) => dy * dy),
  };
}

/** Each trade at its mid plus an eighth of its flow, held against all mids by search. */
export function referenceMarkOuts(events: readonly TapeEvent[], horizonMs: number) {
  const sums = { trades: 0, size: 0, effective: 0, realised: 0 };
  const lastMs = events.at(-1)?.atMs ?? 0;
  for (const [i, { atMs, mid, flow }] of events.entries()) {
    const before = events.slice(0, i).findLast((each) => each.atMs < atMs)?.mid;
    if (flow === 0 || before === undefined || atMs + horizonMs >= lastMs) continue;
    const after = events.findLast((each) => each.atMs <= atMs + horizonMs)?.mid ?? mid;
    const basisPoints = (of: number): number => (Math.sign(flow) * of * 1e4) / before;
    sums.trades += 1;
    sums.size += Math.abs(flow);
    sums.effective += Math.abs(flow) * basisPoints(mid + flow / 8 - before);
    sums.realised += Math.abs(flow) * basisPoints(mid + flow / 8 - after);
  }
  return { ...sums, effective: sums.effective / sums.size, realised: sums.realised / sums.size };
}

interface QuoteState {
  readonly midTicks: number;
  readonly spreadTicks: number;
  readonly bidShare: number;
}

/** Stoikov's series by counting transitions in a table of names, and adding powers of both matrices up instead of solving for them. */
export function referenceMicroprice(quotes: readonly QuoteState[]) {
  const nameOf = (spread: number, bucket: number): string => `${spread} ${bucket}`;
  const placesOf = ({ spreadTicks, bidShare }: Omit<QuoteState, 'midTicks'>): readonly [string, string] => {
    const spread = Math.min(4, spreadTicks);
    const bucket = Math.min(9, Math.floor(bidShare * 10));
    return [nameOf(spread, bucket), nameOf(spread, 9 - bucket)];
  };
  const steps: { from: string; to: string; step: number }[] = [];
  for (const [i, quote] of quotes.entries()) {
    const last = quotes[i - 1];
    if (last === undefined) continue;
    const step = Math.max(-2, Math.min(2, quote.midTicks - last.midTicks));
    const [[from, mirroredFrom], [to, mirroredTo]] = [placesOf(last), placesOf(quote)];
    steps.push({ from, to, step }, { from: mirroredFrom, to: mirroredTo, step: -step });
  }
  const seen = Map.groupBy(steps, ({ from }) => from);
  const names = [...seen.keys()];
  const shares = (isMove: boolean): Map<string, Map<string, number>> =>
    new Map(
      [...seen].map(([from, all]) => {
        const counts = new Map<string, number>();
        for (const { to, step } of all)
          if ((step !== 0) === isMove) counts.set(to, (counts.get(to) ?? 0) + 1 / all.length);
        return [from, counts];
      }),
    );
  const [still, moved] = [shares(false), shares(true)];
  const times = (matrix: Map<string, Map<string, number>>, column: ReadonlyMap<string, number>) =>
    new Map(
      names.map((from) => [
        from,
        [...(matrix.get(from) ?? [])].reduce((sum, [to, share]) => sum + share * (column.get(to) ?? 0), 0),
      ]),
    );
  /** However long the mid stands before it moves: the column, and the same after one still step, after two, … */
  const afterStanding = (column: ReadonlyMap<string, number>): Map<string, number> => {
    const sum = new Map(column);
    let next: ReadonlyMap<string, number> = column;
    for (let power = 0; power < 200; power += 1) {
      next = times(still, next);
      for (const name of names) sum.set(name, (sum.get(name) ?? 0) + (next.get(name) ?? 0));
    }
    return sum;
  };
  const move = new Map(
    [...seen].map(([from, all]) => [from, all.reduce((sum, { step }) => sum + step, 0) / all.length]),
  );
  let term = afterStanding(move);
  const total = new Map(term);
  for (let round = 0; round < 60; round += 1) {
    term = afterStanding(times(moved, term));
    for (const name of names) total.set(name, (total.get(name) ?? 0) + (term.get(name) ?? 0));
  }
  return (spreadTicks: number, bidShare: number): number =>
    total.get(placesOf({ spreadTicks, bidShare })[0]) ?? Number.NaN;
}

/** An order behind others as two numbers, by Rigtorp's logarithmic rule. */
export class ReferenceQueue {
  ahead: number;
  filled = 0;
  readonly #size: number;
  #stated: number;
  #othersTraded = 0;

  constructor(stood: number, size: number) {
    this.ahead = stood;
    this.#stated = stood;
    this.#size = size;
  }

  trade(size: number): void {
    for (let unit = 0; unit < size; unit += 1) {
      // A part of a unit that the rule left goes first.
      const part = Math.min(1, this.ahead);
      this.ahead -= part;
      const ours = Math.min(1 - part, this.#size - this.filled);
      this.filled += ours;
      this.#othersTraded += 1 - ours;
    }
  }

  level(size: number): void {
    const left = this.#stated - this.#othersTraded;
    const gone = left - size;
    if (gone > 0) {
      const [front, back] = [Math.log(1 + this.ahead), Math.log(1 + Math.max(0, left - this.ahead))];
      const before = front + back === 0 ? 0 : (gone * front) / (front + back);
      this.ahead = Math.max(0, this.ahead - before);
    }
    this.ahead = Math.min(this.ahead, size);
    this.#stated = size;
    this.#othersTraded = 0;
  }
}
