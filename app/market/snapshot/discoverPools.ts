import type { Chain } from '../../domain/chain.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import type { Pool } from '../../domain/pool.ts';
import { decodePoolCreated } from '../decode/decodePoolCreated.ts';
import { logTopics } from '../decode/logTopics.ts';
import { decodeLogs, type RawLog } from '../rpc/decodeLog.ts';
import { encodeQuantity } from '../rpc/quantity.ts';
import type { RpcClient } from '../rpc/rpcClient.ts';
import { isRpcError } from '../rpc/rpcError.ts';

interface Options {
  readonly rpc: RpcClient;
  readonly chain: Chain;
  /** Both ends are included. */
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly onMalformed: (error: ExpectedError, log: RawLog) => void;
  /** Blocks per request to begin with; halves when the node refuses a range. */
  readonly chunk?: number;
}

/**
 * Every pool that the chain's factories created in a range of blocks, in order.
 * @throws ExpectedError RPC_*; a node that refuses even a single block
 */
export async function discoverPools({
  rpc,
  chain,
  fromBlock,
  toBlock,
  onMalformed,
  chunk = 50_000,
}: Options): Promise<readonly Pool[]> {
  const pools: Pool[] = [];
  const filter = {
    address: chain.dexes.map(({ factory }) => factory),
    topics: [[logTopics.v2PairCreated, logTopics.v3PoolCreated]],
  };
  const first = Math.max(fromBlock, Math.min(...chain.dexes.map((dex) => dex.fromBlock)));
  let size = chunk;
  for (let start = first; start <= toBlock; ) {
    const end = Math.min(toBlock, start + size - 1);
    const range = { fromBlock: encodeQuantity(start), toBlock: encodeQuantity(end) };
    try {
      const logs = decodeLogs(await rpc.call('eth_getLogs', [{ ...filter, ...range }], { timeoutMs: 30_000 }));
      for (const log of logs) pools.push(...readCreation(log, chain, onMalformed));
      start = end + 1;
      size = Math.min(chunk, size * 2);
    } catch (error) {
      const tooMuch = isRpcError(error, 'RPC_ERROR') || isRpcError(error, 'RPC_TIMEOUT');
      if (!tooMuch || start === end) throw error;
      size = Math.max(1, Math.floor((end - start + 1) / 2));
    }
  }
  return pools;
}

/** The pool that a factory's log created: none, or one. What cannot be read is reported and passed over. */
export function readCreation(
  log: RawLog,
  chain: Chain,
  onMalformed: (error: ExpectedError, log: RawLog) => void,
): readonly Pool[] {
  try {
    const pool = decodePoolCreated(log, chain.dexes);
    return pool === null || log.removed ? [] : [pool];
  } catch (error) {
    onMalformed(error as ExpectedError, log);
    return [];
  }
}
