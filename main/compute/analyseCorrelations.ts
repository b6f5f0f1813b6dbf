import type { z } from 'zod';
import type { BarsRead } from '../../app/contract/analyses.ts';
import {
  type CorrelationReport,
  type correlationSettingsSchema,
  halfLifeReturns,
} from '../../app/contract/correlation.ts';
import { drawdowns } from '../../app/quant/performance/drawdowns.ts';
import { correlations } from '../../app/quant/portfolio/correlations.ts';
import { heldReturns } from '../../app/quant/portfolio/heldReturns.ts';
import type { AdjacentReturns } from '../../app/quant/series/adjacentReturns.ts';

const shownDrawdowns = 20;

/** @throws ExpectedError SERIES_*, NOTHING_HELD */
export function analyseCorrelations(
  { intervalS, holdings }: BarsRead,
  { returns, timeS }: AdjacentReturns,
  { method }: z.output<typeof correlationSettingsSchema>,
): CorrelationReport {
  const { matrix, order, intensity } = correlations(returns, method, halfLifeReturns);
  const held = heldReturns(
    returns,
    holdings.map(({ value }) => value),
  );
  // Before the first return there is the bar that it starts from.
  const at = (place: number): number => timeS[place] ?? (timeS[0] ?? 0) - intervalS;
  return {
    names: [...returns.keys()],
    order: [...order],
    matrix: matrix.map((row) => [...row]),
    intensity,
    drawdowns: drawdowns(held)
      .slice(0, shownDrawdowns)
      .map(({ depth, peak, trough, recovered }) => ({
        depth,
        peakS: at(peak),
        troughS: at(trough),
        recoveredS: recovered === null ? null : at(recovered),
      })),
  };
}
