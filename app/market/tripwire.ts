import type { Address } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { PoolState } from '../domain/pool.ts';
import { type Random, seededRandom } from '../domain/random.ts';

/** A swap whose quote is to be compared with the chain's own. */
export interface TripwireSample {
  readonly pool: Address;
  readonly zeroForOne: boolean;
  readonly amountIn: bigint;
}

/** A sample with our own quote, or null where our mathematics says that it cannot be done. */
export interface TripwireCheck extends TripwireSample {
  readonly local: bigint | null;
}

/** A check with the chain's own answer: null where the chain says that the whole input cannot be swapped. */
export interface AnsweredCheck extends TripwireCheck {
  readonly chain: bigint | null;
}

export interface TripwireMismatch extends AnsweredCheck {
  readonly block: BlockReference;
  /** local - chain where both are numbers. */
  readonly difference: bigint | null;
  readonly explanation: string;
}

/** Of each block's checks, this many go round the whole universe whatever was touched. */
const roundRobin = 2;
/** Input as parts of a million of what the pool holds of it: dust to a swap that empties ranges. */
const sizesPpm = [1n, 50n, 1_000n, 10_000n, 50_000n, 200_000n, 700_000n];

/**
 * Which swaps to check at a block: touched pools first, then round the others, so that `pools.size` blocks at the latest
 * every pool was checked. Depends on nothing but its arguments (the block's hash is the seed).
 */
export function sampleTripwire(
  block: BlockReference,
  states: ReadonlyMap<Address, PoolState>,
  touched: readonly Address[],
  count = 6,
): readonly TripwireSample[] {
  const random = seededRandom(Number.parseInt(block.hash.slice(2, 10), 16)).fork('tripwire');
  const all = [...states.keys()].sort();
  if (all.length === 0) return [];
  const fromTouched = shuffled(
    touched.filter((pool) => states.has(pool)),
    random,
  ).slice(0, Math.max(0, count - roundRobin));
  const chosen = new Set(fromTouched);
  const step = Math.min(roundRobin, all.length);
  for (let i = 0; i < all.length && chosen.size < Math.min(count, all.length); i += 1) {
    const next = all[(block.number * step + i) % all.length];
    if (next !== undefined) chosen.add(next);
  }
  return [...chosen].flatMap((pool) => {
    const state = states.get(pool);
    return state === undefined ? [] : [sampleOf(pool, state, random)];
  });
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function sampleOf(pool: Address, state: PoolState, random: Random): TripwireSample {
  const zeroForOne = random.below(2) === 0;
  const held = holdings(state, zeroForOne);
  const size = sizesPpm[random.below(sizesPpm.length)] ?? 1n;
  const jitter = BigInt(random.below(1_000_000));
  return { pool, zeroForOne, amountIn: 1n + (held * size) / 1_000_000n + (held * jitter) / 1_000_000_000_000n };
}

/** What the pool holds of the token that goes in; for V3 the virtual reserve at the current price and liquidity. */
function holdings(state: PoolState, zeroForOne: boolean): bigint {
  if (state.kind === 'uniswapV2') return zeroForOne ? state.reserve0 : state.reserve1;
  if (state.sqrtPriceX96 === 0n) return 1_000_000n;
  return zeroForOne ? (state.liquidity << 96n) / state.sqrtPriceX96 : (state.liquidity * state.sqrtPriceX96) >> 96n;
}

/** What differs, in words, or null when our quote and the chain's are the same to the wei. */
export function compareTripwire(check: AnsweredCheck, block: BlockReference): TripwireMismatch | null {
  if (check.local === check.chain) return null;
  const difference = check.local === null || check.chain === null ? null : check.local - check.chain;
  const direction = check.zeroForOne ? 'token0 to token1' : 'token1 to token0';
  const says = (amount: bigint | null): string => (amount === null ? 'that it cannot be done' : `${amount}`);
  const off =
    difference === null
      ? ''
      : `, ${difference > 0n ? 'too much' : 'too little'} by ${difference > 0n ? difference : -difference}`;
  const explanation = `at block ${block.number}, ${check.amountIn} of ${direction}: we say ${says(check.local)}, the chain says ${says(check.chain)}${off}`;
  return { ...check, block, difference, explanation };
}
