import type { Wei } from './amount.ts';
import type { EpochMs } from './clock.ts';
import type { Asset } from './ledger.ts';
import type { StrategyId } from './mode.ts';
import type { ChainGroup } from './riskLimit.ts';

/** An asset's price in the native currency as an exact fraction: wei = amount * weiNumerator / weiDenominator. */
export interface NativePrice {
  readonly weiNumerator: bigint;
  readonly weiDenominator: bigint;
}

/** Where a part of a holding came from: what a strategy earned less the gas it paid, or what was there before or came from outside (null). */
export interface HoldingPart {
  readonly strategy: string | null;
  readonly amount: bigint;
  /** Rounded towards minus infinity; null without a price. */
  readonly value: Wei | null;
}

/** What wallet and executor hold of one asset together. */
export interface Holding {
  readonly asset: Asset;
  readonly symbol: string;
  readonly decimals: number;
  readonly amount: bigint;
  /** At the head; null where no pool says. */
  readonly price: NativePrice | null;
  /** The native currency, its wrapped form or the chain's dollar token. */
  readonly isCash: boolean;
  /** Of the chain's own list, so that its symbol means what it says. */
  readonly isListed: boolean;
  /** They add up to `amount`. */
  readonly parts: readonly HoldingPart[];
}

/** An open order, or a ticket on its way to become one. */
export interface RestingOrder {
  readonly id: string;
  readonly kind: 'ticket' | 'order';
  readonly strategy: StrategyId;
  readonly state: string;
  readonly route: string;
  readonly gasLimit: number;
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  /** Gas that the simulation used; null where it is not known any more. */
  readonly gasUnits: number | null;
  readonly worst: Wei;
  /** What it is predicted to bring, before gas, in the native currency at the head; null without a price. */
  readonly gross: Wei | null;
}

/** All that is held and under way on one chain, at its head. */
export interface Exposure {
  readonly chain: string;
  readonly group: ChainGroup;
  readonly nativeSymbol: string;
  readonly wrappedNative: Asset;
  readonly blockNumber: number;
  readonly blockAtMs: EpochMs;
  readonly baseFeePerGas: Wei | null;
  /** All that is held, in the native currency; null before the first look at the books. */
  readonly capital: Wei | null;
  /** The chain's dollar token; null where it has none, or no price of it. */
  readonly dollar: {
    readonly asset: Asset;
    readonly symbol: string;
    readonly decimals: number;
    readonly price: NativePrice;
  } | null;
  readonly holdings: readonly Holding[];
  readonly resting: readonly RestingOrder[];
  /** Orders that are left out because there are too many. */
  readonly more: number;
  /** When the value at risk of holdings was estimated that limits are held against; null while there is none. */
  readonly tailsMadeAtMs: number | null;
}
