import { type Wei, wei } from '../../domain/amount.ts';
import type { Exposure, Holding } from '../../domain/exposure.ts';
import {
  allAssets,
  type RecordedPath,
  type RevaluedHolding,
  type Scenario,
  type Shock,
  type StressReport,
  wholePpm,
} from '../../domain/scenario.ts';
import { unwrapped } from './recordedSeries.ts';
import { revalueOrder } from './revalueOrder.ts';
import { type WorstClose, worstClose } from './worstClose.ts';

/**
 * Revalues everything that is held and under way as a scenario says. Amounts are integers end to end, each rounded towards minus infinity; ratios of
 * recorded bars come in as millionths, rounded down. Shocks of one price multiply.
 * @param paths recorded bars of the scenario's crash; what has none keeps its price and counts as not covered
 */
export function stress(exposure: Exposure, scenario: Scenario, paths: readonly RecordedPath[]): StressReport {
  const { shocks } = scenario;
  const recorded = shocks.some(({ kind }) => kind === 'recorded');
  const worst = recorded ? worstClose(paths, weightsOf(exposure)) : null;
  const nativePpm = factorOf(nativeHolding(exposure), exposure, shocks, worst).pricePpm;
  const holdings = exposure.holdings.map((held) =>
    revalue(held, exposure, factorOf(held, exposure, shocks, worst), nativePpm),
  );
  const moves = holdings.some(({ pricePpm }) => pricePpm !== wholePpm) || nativePpm !== wholePpm;
  const times = shocks.reduce((product, shock) => (shock.kind === 'gas' ? product * BigInt(shock.times) : product), 1n);
  const orders = exposure.resting.map((order) => revalueOrder(order, exposure.baseFeePerGas, times, moves));
  const known = holdings.filter(({ unknown }) => unknown === '');
  const covered = holdings.filter(({ nativeBefore }) => nativeBefore !== null);
  const problem = recorded && worst === null ? nothingRecorded : '';
  return {
    scenario,
    problem,
    holdings,
    orders,
    nativeBefore: sumOf(covered.map(({ nativeBefore }) => nativeBefore)) ?? wei(0n),
    nativeAfter: problem === '' ? sumOf(covered.map(({ nativeAfter }) => nativeAfter)) : null,
    dollarsBefore: dollarSum(exposure, covered, ({ dollarsBefore }) => dollarsBefore),
    dollarsAfter: problem === '' ? dollarSum(exposure, covered, ({ dollarsAfter }) => dollarsAfter) : null,
    dollarsAtLowest:
      worst === null
        ? null
        : dollarSum(exposure, covered, ({ dollarsBefore, dollarsAfter, lowestPpm }) =>
            lowestPpm === null ? dollarsAfter : floorDivide((dollarsBefore ?? 0n) * lowestPpm, wholePpm),
          ),
    ordersChange: wei(
      orders.reduce(
        (sum, { netBefore, netAfter }) => sum + (netAfter ?? 0n) - (netAfter === null ? 0n : (netBefore ?? 0n)),
        0n,
      ),
    ),
    notCovered: wei(
      (sumOf(covered.map(({ nativeBefore }) => nativeBefore)) ?? 0n) -
        (sumOf(known.map(({ nativeBefore }) => nativeBefore)) ?? 0n),
    ),
    worstAtS: worst?.atS ?? null,
    locked:
      shocks.some(({ kind }) => kind === 'bridgeHalt') && exposure.group !== 'mainnet'
        ? (sumOf(covered.map(({ nativeBefore }) => nativeBefore)) ?? wei(0n))
        : wei(0n),
    oracleAbove: shocks.some(({ kind }) => kind === 'oracleLag')
      ? dollarSum(exposure, covered, ({ dollarsBefore, dollarsAfter }) => (dollarsBefore ?? 0n) - (dollarsAfter ?? 0n))
      : null,
  };
}

const nothingRecorded =
  'no bars of what is held between these times. Import candles of them in “Recorded data”: BTCUSDT and ETHUSDT by day are enough to begin with.';

