import type { LinearProgramme, LinearRow } from './linearProgramme.ts';
import { type TradingCosts, tradingCost } from './tradingCost.ts';

/** What is held now and what it costs to hold something else. */
export interface Trading {
  /** Weights now, in the order of the assets. */
  readonly before: readonly number[];
  /** Of each asset's return, per period. */
  readonly deviations: readonly number[];
  readonly costs: TradingCosts;
  /** Periods until the next change: the cost is spread over them. */
  readonly periods: number;
}

/** Ends of the straight pieces that stand in for the curve of the cost, as shares of the whole: at most 2 % above it beyond a thousandth. */
const pieceEnds = [0, 0.002, 0.005, 0.01, 0.02, 0.035, 0.06, 0.1, 0.17, 0.28, 0.45, 0.7, 1, 2];

/**
 * The same programme with what it costs to come from the weights of now to those of the answer: each weight is what was held, and what is bought less what is sold, in
 * pieces that cost more and more, so that a solver takes the cheap ones first.
 * @param programme whose first unknowns are the weights
 * @param unit of its costs, such as the largest return
 */
export function tradedProgramme(
  programme: LinearProgramme,
  { before, deviations, costs, periods }: Trading,
  unit: number,
): LinearProgramme {
  const made = { costs: [...programme.costs], low: [...programme.low], high: [...programme.high] };
  const rows: LinearRow[] = [...programme.rows];
  for (const [i, held] of before.entries()) {
    const places = [i];
    const values = [1];
    for (const side of [-1, 1]) {
      for (const [k, end] of pieceEnds.slice(1).entries()) {
        const begin = pieceEnds[k] ?? 0;
        const more = tradingCost(end, deviations[i] ?? 0, costs) - tradingCost(begin, deviations[i] ?? 0, costs);
        places.push(made.costs.length);
        values.push(side);
        made.costs.push(more / (end - begin) / periods / unit);
        made.low.push(0);
        made.high.push(end - begin);
      }
    }
    rows.push({ places, values, low: held, high: held });
  }
  return { ...made, rows };
}
