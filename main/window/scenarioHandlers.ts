import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import { mostPaths, type scenarioRequests } from '../../app/contract/scenarios.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Scenario } from '../../app/domain/scenario.ts';
import { knownScenarios } from '../../app/risk/scenarios/knownScenarios.ts';
import { shockWords } from '../../app/risk/scenarios/shockWords.ts';
import { weightsOf } from '../../app/risk/scenarios/stress.ts';
import type { ComputeDesk } from '../session/computeDesk.ts';
import type { ScenarioStore } from '../settings/scenarioStore.ts';
import type { ChartedPools } from './chartHandlers.ts';
import { RecordedPaths } from './recordedPaths.ts';

/** Whose holdings are revalued. */
export interface HeldByEngine {
  /** @throws ExpectedError when the engine does not answer */
  exposure(): Promise<ExposureAnswer>;
}

/** Holdings from the engine, crashes from the history process, the answer from the compute process. */
export function scenarioHandlers(
  engine: HeldByEngine,
  history: ChartedPools,
  compute: Pick<ComputeDesk, 'call'>,
  store: ScenarioStore,
): RequestHandlers<typeof scenarioRequests> {
  const recorded = new RecordedPaths(history);
  return {
    stress: async () => {
      const exposure = await engine.exposure();
      const { chain, nativeSymbol, dollar, blockNumber, blockAtMs } = exposure;
      const symbols = [...weightsOf(exposure).keys()];
      const own = [...store.own];
      const { reports } = await compute.call('stress', {
        exposure,
        // The largest holdings first; what has no bars is said to keep its price.
        scenarios: await withPaths([...knownScenarios, ...own], symbols.slice(0, mostPaths)),
      });
      return {
        chain,
        nativeSymbol,
        dollar: dollar === null ? null : { symbol: dollar.symbol, decimals: dollar.decimals },
        blockNumber,
        blockAtMs,
        symbols,
        own,
        words: shockWords,
        reports,
      };
    },
    keepScenarios: ({ own }) => {
      const ids = new Set([...knownScenarios, ...own].map(({ id }) => id));
      if (ids.size < knownScenarios.length + own.length)
        throw new ExpectedError('SCENARIO_TWICE', 'two scenarios have the same id', {
          advice: 'Leave one of them out.',
        });
      store.keep(own);
      return {};
    },
  };

  async function withPaths(scenarios: readonly Scenario[], symbols: readonly string[]) {
    const series = await recorded.series();
    return Promise.all(
      scenarios.map(async (scenario) => {
        const crash = scenario.shocks.find((shock) => shock.kind === 'recorded');
        return { scenario, paths: crash === undefined ? [] : await recorded.over(crash, symbols, series) };
      }),
    );
  }
}