interface Factor {
  readonly pricePpm: bigint;
  readonly series: string;
  readonly lowestPpm: bigint | null;
  readonly unknown: string;
}

/** What becomes of an asset's price in dollars. */
function factorOf(
  held: Pick<Holding, 'asset' | 'symbol'>,
  exposure: Exposure,
  shocks: readonly Shock[],
  worst: WorstClose | null,
): Factor {
  const isDollar = held.asset === exposure.dollar?.asset;
  const name = nameOf(held, exposure);
  let [pricePpm, series, unknown]: [bigint, string, string] = [wholePpm, '', ''];
  let lowestPpm: bigint | null = null;
  for (const shock of shocks) {
    if (shock.kind === 'price' && (shock.of === allAssets ? !isDollar : unwrapped(shock.of) === name))
      pricePpm = floorDivide(pricePpm * (wholePpm + BigInt(shock.ppm)), wholePpm);
    if (shock.kind === 'depeg' && isDollar) pricePpm = floorDivide(pricePpm * (wholePpm + BigInt(shock.ppm)), wholePpm);
    if (shock.kind === 'recorded' && !isDollar) {
      const end = worst?.ends.get(name);
      if (end === undefined) unknown = 'no bars of it are recorded there: it keeps its price';
      else {
        pricePpm = floorDivide(pricePpm * end.pricePpm, wholePpm);
        [series, lowestPpm] = [end.series, end.lowestPpm];
      }
    }
  }
  return { pricePpm, series, lowestPpm, unknown };
}

/** The native currency's name stands for its wrapped form, whatever that is called. */
function nameOf(
  { asset, symbol }: Pick<Holding, 'asset' | 'symbol'>,
  { nativeSymbol, wrappedNative }: Exposure,
): string {
  return unwrapped(asset === 'native' || asset === wrappedNative ? nativeSymbol : symbol);
}

function nativeHolding({ nativeSymbol }: Exposure): Pick<Holding, 'asset' | 'symbol'> {
  return { asset: 'native', symbol: nativeSymbol };
}

function revalue(held: Holding, { dollar }: Exposure, factor: Factor, nativePpm: bigint): RevaluedHolding {
  const { asset, symbol, amount, price } = held;
  if (price === null)
    return {
      ...factor,
      asset,
      symbol,
      nativeBefore: null,
      nativeAfter: null,
      dollarsBefore: null,
      dollarsAfter: null,
      unknown: 'it has no price: it counts as nothing, before and after',
    };
  const { weiNumerator, weiDenominator } = price;
  const { pricePpm } = factor;
  const dollars = (ppm: bigint): bigint | null =>
    dollar === null
      ? null
      : floorDivide(
          amount * weiNumerator * dollar.price.weiDenominator * ppm,
          weiDenominator * dollar.price.weiNumerator * wholePpm,
        );
  return {
    ...factor,
    asset,
    symbol,
    nativeBefore: wei(floorDivide(amount * weiNumerator, weiDenominator)),
    nativeAfter:
      nativePpm === 0n ? null : wei(floorDivide(amount * weiNumerator * pricePpm, weiDenominator * nativePpm)),
    dollarsBefore: dollars(wholePpm),
    dollarsAfter: dollars(pricePpm),
  };
}

/** What is held by name, for looking for the worst time. */
export function weightsOf(exposure: Exposure): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { asset, symbol, amount, price } of exposure.holdings) {
    if (price === null || asset === exposure.dollar?.asset) continue;
    const name = nameOf({ asset, symbol }, exposure);
    const value = Number((amount * price.weiNumerator) / price.weiDenominator);
    weights.set(name, (weights.get(name) ?? 0) + value);
  }
  return weights;
}

function sumOf(values: readonly (Wei | null)[]): Wei | null {
  let sum = 0n;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return wei(sum);
}

function dollarSum(
  { dollar }: Exposure,
  holdings: readonly RevaluedHolding[],
  of: (holding: RevaluedHolding) => bigint | null,
): bigint | null {
  return dollar === null ? null : holdings.reduce((sum, holding) => sum + (of(holding) ?? 0n), 0n);
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}
