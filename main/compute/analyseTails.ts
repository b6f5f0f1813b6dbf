import type { BarsRead } from '../../app/contract/analyses.ts';
import {
  mostForecasts,
  refitS,
  type TailReport,
  type TailSettings,
  tailHorizons,
  tailLevels,
  tailWindowDays,
} from '../../app/contract/tailRisk.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { heldReturns } from '../../app/quant/portfolio/heldReturns.ts';
import type { AdjacentReturns } from '../../app/quant/series/adjacentReturns.ts';
import { tailReport } from '../../app/quant/tails/tailReport.ts';

const dayS = 86_400;

/** @throws ExpectedError HORIZON_TOO_SHORT, NOTHING_HELD, SERIES_* */
export function analyseTails(
  { intervalS, holdings }: BarsRead,
  { returns }: AdjacentReturns,
  { horizon }: TailSettings,
): TailReport {
  const periods = tailHorizons[horizon] / intervalS;
  if (!Number.isInteger(periods)) {
    throw new ExpectedError('HORIZON_TOO_SHORT', 'the horizon is shorter than a bar', {
      advice: 'Choose shorter bars or a longer horizon.',
      facts: { horizon, barS: intervalS },
    });
  }
  const values = holdings.map(({ value }) => value);
  const wanted = Math.floor((tailWindowDays * dayS) / intervalS);
  const refitEvery = Math.max(1, Math.floor(refitS / intervalS));
  const held = heldReturns(returns, values);
  const { returns: used, methods } = tailReport(held, {
    levels: tailLevels,
    window: wanted,
    horizon: periods,
    refitEvery,
    mostForecasts,
  });
  const gross = values.reduce((sum, value) => sum + Math.abs(value), 0);
  return {
    returns: used,
    wanted,
    periods,
    refitEvery,
    gross,
    methods: methods.map((each) => ({
      ...each,
      problem: each.problem.slice(0, 400),
      risks: [...each.risks],
      backtest: each.backtest === null ? null : { ...each.backtest, levels: [...each.backtest.levels] },
    })),
  };
}
