import loadHighs from 'highs';
import { BugError, ExpectedError } from '../../domain/errors.ts';

/** A row of coefficients with what its sum may be. */
export interface LinearRow {
  readonly places: readonly number[];
  readonly values: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Least costs'x with low <= x <= high and all rows met. Infinite bounds are none. */
export interface LinearProgramme {
  readonly costs: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly rows: readonly LinearRow[];
}

/** @throws ExpectedError LINEAR_PROGRAMME_INFEASIBLE, OPTIMISER_NOT_CONVERGED */
export type LinearSolver = (programme: LinearProgramme) => Float64Array;

/** The tightest that HiGHS takes; numbers are to be near 1. */
const tolerance = 1e-10;

function packed(rows: readonly LinearRow[], columns: number) {
  const starts = new Int32Array(rows.length + 1);
  for (const [i, { places }] of rows.entries()) starts[i + 1] = (starts[i] ?? 0) + places.length;
  const count = starts[rows.length] ?? 0;
  const indices = new Int32Array(count);
  const values = new Float64Array(count);
  for (const [i, row] of rows.entries()) {
    indices.set(row.places, starts[i] ?? 0);
    values.set(row.values, starts[i] ?? 0);
  }
  return { format: 'csr', numRows: rows.length, numCols: columns, starts, indices, values } as const;
}

/** HiGHS, compiled to WebAssembly; one thread, so the same programme has the same answer. Loaded once, then each call is synchronous. */
export async function loadLinearSolver(): Promise<LinearSolver> {
  const highs = await loadHighs();
  const { modelStatus } = highs.constants;
  return ({ costs, low, high, rows }) => {
    const model = {
      numCols: costs.length,
      numRows: rows.length,
      colCost: Float64Array.from(costs),
      colLower: Float64Array.from(low),
      colUpper: Float64Array.from(high),
      rowLower: Float64Array.from(rows, (row) => row.low),
      rowUpper: Float64Array.from(rows, (row) => row.high),
      matrix: packed(rows, costs.length),
    };
    return highs.withModel(model, (own) => {
      own.options.set({
        output_flag: false,
        primal_feasibility_tolerance: tolerance,
        dual_feasibility_tolerance: tolerance,
      });
      own.run();
      const status = own.getModelStatus();
      if (status === modelStatus.optimal) return own.getSolution().colValue;
      if (status === modelStatus.infeasible) {
        throw new ExpectedError('LINEAR_PROGRAMME_INFEASIBLE', 'no portfolio meets all constraints', {
          advice: 'Widen the bounds or lower the target return.',
        });
      }
      if (status === modelStatus.unbounded) throw new BugError('a linear programme without a least value was made');
      throw new ExpectedError('OPTIMISER_NOT_CONVERGED', 'the linear programme was not solved', {
        advice: 'Give returns of a usual size, and fewer times or assets.',
        facts: { status, times: rows.length, assets: costs.length },
      });
    });
  };
}
