import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runQuant } from './quant.ts';
import { Tally } from './tally.ts';
import { arimaVectors } from './testing/arimaVectors.ts';
import { recordedDataFolder } from './testing/dataFolder.ts';
import { driftVectors, hawkesVectors } from './testing/eventVectors.ts';
import { blackLittermanVectors, cvarVectors, hierarchicalVectors, sharpeVectors } from './testing/portfolioVectors.ts';
import { deflatedSharpeVectors, kellyVectors, spaVectors } from './testing/sizingVectors.ts';
import type { QuantCase } from './testing/statisticsVectors.ts';
import { garchVectors, tailVectors } from './testing/volatilityVectors.ts';

const data = recordedDataFolder();
const counts = { run: 0, skipped: 0 };

/** Reference numbers that are no result of these functions, or not to be had from their arguments. */
const leftOut = [
  'golden_garch_sp500: aic, bic, the last deviations and the forecasts after the first (5 models)',
  'golden_pypfopt: quasi_diag_first5, cluster_var, lw_cov_vol (inner steps), market_prior (its capitalisations are not in the file)',
  'rf_Classic_Sharpe: 17 risk measures beside the variance',
  'golden_kelly: continuous, P_halving_before_doubling, growth',
  'golden_spa: reality_check (an alias), golden_arima: se5',
  'golden_drift: ADWIN, golden_hawkes: loglik_at_truth, ks_time_rescaled',
];

afterAll(() => {
  console.log(
    `reference statistics: ${counts.run} cases run, ${counts.skipped} functions skipped; left out of the files:\n${leftOut.join('\n')}`,
  );
});

const sources: readonly (readonly [string, number, (folder: string) => QuantCase[]])[] = [
  ['garch', 12, garchVectors],
  ['varEs', 1, tailVectors],
  ['kelly', 7, kellyVectors],
  ['hrp', 2, hierarchicalVectors],
  ['minCvar', 2, cvarVectors],
  ['maxSharpe', 1, sharpeVectors],
  ['blackLitterman', 2, blackLittermanVectors],
  ['deflatedSharpe', 5, deflatedSharpeVectors],
  ['spa', 2, spaVectors],
  ['arima', 4, arimaVectors],
  ['drift', 2, driftVectors],
  ['hawkes', 2, hawkesVectors],
];

test.each(sources)(
  '%s is what the reference libraries say',
  (name, cases, load) => {
    if (data === null) {
      counts.skipped += 1;
      console.log(`skipped: ${name}: no reference numbers (set SYNDICATE_DATA to their folder)`);
      return;
    }
    const lines: string[] = [];
    const tally = new Tally((line) => lines.push(line));
    runQuant(name, { suite: 'quant', cases: load(path.join(data, 'quant')) }, tally);
    expect(lines).toEqual([]);
    expect(tally.passed).toBe(cases);
    counts.run += tally.passed;
  },
  60_000,
);
