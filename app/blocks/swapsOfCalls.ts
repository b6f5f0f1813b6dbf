import type { Address } from '../domain/hex.ts';
import type { CallFrame } from './blockRecord.ts';
import { executedFrames, selectorOf, wordOf } from './executedFrames.ts';
import type { PoolSwap, StateAfter } from './poolSwap.ts';

/** Selectors of Uniswap's V2 pair, V3 pool and of ERC-20. */
const selector = {
  v2Swap: '022c0d9f',
  v3Swap: '128acb08',
  getReserves: '0902f1ac',
  slot0: '3850c7bd',
  balanceOf: '70a08231',
};
/** A pair's calls that change its reserves without a swap: mint, burn, skim, sync. */
const otherChanges = new Set(['6a627842', '89afcb44', 'bc25cf77', 'fff6cae9']);

interface Reserves {
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

/**
 * The swaps that a block's calls tell, for sources without logs. A V2 pair asks both tokens for its balances at the end of a swap: these
 * are its reserves from then on, and less those before, which an earlier `getReserves` or swap told, they are what it gained and paid.
 * A V3 pool answers its amounts; its price is known where something asks `slot0` before its next swap.
 */
export function swapsOfCalls(frames: readonly CallFrame[]): readonly PoolSwap[] {
  const executed = executedFrames(frames);
  const swaps: PoolSwap[] = [];
  const reserves = new Map<Address, Reserves>();
  const lastV3 = new Map<Address, number>();
  /** Swaps under way, one within the other: until it ends, a pair tells its old reserves. */
  let open: CallFrame[] = [];
  executed.forEach((frame, i) => {
    if (frame.kind === 'delegatecall' || frame.kind === 'callcode' || frame.to === null) return;
    open = open.filter((each) => isWithin(frame, each));
    const called = selectorOf(frame);
    const [first, second] = [wordOf(frame.output, 0), wordOf(frame.output, 1)];
    if (called === selector.getReserves && first !== null && second !== null) {
      if (!open.some(({ to }) => to === frame.to)) reserves.set(frame.to, { reserve0: first, reserve1: second });
    } else if (otherChanges.has(called)) reserves.delete(frame.to);
    else if (called === selector.v2Swap) {
      const after = balancesAfter(executed, i);
      if (after === null) return;
      swaps.push(v2Swap(frame, frame.to, reserves.get(frame.to) ?? null, after));
      reserves.set(frame.to, after);
      open.push(frame);
    } else if (called === selector.v3Swap && first !== null && second !== null) {
      lastV3.set(frame.to, swaps.length);
      swaps.push(v3Swap(frame, frame.to, BigInt.asIntN(256, first), BigInt.asIntN(256, second)));
    } else if (called === selector.slot0 && first !== null) {
      const place = lastV3.get(frame.to);
      const known = place === undefined ? undefined : swaps[place];
      // Asked within the swap's own callback it is the price of before.
      if (place === undefined || known === undefined || isWithinPlace(frame, known)) return;
      swaps[place] = { ...known, after: { kind: 'sqrtPriceX96', sqrtPriceX96: BigInt.asUintN(160, first) } };
    }
  });
  return swaps;
}

function isWithin(frame: CallFrame, caller: CallFrame): boolean {
  return frame.transaction === caller.transaction && caller.path.every((place, i) => frame.path[i] === place);
}

function isWithinPlace(frame: CallFrame, { transaction, place }: PoolSwap): boolean {
  return (
    frame.transaction === transaction && typeof place !== 'number' && place.every((each, i) => frame.path[i] === each)
  );
}

/** What the pair's tokens answered last when it asked for its own balances: token0 first. null where the swap is not of that kind. */
function balancesAfter(frames: readonly CallFrame[], at: number): Reserves | null {
  const swap = frames[at];
  if (swap === undefined) return null;
  const asked: bigint[] = [];
  for (let i = at + 1; i < frames.length; i += 1) {
    const frame = frames[i];
    if (frame === undefined || !isWithin(frame, swap)) break;
    const own = frame.path.length === swap.path.length + 1 && frame.from === swap.to && frame.kind === 'staticcall';
    const balance = wordOf(frame.output, 0);
    const ofItself = wordOf(frame.input, 0, 4) === BigInt(swap.to ?? 0);
    if (own && balance !== null && ofItself && selectorOf(frame) === selector.balanceOf) asked.push(balance);
  }
  const [reserve0, reserve1] = asked.slice(-2);
  return reserve0 === undefined || reserve1 === undefined ? null : { reserve0, reserve1 };
}

function v2Swap(frame: CallFrame, pool: Address, before: Reserves | null, after: Reserves): PoolSwap {
  const state: StateAfter = { kind: 'reserves', ...after };
  return {
    ...placeOf(frame, pool, 2),
    kind: 'uniswapV2',
    amounts: before === null ? null : [after.reserve0 - before.reserve0, after.reserve1 - before.reserve1],
    after: after.reserve0 > 0n && after.reserve1 > 0n ? state : null,
  };
}

function v3Swap(frame: CallFrame, pool: Address, amount0: bigint, amount1: bigint): PoolSwap {
  return { ...placeOf(frame, pool, 0), kind: 'uniswapV3', amounts: [amount0, amount1], after: null };
}

function placeOf(
  frame: CallFrame,
  pool: Address,
  recipientWord: number,
): Pick<PoolSwap, 'pool' | 'transaction' | 'transactionIndex' | 'place' | 'recipient'> {
  const word = BigInt.asUintN(160, wordOf(frame.input, recipientWord, 4) ?? 0n);
  return {
    pool,
    transaction: frame.transaction,
    transactionIndex: frame.transactionIndex,
    place: frame.path,
    recipient: `0x${word.toString(16).padStart(40, '0')}` as Address,
  };
}
