import type { Brand } from './brand.ts';
import type { DataFeeRule } from './dataFee.ts';
import type { Address } from './hex.ts';
import type { RunMode } from './mode.ts';

export type ChainId = Brand<number, 'ChainId'>;

export function chainId(value: number): ChainId {
  return value as ChainId;
}

export type PoolKind = 'uniswapV2' | 'uniswapV3';

interface DexCommon {
  /** Stable id of the deployment on its chain, such as "uniswap-v2". */
  readonly id: string;
  /** Short label for badges, such as "UniV2". */
  readonly venue: string;
  readonly factory: Address;
  /** First block that can hold one of its pools. */
  readonly fromBlock: number;
}

export interface UniswapV2Dex extends DexCommon {
  readonly kind: 'uniswapV2';
  readonly feePpm: number;
  /** Router02: its getAmountsOut is the chain's own quote for the tripwire. */
  readonly router: Address;
  /**
   * unverified: a fork whose pairs nobody has held against the published code. What its pools do unlike their own word is
   * their fault, not ours: they are distrusted, and they value nothing. Absent where the code is vouched for.
   */
  readonly code?: 'unverified' | undefined;
}

export interface UniswapV3Dex extends DexCommon {
  readonly kind: 'uniswapV3';
  /** QuoterV2: the chain's own quote for the tripwire. */
  readonly quoter: Address;
}

export type Dex = UniswapV2Dex | UniswapV3Dex;

/** A private relay that takes bundles: JSON-RPC over HTTP as Flashbots defines it, requests signed in X-Flashbots-Signature. */
export interface Relay {
  readonly id: string;
  /** https://, or http:// on loopback. */
  readonly url: string;
}

export const lenderKinds = ['balancerV2', 'aaveV3'] as const;
export type LenderKind = (typeof lenderKinds)[number];

/** Where a route's input can be borrowed for one transaction, besides its first pool's own flash swap. */
export type Lender =
  | { readonly id: string; readonly kind: 'balancerV2'; readonly vault: Address }
  | { readonly id: string; readonly kind: 'aaveV3'; readonly pool: Address };

/** The contract of a lender that is called. */
export function lenderContract(lender: Lender): Address {
  return lender.kind === 'balancerV2' ? lender.vault : lender.pool;
}

/** All that the engine knows of a network. Adding a network is adding an entry. */
export interface Chain {
  readonly chainId: ChainId;
  readonly name: string;
  /** DEVNET for a chain of our own making, LIVE for a public one. */
  readonly mode: Extract<RunMode, 'DEVNET' | 'LIVE'>;
  readonly nativeSymbol: string;
  readonly wrappedNative: Address;
  readonly multicall3: Address;
  /** In order of preference: ws://, wss:// or ipc:/path. */
  readonly endpoints: readonly string[];
  readonly blockTimeMs: number;
  readonly dexes: readonly Dex[];
  /** In order of preference; empty where transactions go to the public pool only. */
  readonly relays: readonly Relay[];
  readonly lenders: readonly Lender[];
  /** Tokens in which a profit is acceptable, most wanted first; wrappedNative belongs here. */
  readonly profitTokens: readonly Address[];
  /** The profit token that stands for a dollar, for values in USD; absent where none is trusted to. */
  readonly dollarToken?: Address | null;
  /** Of a rollup: how it charges for a transaction's data; absent where only gas costs. */
  readonly dataFee?: DataFeeRule | undefined;
  /** Our executor contract, or null where none is deployed: then nothing can be traded, only watched. */
  readonly executor: Address | null;
}
