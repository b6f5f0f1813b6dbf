import { type NodeRpc, quantity } from './nodeRpc.ts';

/** keccak256("Transfer(address,address,uint256)"). */
const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

interface Block {
  readonly baseFeePerGas: string;
  readonly transactions: readonly { readonly hash: string; readonly from: string }[];
}

interface Receipt {
  readonly status: string;
  readonly gasUsed: string;
  readonly effectiveGasPrice: string;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/** What a wallet's transactions brought and cost, as the chain alone tells it. */
export interface ChainProfit {
  transactions: number;
  succeeded: number;
  gas: bigint;
  tips: bigint;
  failureCost: bigint;
  readonly gross: Map<string, bigint>;
}

/** Reads every transaction of the wallet back from the head: blocks, receipts and logs by a way that shares nothing with the product's. */
export async function chainProfit(node: NodeRpc, wallet: string): Promise<ChainProfit> {
  const profit: ChainProfit = {
    transactions: 0,
    succeeded: 0,
    gas: 0n,
    tips: 0n,
    failureCost: 0n,
    gross: new Map(),
  };
  const latest = Number(await node.call('eth_blockNumber'));
  for (let number = latest; ; number -= 1) {
    const block = (await node.call('eth_getBlockByNumber', quantity(number), true)) as Block | null;
    if (block === null) return profit;
    for (const { hash, from } of block.transactions) {
      if (from.toLowerCase() !== wallet) continue;
      add(profit, (await node.call('eth_getTransactionReceipt', hash)) as Receipt, BigInt(block.baseFeePerGas), wallet);
    }
  }
}

function add(profit: ChainProfit, receipt: Receipt, baseFee: bigint, wallet: string): void {
  const gasUsed = BigInt(receipt.gasUsed);
  const paid = gasUsed * BigInt(receipt.effectiveGasPrice);
  const succeeded = receipt.status === '0x1';
  profit.transactions += 1;
  profit.succeeded += succeeded ? 1 : 0;
  profit.gas += paid;
  profit.tips += paid - gasUsed * baseFee;
  profit.failureCost += succeeded ? 0n : paid;
  for (const { address, topics, data } of receipt.logs) {
    if (topics[0] !== transfer) continue;
    const party = (topic: string | undefined): boolean => topic?.endsWith(wallet.slice(2)) === true;
    const change = (party(topics[2]) ? BigInt(data) : 0n) - (party(topics[1]) ? BigInt(data) : 0n);
    if (change !== 0n) profit.gross.set(address, (profit.gross.get(address) ?? 0n) + change);
  }
}
