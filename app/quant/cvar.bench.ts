import { microseconds, summary } from '../detect/testing/timing.ts';
import { evenBounds, longOnly } from './portfolio/constraints.ts';
import { loadLinearSolver } from './portfolio/linearProgramme.ts';
import { minimumCvar } from './portfolio/meanCvar.ts';
import { randomReturns } from './portfolio/testing/randomAssets.ts';

const rounds = 20;

/** Mean-CVaR of twenty assets over a thousand scenarios, without and with the cost of the change. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const solve = await loadLinearSolver();
  const returns = randomReturns(20, 1_000, 1);
  const constraints = { bounds: evenBounds([...returns.keys()], longOnly), targetReturn: null };
  const trading = {
    before: new Array<number>(20).fill(0.05),
    deviations: new Array<number>(20).fill(0.01),
    costs: { proportional: 0.003, impact: 0.5 },
    periods: 20,
  };
  for (const [name, costs] of [
    ['free', null],
    ['with costs', trading],
  ] as const) {
    const times = Array.from({ length: rounds }, () =>
      microseconds(() => void minimumCvar(solve, returns, 0.95, constraints, null, costs)),
    );
    emit({ bench: 'cvar', case: `assets=20 scenarios=1000 ${name}`, unit: 'us', ...summary(times, '', []) });
  }
}
