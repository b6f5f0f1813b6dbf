import { type TokenAmount, tokenAmount, type Wei } from '../domain/amount.ts';
import { ensure, present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { Resolved, SequenceMarket } from './bestSequence.ts';
import type { Cycle, CycleHop, ProfitToken } from './cycle.ts';
import { ExactPool } from './exactPool.ts';
import type { ExactPoolState, MarketState } from './exactPoolState.ts';
import { gasModel } from './gasModel.ts';
import { NativeMarketView } from './nativeMarket.ts';
import { type MarketPool, tokensOf } from './poolIndex.ts';
import type { TickWindow } from './tickWindow.ts';

/** A pool's state, and what of its ticks is known; null once a swap has left one that needs more than its numbers to tell. */
export interface SequenceState {
  readonly state: MarketState | null;
  readonly window?: TickWindow;
}

/** A cycle at its best input behind others. */
export type SequencedCycle<P extends MarketPool> = Pick<
  Cycle<P['kind']>,
  'hops' | 'amountIn' | 'amountOut' | 'gross' | 'gasUnits'
>;

export interface SequenceTerms {
  readonly profitTokens: readonly ProfitToken[];
  readonly gasPrice: Wei;
  readonly dataFee?: { readonly base: Wei; readonly perHop: Wei };
  /** As in NativeDetectorOptions. */
  readonly topCandidates: number;
}

/**
 * Cycles of one block as candidates of a sequence: each solved anew by the native core on the state that the ones before it leave, its amounts and those states by the
 * pools' exact mathematics, any kind. Only the cycles' own pools are copied. Nothing of a Curve crypto pool is known once it was traded: its prices follow its
 * own history.
 */
export function sequenceMarket<P extends MarketPool>(
  cycles: readonly Pick<Cycle<P['kind']>, 'hops' | 'profitToken'>[],
  pools: readonly P[],
  stateOf: (pool: Address) => SequenceState,
  terms: SequenceTerms,
): SequenceMarket<SequenceState, SequencedCycle<P>> {
  const scratch = new ScratchMarket(pools, stateOf);
  return {
    pools: cycles.map(({ hops }) => hops.map(({ pool }) => pool)),
    resolve: (candidate, moved) => {
      const cycle = present(cycles[candidate], 'candidate of a sequence');
      const value = terms.profitTokens.find(({ token }) => token === cycle.profitToken);
      ensure(value !== undefined, 'a cycle in a profit token without a value', { token: cycle.profitToken });
      return scratch.resolve(cycle.hops, moved, value, terms);
    },
  };
}

class ScratchMarket<P extends MarketPool> {
  readonly #view = new NativeMarketView<P>();
  readonly #pools: ReadonlyMap<string, P>;
  readonly #original = new Map<string, SequenceState>();
  /** What the view holds of each pool. */
  readonly #held = new Map<string, SequenceState>();

  constructor(pools: readonly P[], stateOf: (pool: Address) => SequenceState) {
    this.#pools = new Map(pools.map((pool) => [pool.address, pool]));
    for (const { address } of pools) this.#original.set(address, stateOf(address));
    this.#view.setPools(pools);
  }

  #stateOf(pool: string, moved: ReadonlyMap<string, SequenceState>): SequenceState {
    return moved.get(pool) ?? present(this.#original.get(pool), `state of pool ${pool}`);
  }

  resolve(
    hops: readonly CycleHop<P['kind']>[],
    moved: ReadonlyMap<string, SequenceState>,
    value: ProfitToken,
    { gasPrice, dataFee, topCandidates }: SequenceTerms,
  ): Resolved<SequenceState, SequencedCycle<P>> | null {
    if (hops.some(({ pool }) => this.#stateOf(pool, moved).state === null)) return null;
    this.#hold(hops, moved);
    const amounts = this.#view.optimise(
      hops.map(({ pool, tokenIn, tokenOut }) => ({
        pool,
        in: this.#place(pool, tokenIn),
        out: this.#place(pool, tokenOut),
      })),
      topCandidates,
    );
    if (amounts === null) return null;
    const after = new Map<string, SequenceState>();
    let gasUnits = gasModel.base;
    const traded = hops.map((hop, i): CycleHop<P['kind']> => {
      const [amountIn, amountOut] = [amountAt(amounts, i), amountAt(amounts, i + 1)];
      const left = this.#swap(hop, this.#stateOf(hop.pool, moved), amountIn, amountOut);
      after.set(hop.pool, left.after);
      gasUnits += gasModel[i === 0 ? 'firstHop' : 'furtherHop'][hop.kind] + left.ticksCrossed * gasModel.tickCrossed;
      return { ...hop, amountIn, amountOut };
    });
    const [amountIn, amountOut] = [amountAt(amounts, 0), amountAt(amounts, hops.length)];
    const gross = tokenAmount(amountOut - amountIn);
    const fees = (dataFee?.base ?? 0n) + BigInt(hops.length) * (dataFee?.perHop ?? 0n);
    const net = (gross * value.weiNumerator) / value.weiDenominator - BigInt(gasUnits) * gasPrice - fees;
    return { net, trade: { hops: traded, amountIn, amountOut, gross, gasUnits }, after };
  }

  #place(pool: string, token: Address): number {
    return tokensOf(present(this.#pools.get(pool), `pool ${pool}`)).indexOf(token);
  }

  /** The view's pools are given the states of the question, where they have others. */
  #hold(hops: readonly CycleHop<P['kind']>[], moved: ReadonlyMap<string, SequenceState>): void {
    const changes = hops.flatMap(({ pool }) => {
      const own = this.#stateOf(pool, moved);
      const { state, window } = own;
      if (this.#held.get(pool) === own || state === null) return [];
      this.#held.set(pool, own);
      return [{ pool, state, ...(window === undefined ? {} : { window }) }];
    });
    if (changes.length > 0) this.#view.applyStates(changes);
  }

  #swap(
    { pool, tokenIn, tokenOut, zeroForOne }: CycleHop<P['kind']>,
    { state, ...rest }: SequenceState,
    amountIn: TokenAmount,
    amountOut: TokenAmount,
  ): { readonly after: SequenceState; readonly ticksCrossed: number } {
    ensure(state !== null, 'a swap of a pool whose state is not known', { pool });
    if (isDomainState(state)) {
      const swap = this.#view.swap({ pool, zeroForOne, exactIn: true, amount: amountIn });
      ensure(swap.ok && swap.amountOut === amountOut, 'a swap gave another amount than its solution', { pool });
      return { after: { ...rest, state: { ...state, ...swap.after } as MarketState }, ticksCrossed: swap.ticksCrossed };
    }
    const exact = new ExactPool(state);
    const direction = { in: this.#place(pool, tokenIn), out: this.#place(pool, tokenOut), exactIn: true };
    const swap = exact.swap(direction, amountIn);
    ensure(swap.ok && swap.amountOut === amountOut, 'a swap gave another amount than its solution', { pool });
    const after = stateAfter(state, exact);
    return { after: { ...rest, state: after }, ticksCrossed: ticksBetween(state, after) };
  }
}

/** A V2 or V3 pool's state without the fees that its definition has. */
function isDomainState(state: MarketState): state is Exclude<MarketState, ExactPoolState> {
  return state.kind === 'uniswapV2' ? !('feePpm0' in state) : state.kind === 'uniswapV3' && !('feePpm' in state);
}

function stateAfter(state: ExactPoolState, pool: ExactPool): ExactPoolState | null {
  if (state.kind === 'curveCrypto') return null;
  const after = pool.after();
  if ('sqrtPriceX96' in state) return 'balances' in after ? null : { ...state, ...after };
  if (!('balances' in after)) return null;
  if ('balances' in state) return { ...state, balances: after.balances };
  const [reserve0 = 0n, reserve1 = 0n] = after.balances;
  return { ...state, reserve0, reserve1 };
}

/** Initialised ticks that the price passed. */
function ticksBetween(before: ExactPoolState, after: ExactPoolState | null): number {
  if (after === null || !('sqrtPriceX96' in before) || !('sqrtPriceX96' in after)) return 0;
  const [low, high] = before.tick < after.tick ? [before.tick, after.tick] : [after.tick, before.tick];
  return before.ticks.filter(({ tick }) => tick > low && tick <= high).length;
}

function amountAt(amounts: readonly bigint[], place: number): TokenAmount {
  return tokenAmount(present(amounts[place], 'amount of a solved cycle'));
}
