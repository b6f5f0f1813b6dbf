import type { Address, Bytes, Hash } from '../domain/hex.ts';

/** What a block says of itself; null where the source does not say. */
export interface BlockHeader {
  readonly parentHash: Hash | null;
  readonly timestampMs: number | null;
  /** Miner or proposer's fee recipient. */
  readonly feeRecipient: Address | null;
  /** Wei for one unit of gas; 0 before EIP-1559. */
  readonly baseFeeWei: bigint | null;
}

/** A log as the chain has it, not decoded. */
export interface ReceiptLog {
  readonly index: number;
  readonly address: Address;
  readonly topics: readonly Hash[];
  readonly data: Bytes;
}

/** What became of one transaction. Gas in units of gas; null where the source does not say. */
export interface TransactionReceipt {
  readonly hash: Hash;
  readonly index: number;
  readonly from: Address | null;
  readonly to: Address | null;
  /** The contract that it made. */
  readonly created: Address | null;
  readonly succeeded: boolean | null;
  readonly gasUsed: number;
  readonly cumulativeGasUsed: number;
  readonly effectiveGasPriceWei: bigint | null;
  /** null where the source left the logs out, which is not the same as none. */
  readonly logs: readonly ReceiptLog[] | null;
}

export const frameKinds = ['call', 'delegatecall', 'staticcall', 'callcode', 'create', 'selfdestruct'] as const;

/** One call, creation or self-destruct within a transaction, in the order of execution. */
export interface CallFrame {
  readonly transaction: Hash;
  readonly transactionIndex: number;
  /** Its place in the tree of calls: [] is the transaction itself, [0, 2] the third call of its first call. */
  readonly path: readonly number[];
  readonly kind: (typeof frameKinds)[number];
  /** Of a self-destruct: the contract that ends. */
  readonly from: Address;
  /** Who is called; the contract made; who gets the rest of a contract that ends. null where a creation failed. */
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly gasUsed: number | null;
  /** Call data, at most `keptInputBytes` of it; nothing of a creation's code. */
  readonly input: Bytes;
  readonly inputLength: number;
  /** Answer, at most `keptOutputBytes` of it. */
  readonly output: Bytes;
  /** Why it failed, in the node's words, cut; null where it did not. */
  readonly error: string | null;
}

/** What the protocol paid for a block or an uncle, outside of any transaction. */
export interface BlockReward {
  readonly to: Address;
  readonly kind: string;
  readonly valueWei: bigint;
}

export interface BlockTraces {
  readonly frames: readonly CallFrame[];
  readonly rewards: readonly BlockReward[];
}

/** All that is known of one block; null for what no source has given. */
export interface BlockRecord {
  readonly number: number;
  readonly hash: Hash | null;
  readonly header: BlockHeader | null;
  readonly receipts: readonly TransactionReceipt[] | null;
  readonly traces: BlockTraces | null;
}

/** Selector and the first twelve words: enough to tell what was asked, also of liquidations and routers. */
export const keptInputBytes = 4 + 12 * 32;
export const keptOutputBytes = 4 * 32;
