import { Interface, id } from 'ethers';

const events = new Interface([
  'event Sync(uint112 reserve0, uint112 reserve1)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
const v2Events = new Interface([
  'event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
]);
const v3Events = new Interface([
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
]);

export const account = (i: number): string => `0x${i.toString(16).padStart(40, '0')}`;
export const hash = (i: number): string => `0x${i.toString(16).padStart(64, '0')}`;
const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

export interface SampleLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

export function transferLog(token: number, from: number, to: number, value: bigint): SampleLog {
  return { address: account(token), ...events.encodeEventLog('Transfer', [account(from), account(to), value]) };
}

/** What a V2 pair emits at a swap, encoded by ethers. */
export function v2SwapLogs(
  pool: number,
  ins: readonly [bigint, bigint],
  outs: readonly [bigint, bigint],
  after: readonly [bigint, bigint],
): SampleLog[] {
  const address = account(pool);
  return [
    { address, ...events.encodeEventLog('Sync', [...after]) },
    { address, ...v2Events.encodeEventLog('Swap', [account(1), ...ins, ...outs, account(2)]) },
  ];
}

export function v3SwapLog(pool: number, amounts: readonly [bigint, bigint], sqrtPriceX96: bigint, tick = 0): SampleLog {
  const values = [account(1), account(2), ...amounts, sqrtPriceX96, 10n ** 18n, tick];
  return { address: account(pool), ...v3Events.encodeEventLog('Swap', values) };
}

/** The same of PancakeSwap V3, whose event has two more words. */
export function pancakeSwapLog(pool: number, amounts: readonly [bigint, bigint], sqrtPriceX96: bigint): SampleLog {
  const { address, topics, data } = v3SwapLog(pool, amounts, sqrtPriceX96);
  const topic = id('Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)');
  return { address, topics: [topic, ...topics.slice(1)], data: `${data}${'0'.repeat(128)}` };
}

/** As `eth_getBlockReceipts` answers: one transaction of 50,000 gas for each list of logs. */
export function nodeReceipts(number: number, transactions: readonly (readonly SampleLog[])[]): object[] {
  let logIndex = 0;
  return transactions.map((logs, i) => ({
    type: '0x2',
    status: '0x1',
    blockHash: hash(number),
    blockNumber: hex(number),
    transactionHash: hash(number * 1_000 + i),
    transactionIndex: hex(i),
    from: account(1),
    to: account(2),
    contractAddress: null,
    gasUsed: hex(50_000),
    cumulativeGasUsed: hex(50_000 * (i + 1)),
    effectiveGasPrice: hex(20_000_000_000n),
    logs: logs.map((log) => {
      logIndex += 1;
      return { ...log, logIndex: hex(logIndex - 1), removed: false };
    }),
  }));
}

/** As `eth_getBlockByNumber` answers. */
export function nodeBlock(number: number, timestampS: number): object {
  return {
    number: hex(number),
    hash: hash(number),
    parentHash: hash(number - 1),
    timestamp: hex(timestampS),
    miner: account(9),
    baseFeePerGas: hex(7),
    transactions: [],
  };
}

export interface SampleCall {
  readonly transaction: number;
  readonly path: readonly number[];
  readonly type?: string;
  readonly callType?: string;
  readonly from: number;
  readonly to: number;
  readonly value?: bigint;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
}

/** As `trace_block` answers. */
export function nodeTraces(number: number, calls: readonly SampleCall[]): object[] {
  return calls.map(
    ({
      transaction,
      path,
      type = 'call',
      callType = 'call',
      from,
      to,
      value = 0n,
      input = '0x',
      output = '0x',
      error,
    }) => ({
      action: { callType, from: account(from), to: account(to), gas: '0x5208', value: hex(value), input },
      blockHash: hash(number),
      blockNumber: number,
      ...(error === undefined ? { result: { gasUsed: '0x5208', output } } : { result: null, error }),
      subtraces: 0,
      traceAddress: path,
      transactionHash: hash(number * 1_000 + transaction),
      transactionPosition: transaction,
      type,
    }),
  );
}
