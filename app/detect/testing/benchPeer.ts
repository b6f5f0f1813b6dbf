import type { Address } from '../../domain/hex.ts';
import type { Pool, PoolState } from '../../domain/pool.ts';
import { referenceV2ExactIn } from '../reference/uniswapV2.ts';
import { referenceV3Swap } from '../reference/uniswapV3.ts';

interface PeerPool {
  readonly pool: Pool;
  state: PoolState;
  /** Virtual reserves of the current range, in doubles. */
  virtual0: number;
  virtual1: number;
  rate0: number;
  rate1: number;
}

interface PeerHop {
  readonly peer: PeerPool;
  readonly zeroForOne: boolean;
}

export interface PeerCycle {
  readonly hops: readonly PeerHop[];
  readonly amountIn: bigint;
  readonly gross: bigint;
}

const mostMoves = 4;

const otherToken = (pool: Pool, token: Address): Address => (pool.token0 === token ? pool.token1 : pool.token0);

function exactOut({ peer: { pool, state }, zeroForOne }: PeerHop, amountIn: bigint): bigint {
  if (state.kind === 'uniswapV2') {
    const [reserveIn, reserveOut] = zeroForOne ? [state.reserve0, state.reserve1] : [state.reserve1, state.reserve0];
    return referenceV2ExactIn(reserveIn, reserveOut, BigInt(pool.feePpm), amountIn) ?? 0n;
  }
  const { feePpm, tickSpacing } = pool;
  return referenceV3Swap(state, { feePpm, tickSpacing, zeroForOne, exactIn: true, amount: amountIn })?.amountOut ?? 0n;
}

/**
 * The same job as the detector's in careful JavaScript, to stand beside it: adjacency maps, spot rates in doubles that prune
 * first, the closed-form optimum of virtual reserves, exact BigInt simulation, and a look at the neighbours of the input. It does
 * less than the detector: it looks no further than V3's current range for the optimum and does not search the flat top.
 */
export class JavaScriptSearch {
  readonly #peers = new Map<Address, PeerPool>();
  readonly #byToken = new Map<Address, Map<Address, PeerPool[]>>();

  constructor(pools: readonly Pool[], states: ReadonlyMap<Address, PoolState>) {
    for (const pool of pools) {
      const state = states.get(pool.address);
      if (state === undefined) continue;
      const peer: PeerPool = { pool, state, virtual0: 0, virtual1: 0, rate0: 0, rate1: 0 };
      this.#peers.set(pool.address, peer);
      this.#refresh(peer);
      for (const token of [pool.token0, pool.token1]) {
        const near = this.#byToken.get(token) ?? new Map<Address, PeerPool[]>();
        const far = otherToken(pool, token);
        near.set(far, [...(near.get(far) ?? []), peer]);
        this.#byToken.set(token, near);
      }
    }
  }

  #refresh(peer: PeerPool): void {
    const { state, pool } = peer;
    if (state.kind === 'uniswapV2') {
      peer.virtual0 = Number(state.reserve0);
      peer.virtual1 = Number(state.reserve1);
    } else {
      const root = Number(state.sqrtPriceX96) / 2 ** 96;
      peer.virtual0 = Number(state.liquidity) / root;
      peer.virtual1 = Number(state.liquidity) * root;
    }
    const kept = 1 - pool.feePpm / 1e6;
    peer.rate0 = (kept * peer.virtual1) / peer.virtual0;
    peer.rate1 = (kept * peer.virtual0) / peer.virtual1;
  }

  applyStates(changes: readonly { readonly pool: Address; readonly state: PoolState }[]): void {
    for (const { pool, state } of changes) {
      const peer = this.#peers.get(pool);
      if (peer === undefined) continue;
      peer.state = state;
      this.#refresh(peer);
    }
  }

  detect(touched: readonly Address[], profitTokens: ReadonlySet<Address>, limit: number): PeerCycle[] {
    const seen = new Set<PeerPool>();
    const found: PeerCycle[] = [];
    for (const address of touched) {
      const first = this.#peers.get(address);
      if (first === undefined) continue;
      seen.add(first);
      for (const zeroForOne of [true, false]) this.#through({ peer: first, zeroForOne }, seen, profitTokens, found);
    }
    found.sort((a, b) => (a.gross < b.gross ? 1 : a.gross > b.gross ? -1 : 0));
    return found.slice(0, limit);
  }

  #through(first: PeerHop, seen: ReadonlySet<PeerPool>, profitTokens: ReadonlySet<Address>, found: PeerCycle[]): void {
    const { pool } = first.peer;
    const [from, to] = first.zeroForOne ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
    const rate = first.zeroForOne ? first.peer.rate0 : first.peer.rate1;
    const hop = (peer: PeerPool, token: Address): PeerHop => ({ peer, zeroForOne: peer.pool.token0 === token });
    const rateOf = ({ peer, zeroForOne }: PeerHop): number => (zeroForOne ? peer.rate0 : peer.rate1);
    const backs = this.#byToken.get(from);
    for (const [middle, seconds] of this.#byToken.get(to) ?? []) {
      const thirds = middle === from ? null : backs?.get(middle);
      if (thirds === undefined || ![from, to, middle].some((token) => profitTokens.has(token))) continue;
      for (const second of seconds) {
        if (seen.has(second)) continue;
        const two = hop(second, to);
        const soFar = rate * rateOf(two);
        if (thirds === null) {
          if (soFar > 1) this.#solve([first, two], profitTokens, found);
          continue;
        }
        for (const third of thirds) {
          if (seen.has(third)) continue;
          const three = hop(third, middle);
          if (soFar * rateOf(three) > 1) this.#solve([first, two, three], profitTokens, found);
        }
      }
    }
  }

  #solve(unrotated: readonly PeerHop[], profitTokens: ReadonlySet<Address>, found: PeerCycle[]): void {
    const start = unrotated.findIndex(({ peer: { pool }, zeroForOne }) =>
      profitTokens.has(zeroForOne ? pool.token0 : pool.token1),
    );
    const hops = [...unrotated.slice(start), ...unrotated.slice(0, start)];
    let [a, c, d] = [1, 0, 1];
    for (const { peer, zeroForOne } of hops) {
      const kept = 1 - peer.pool.feePpm / 1e6;
      const [reserveIn, reserveOut] = zeroForOne ? [peer.virtual0, peer.virtual1] : [peer.virtual1, peer.virtual0];
      [a, c, d] = [kept * reserveOut * a, kept * a + reserveIn * c, reserveIn * d];
    }
    const optimum = (Math.sqrt(a * d) - d) / c;
    if (!(optimum >= 1)) return;
    const profitOf = (amountIn: bigint): bigint => {
      let amount = amountIn;
      for (const hop of hops) amount = exactOut(hop, amount);
      return amount - amountIn;
    };
    let amountIn = BigInt(Math.floor(optimum));
    let gross = profitOf(amountIn);
    for (let move = 0; move < mostMoves; move += 1) {
      const better = [amountIn - 1n, amountIn + 1n].find((near) => near > 0n && profitOf(near) > gross);
      if (better === undefined) break;
      amountIn = better;
      gross = profitOf(better);
    }
    if (gross > 0n) found.push({ hops, amountIn, gross });
  }
}
