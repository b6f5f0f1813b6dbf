import type { Address } from '../domain/hex.ts';
import { type StrategyMode, strategyModes } from '../domain/mode.ts';
import type { TokenTrust } from '../domain/tokenTrust.ts';
import type { KernelState } from './kernelState.ts';

type Known = Pick<KernelState, 'epoch' | 'neverTrade' | 'tokenTrusts'>;

/** How far a token is trusted: as the user names it, else as what it is on this chain. */
export function trustOf({ epoch: { chain }, neverTrade, tokenTrusts }: Known, token: Address): TokenTrust {
  if (neverTrade.tokens.includes(token)) return 'off';
  const named = tokenTrusts.tokens[token];
  if (named !== undefined) return named;
  if (chain.profitTokens.includes(token)) return 'automate';
  return tokenTrusts.others ?? (chain.mode === 'DEVNET' ? 'automate' : 'watch');
}

/** As far as the least trusted of its tokens. */
export function routeTrust(known: Known, hops: readonly { readonly tokenIn: Address }[]): TokenTrust {
  return hops.reduce<TokenTrust>((least, { tokenIn }) => lesser(least, trustOf(known, tokenIn)), 'automate');
}

/** The mode that is left of a strategy's own where a route is trusted so far and no farther. */
export function lesser(one: StrategyMode, other: StrategyMode): StrategyMode {
  return strategyModes.indexOf(one) < strategyModes.indexOf(other) ? one : other;
}
