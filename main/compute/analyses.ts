import type { BarsRead, computeRequests, Sample } from '../../app/contract/analyses.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { StressRow } from '../../app/contract/scenarios.ts';
import type { Clock } from '../../app/domain/clock.ts';
import type { StressReport } from '../../app/domain/scenario.ts';
import { type LinearSolver, loadLinearSolver } from '../../app/quant/portfolio/linearProgramme.ts';
import { type AdjacentReturns, adjacentReturns } from '../../app/quant/series/adjacentReturns.ts';
import { stress } from '../../app/risk/scenarios/stress.ts';
import { analyseCorrelations } from './analyseCorrelations.ts';
import { analyseTails } from './analyseTails.ts';
import { calculateSizes } from './calculateSizes.ts';
import { EpochReads } from './epochReads.ts';
import { estimateTails } from './estimateTails.ts';
import { measurePerformance } from './measurePerformance.ts';
import { optimise } from './optimise.ts';

/** Answers of the compute process, each with what it was made of. */
export function analyses(clock: Clock): RequestHandlers<typeof computeRequests> {
  let solver: Promise<LinearSolver> | null = null;
  const reads = new EpochReads();
  return {
    sizing: (asked) => calculateSizes(asked),
    performance: ({ folder, settings }) => measurePerformance(folder, settings, clock, reads),
    heldTails: ({ held }) => estimateTails(held),
    stress: ({ exposure, scenarios }) => ({
      reports: scenarios.map(({ scenario, paths }) => stressRow(stress(exposure, scenario, paths))),
    }),
    correlation: ({ read, settings }) => answered(read, 3, (sample) => analyseCorrelations(read, sample, settings)),
    optimisation: async ({ read, settings }) => {
      solver ??= loadLinearSolver();
      const solve = await solver;
      return answered(read, 20, (sample) => optimise(solve, read, sample, settings));
    },
    tailRisk: ({ read, settings }) => answered(read, 20, (sample) => analyseTails(read, sample, settings)),
  };

  function answered<R>(
    read: BarsRead,
    least: number,
    analyse: (returns: AdjacentReturns) => R,
  ): { sample: Sample; report: R } {
    const beganNs = clock.monotonicNs();
    const returns = adjacentReturns(read.holdings, read.intervalS, least);
    const report = analyse(returns);
    const { timeS, dropped } = returns;
    const elapsedMs = Number(clock.monotonicNs() - beganNs) / 1e6;
    return {
      sample: { returns: timeS.length, dropped, fromS: timeS[0] ?? 0, toS: timeS.at(-1) ?? 0, elapsedMs },
      report,
    };
  }
}

/** The same with arrays of its own, as messages are typed. */
function stressRow(report: StressReport): StressRow {
  return { ...report, holdings: [...report.holdings], orders: [...report.orders] };
}
