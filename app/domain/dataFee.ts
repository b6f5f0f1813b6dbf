import type { Wei } from './amount.ts';

/** How a rollup reckons what a transaction's bytes cost on the chain below. */
export const dataFeeRules = ['opStack', 'arbitrum'] as const;
export type DataFeeRule = (typeof dataFeeRules)[number];

/** What a rollup's own contracts say of its data fee at a block. */
export type DataFeePrices =
  /** OP Stack since Ecotone, and since Fjord with `isFjord`. Scalars with six decimals. */
  | {
      readonly rule: 'opStack';
      readonly isFjord: boolean;
      readonly baseFee: Wei;
      readonly blobBaseFee: Wei;
      readonly baseFeeScalar: number;
      readonly blobBaseFeeScalar: number;
    }
  /** Arbitrum Nitro: what a unit costs; a byte after compression is 16 of them. */
  | { readonly rule: 'arbitrum'; readonly perUnit: Wei };

/** The fee of an execution by how many swaps it makes. */
export interface RouteDataFee {
  readonly base: Wei;
  readonly perHop: Wei;
}
