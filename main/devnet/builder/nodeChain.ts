import { z } from 'zod';
import { type WireLog, wireLogSchema } from '../../../app/devnet/builder/logFilter.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import { quantity } from '../../../app/devnet/builder/transactionView.ts';
import { type Wei, wei } from '../../../app/domain/amount.ts';
import { type Address, type Hash, parseAddress, parseHash } from '../../../app/domain/hex.ts';
import type { Rpc } from '../rpc.ts';

const hash = z.string().transform(parseHash);
const integer = z.string().transform(Number);
const blockSchema = z.looseObject({
  number: integer,
  hash,
  parentHash: hash,
  timestamp: integer,
  baseFeePerGas: z.string().transform((text) => wei(BigInt(text))),
  gasUsed: integer,
  gasLimit: integer,
  transactions: z.array(hash),
});
const receiptsSchema = z.array(
  z.object({ transactionHash: hash, status: z.string(), gasUsed: integer, logs: z.array(wireLogSchema) }),
);

/** A block as the node has made it. */
export interface MinedBlock {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly timestampS: number;
  readonly baseFeePerGas: Wei;
  readonly gasUsed: number;
  readonly gasLimit: number;
  /** As newHeads gives it. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly transactions: readonly { readonly hash: Hash; readonly succeeded: boolean; readonly gasUsed: number }[];
  readonly logs: readonly WireLog[];
}

/** What is of a block's JSON but not of its header's. */
const notOfHeader = new Set(['transactions', 'uncles', 'size', 'withdrawals', 'totalDifficulty']);

/** The builder's own way to the node. Nobody else changes its chain. */
export class NodeChain {
  readonly #node: Rpc;

  constructor(node: Rpc) {
    this.#node = node;
  }

  /** Sends a transaction to the node's pool. Returns what the node said against it, or null. */
  async offer(transaction: PooledTransaction): Promise<string | null> {
    return this.#node.call('eth_sendRawTransaction', transaction.raw).then(
      () => null,
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
    );
  }

  async emptyPool(): Promise<void> {
    await this.#node.call('anvil_dropAllTransactions');
  }

  /** After a rollback the node goes on from the fee of the block it took away: it is said for every block. */
  async setNextBaseFee(baseFeePerGas: Wei): Promise<void> {
    await this.#node.call('anvil_setNextBlockBaseFeePerGas', quantity(baseFeePerGas));
  }

  /** Makes a block of what is in the node's pool, in the order in which it was offered. */
  async mine(timestampS: number): Promise<MinedBlock> {
    await this.#node.call('evm_setTime', timestampS);
    await this.#node.call('evm_mine');
    return this.newest();
  }

  async newest(): Promise<MinedBlock> {
    const [reply, receiptsReply] = await Promise.all([
      this.#node.call('eth_getBlockByNumber', 'latest', false),
      this.#node.call('eth_getBlockReceipts', 'latest'),
    ]);
    const block = blockSchema.parse(reply);
    const receipts = receiptsSchema.parse(receiptsReply);
    return {
      number: block.number,
      hash: block.hash,
      parentHash: block.parentHash,
      timestampS: block.timestamp,
      baseFeePerGas: block.baseFeePerGas,
      gasUsed: block.gasUsed,
      gasLimit: block.gasLimit,
      header: Object.fromEntries(Object.entries(reply as object).filter(([name]) => !notOfHeader.has(name))),
      transactions: block.transactions.map((transactionHash) => {
        const receipt = receipts.find((one) => one.transactionHash === transactionHash);
        return { hash: transactionHash, succeeded: receipt?.status === '0x1', gasUsed: receipt?.gasUsed ?? 0 };
      }),
      logs: receipts.flatMap(({ logs }) => logs),
    };
  }

  /** Takes the newest blocks away. */
  async rollback(depth: number): Promise<void> {
    await this.#node.call('anvil_rollback', depth);
  }

  async nonce(address: Address): Promise<number> {
    return Number(await this.#node.call('eth_getTransactionCount', address, 'latest'));
  }

  async balance(address: Address): Promise<bigint> {
    return BigInt(z.string().parse(await this.#node.call('eth_getBalance', address, 'latest')));
  }

  async setProducer(address: Address): Promise<void> {
    await this.#node.call('anvil_setCoinbase', parseAddress(address));
  }
}
