import { type Wei, wei } from '../domain/amount.ts';
import type { Chain } from '../domain/chain.ts';
import type { ChainGroup } from '../domain/riskLimit.ts';

/** What a trade is held to besides the limits on capital. */
export interface TradeBounds {
  /** The highest base fee + tip per gas. */
  readonly maxGasPrice: Wei;
  /** The oldest market state, counted from when its head arrived. */
  readonly maxStateAgeMs: number;
}

const gwei = 1_000_000_000n;

export function tradeBounds(chain: Chain): TradeBounds {
  return {
    maxGasPrice: wei(1_000n * gwei),
    maxStateAgeMs: Math.max(3_000, 3 * chain.blockTimeMs),
  };
}

const mainnet = 1;

/** Which group's capital a chain uses. The embedded chain stands for the main network. */
export function chainGroupOf({ mode, chainId }: Pick<Chain, 'mode' | 'chainId'>): ChainGroup {
  return mode === 'DEVNET' || chainId === mainnet ? 'mainnet' : 'layer2';
}
