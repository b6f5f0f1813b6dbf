import type { ExposureAnswer } from '../../../app/contract/exposure.ts';

/** Beside the strategies: what was there before or came from outside. */
export const noStrategy = 'no strategy';

export interface HeatCell {
  readonly strategy: string;
  readonly amount: bigint;
  /** In the native currency; null without a price. */
  readonly value: bigint | null;
}

export interface HeatRow {
  readonly id: string;
  readonly chain: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly isCash: boolean;
  readonly cells: readonly HeatCell[];
  readonly amount: bigint;
  readonly value: bigint | null;
}

export interface Heat {
  readonly strategies: readonly string[];
  readonly rows: readonly HeatRow[];
  /** What open orders and tickets can cost at worst, by strategy. */
  readonly underWay: readonly bigint[];
  /** Of a column, of what has a price. */
  readonly totals: readonly bigint[];
  readonly total: bigint;
  /** The largest of all cells without its sign: the strongest colour. */
  readonly largest: bigint;
  readonly unpriced: number;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** What is held by chain and token, split by who earned it. */
export function heatOf({ chain, holdings, resting }: ExposureAnswer): Heat {
  const named = holdings.flatMap(({ parts }) => parts.flatMap(({ strategy }) => strategy ?? []));
  const strategies = [...new Set([...named, ...resting.map(({ strategy }) => strategy)]), noStrategy];
  const rows = holdings.map(({ asset, symbol, decimals, isCash, amount, parts }): HeatRow => {
    const cells = strategies.flatMap((strategy): HeatCell[] => {
      const part = parts.find((each) => (each.strategy ?? noStrategy) === strategy);
      return part === undefined ? [] : [{ strategy, amount: part.amount, value: part.value }];
    });
    const value = cells.reduce<bigint | null>(
      (sum, cell) => (sum === null || cell.value === null ? null : sum + cell.value),
      0n,
    );
    return { id: `${chain} ${asset}`, chain, symbol, decimals, isCash, cells, amount, value };
  });
  const totals = strategies.map((strategy) =>
    rows.reduce((sum, { cells }) => sum + (cells.find((cell) => cell.strategy === strategy)?.value ?? 0n), 0n),
  );
  const values = rows.flatMap(({ cells }) => cells.map(({ value }) => magnitude(value ?? 0n)));
  return {
    strategies,
    rows,
    underWay: strategies.map((strategy) =>
      resting.reduce((sum, order) => (order.strategy === strategy ? sum + order.worst : sum), 0n),
    ),
    totals,
    total: totals.reduce((sum, value) => sum + value, 0n),
    largest: largestOf(values),
    unpriced: rows.filter(({ value }) => value === null).length,
  };
}

function largestOf(values: readonly bigint[]): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}
