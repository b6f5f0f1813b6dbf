import { z } from 'zod';
import { type WireLog, wireLogSchema } from '../../../app/devnet/builder/logFilter.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import { quantity } from '../../../app/devnet/builder/transactionView.ts';
import { type Wei, wei } from '../../../app/domain/amount.ts';
import type { BlockHead } from '../../../app/domain/block.ts';
import { type Address, type Hash, parseAddress, parseHash } from '../../../app/domain/hex.ts';
import type { NodeRpc } from '../rpc.ts';

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
export interface MinedBlock extends BlockHead {
  /** As newHeads gives it. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly transactions: readonly { readonly hash: Hash; readonly succeeded: boolean; readonly gasUsed: number }[];
  readonly logs: readonly WireLog[];
}

/** Up to thirty calls of a message anvil begins strictly one after the other. */
const mostInBatch = 30;
/** The contract of EIP-2935. */
const blockHashHistory = '0x0000f90827f1c53a10cb7a02335b175320002935';

/** What is of a block's JSON but not of its header's. */
const notOfHeader = new Set(['transactions', 'uncles', 'size', 'withdrawals', 'totalDifficulty']);

/** The builder's own way to the node. Nobody else changes its chain. */
export class NodeChain {
  readonly #node: NodeRpc;

  constructor(node: NodeRpc) {
    this.#node = node;
  }

  /** Sends transactions to the node's pool, in this order. Answers those that it took. */
  async offer(order: readonly PooledTransaction[]): Promise<ReadonlySet<PooledTransaction>> {
    const taken = new Set<PooledTransaction>();
    for (let begin = 0; begin < order.length; begin += mostInBatch) {
      const batch = order.slice(begin, begin + mostInBatch);
      const errors = await this.#node.batch(
        'eth_sendRawTransaction',
        batch.map(({ raw }) => raw),
      );
      for (const [index, transaction] of batch.entries()) if (errors[index] === null) taken.add(transaction);
    }
    return taken;
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

  /** Begins to make blocks here, in this producer's name. */
  async takeOver(producer: Address): Promise<void> {
    await this.#node.call('anvil_setCoinbase', parseAddress(producer));
    // Every block would write its parent's hash there, up to 8,191 slots. Anvil works the state's root out of every slot at each
    // block and keeps a whole state for each of the newest: 6.5 ms of each block's making and 70 MB, for what nothing here reads.
    await this.#node.call('anvil_setCode', blockHashHistory, '0x');
  }
}
