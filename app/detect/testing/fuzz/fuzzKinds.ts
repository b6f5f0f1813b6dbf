import { type Random, seededRandom } from '../../../domain/random.ts';
import { v4Manager } from '../v4Manager.ts';
import {
  startCamelot,
  startCurveCrypto,
  startCurveMeta,
  startCurveStable,
  startSolidly,
  startTricryptoNg,
  startTwocryptoNg,
} from './algorithmFuzz.ts';
import { startBalancerStable, startBalancerWeighted } from './balancerFuzz.ts';
import { startBalancerV3Stable, startBalancerV3Weighted } from './balancerV3Fuzz.ts';
import type { FuzzQuestion } from './fuzzQuestion.ts';
import { startPairs } from './pairFuzz.ts';
import { checkQuotes, type FuzzTally, type QuoteFuzz } from './quoteFuzz.ts';
import { startAlgebraPools, startIntegralPools, startV3Pools } from './tickPoolFuzz.ts';
import { startV4Pools } from './v4Fuzz.ts';

/** A kind's contracts, running, and random questions to them. */
export interface RunningFuzz {
  check(random: Random, count: number): Promise<FuzzTally>;
  stop(): Promise<void>;
}

function running<Q extends FuzzQuestion>(fuzz: QuoteFuzz<Q>): RunningFuzz {
  return { check: (random, count) => checkQuotes(fuzz, random, count), stop: () => fuzz.stop() };
}

const manager = v4Manager();

/** Every kind that contracts on a node answer for. The seed draws what is fixed when a pool is made. */
export const fuzzKinds: Readonly<Record<string, (seed: number) => Promise<RunningFuzz>>> = {
  'Uniswap V2 pair and router': async () => running(await startPairs()),
  'Uniswap V3 pool': async () => running(await startV3Pools('uniswap')),
  'Pancake V3 pool': async () => running(await startV3Pools('pancake')),
  'Algebra pool': async (seed) => running(await startAlgebraPools(seededRandom(seed))),
  'Algebra Integral pool': async (seed) => running(await startIntegralPools(seededRandom(seed))),
  ...(manager === null ? {} : { 'Uniswap V4 manager': async () => running(await startV4Pools(manager)) }),
  'Balancer V2 weighted pools': async (seed) => running(await startBalancerWeighted(seed)),
  'Balancer V2 stable pools': async (seed) => running(await startBalancerStable(seed)),
  'Balancer V3 weighted pools': async (seed) => running(await startBalancerV3Weighted(seed)),
  'Balancer V3 stable pools': async (seed) => running(await startBalancerV3Stable(seed)),
  "Solidly's algorithm": async () => running(await startSolidly()),
  "Camelot's algorithm": async () => running(await startCamelot()),
  "Curve's stable algorithm": async () => running(await startCurveStable()),
  "Curve's meta algorithm": async () => running(await startCurveMeta()),
  "Curve's crypto algorithm": async () => running(await startCurveCrypto()),
  "Tricrypto NG's algorithm": async () => running(await startTricryptoNg()),
  "Twocrypto NG's algorithm": async () => running(await startTwocryptoNg()),
};
