import type { Wei } from './amount.ts';
import type { Address, Hash } from './hex.ts';

export interface BlockHead {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly timestampS: number;
  readonly baseFeePerGas: Wei;
  readonly gasUsed: number;
  readonly gasLimit: number;
}

interface LogPlace {
  readonly pool: Address;
  readonly transactionHash: Hash;
  readonly logIndex: number;
}

/** A decoded log of a known pool. Amounts are signed as the event has them: positive goes into the pool. */
export type PoolEvent =
  | (LogPlace & { readonly kind: 'v2Sync'; readonly reserve0: bigint; readonly reserve1: bigint })
  | (LogPlace & {
      readonly kind: 'v2Swap';
      readonly amount0: bigint;
      readonly amount1: bigint;
      readonly recipient: Address;
    })
  | (LogPlace & { readonly kind: 'v3Initialize'; readonly sqrtPriceX96: bigint; readonly tick: number })
  | (LogPlace & {
      readonly kind: 'v3Swap';
      readonly amount0: bigint;
      readonly amount1: bigint;
      readonly sqrtPriceX96: bigint;
      readonly liquidity: bigint;
      readonly tick: number;
      readonly recipient: Address;
    })
  | (LogPlace & {
      readonly kind: 'v3Liquidity';
      readonly tickLower: number;
      readonly tickUpper: number;
      readonly liquidityDelta: bigint;
    });
