import type { BlockHead, PoolEvent } from '../../domain/block.ts';
import type { Chain } from '../../domain/chain.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import type { Pool } from '../../domain/pool.ts';
import { decodePoolEvent } from '../decode/decodePoolEvent.ts';
import { allLogTopics } from '../decode/logTopics.ts';
import { decodeLogs, type RawLog } from '../rpc/decodeLog.ts';
import type { RpcClient } from '../rpc/rpcClient.ts';
import { rpcError } from '../rpc/rpcError.ts';
import { readCreation } from '../snapshot/discoverPools.ts';
import type { LogCrossCheck } from './logCrossCheck.ts';

/** A block's logs, read. */
export interface BlockEvents {
  readonly events: readonly PoolEvent[];
  readonly created: readonly Pool[];
  readonly malformed: readonly { readonly address: Address; readonly error: ExpectedError }[];
}

/** The logs of one block, and how the two ways they came agree. */
export interface FetchedLogs {
  readonly logs: readonly RawLog[];
  /** Pushed logs that eth_getLogs did not have at first; by now they are in `logs`. */
  readonly disagreed: readonly RawLog[];
}

/**
 * eth_getLogs of exactly this block. When a pushed log is missing from the answer it is asked again, and what is still
 * missing is added: the node itself said that it happened.
 * @throws ExpectedError RPC_*
 */
export async function fetchBlockLogs(rpc: RpcClient, head: BlockHead, check: LogCrossCheck): Promise<FetchedLogs> {
  const ask = async (): Promise<readonly RawLog[]> => {
    const logs = decodeLogs(await rpc.call('eth_getLogs', [{ blockHash: head.hash, topics: [allLogTopics] }]));
    if (logs.some(({ blockHash }) => blockHash !== head.hash))
      throw rpcError('RPC_MALFORMED_REPLY', 'eth_getLogs answered logs of another block', { block: head.number });
    return logs;
  };
  const first = await ask();
  const disagreed = check.missingFrom(head.hash, first);
  if (disagreed.length === 0) return { logs: inOrder(first), disagreed };
  const second = await ask();
  const places = new Set(second.map(({ logIndex }) => logIndex));
  const stillLost = check.missingFrom(head.hash, second).filter(({ logIndex }) => !places.has(logIndex));
  return { logs: inOrder([...second, ...stillLost]), disagreed };
}

function inOrder(logs: readonly RawLog[]): readonly RawLog[] {
  return logs.toSorted((a, b) => a.logIndex - b.logIndex);
}

/** Events of known pools, and pools that were created. A log that cannot be read is named, never thrown. */
export function readBlockLogs(logs: readonly RawLog[], pools: ReadonlyMap<Address, Pool>, chain: Chain): BlockEvents {
  const events: PoolEvent[] = [];
  const created: Pool[] = [];
  const malformed: { address: Address; error: ExpectedError }[] = [];
  for (const log of logs) {
    const pool = pools.get(log.address);
    if (pool === undefined) {
      created.push(...readCreation(log, chain, (error) => malformed.push({ address: log.address, error })));
      continue;
    }
    try {
      const event = decodePoolEvent(log);
      if (event !== null && event.kind.startsWith('v2') === (pool.kind === 'uniswapV2')) events.push(event);
    } catch (error) {
      malformed.push({ address: log.address, error: error as ExpectedError });
    }
  }
  return { events, created, malformed };
}
