import { AbiCoder } from 'ethers';
import { describe, expect, it } from 'vitest';
import { present } from '../domain/errors.ts';
import { parseAddress, parseHash } from '../domain/hex.ts';
import { sampleOrder, sampleWallet } from '../store/testing/sampleRecords.ts';
import { executorInterface } from './executorCalldata.ts';
import { createSimulator } from './simulate.ts';
import { type FakeRpc, fakeRpc, noAnswer, nodeError } from './testing/fakeRpc.ts';

const plan = sampleOrder(1).plan;
const pool = parseAddress(`0x${'77'.repeat(20)}`);
const block = { number: 5, hash: parseHash(`0x${'05'.repeat(32)}`) };
const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;
const minProfit = executorInterface.encodeErrorResult('MinProfit', [3n, 9n]);

describe('simulation at a block', () => {
  it('asks for that very block by its hash, from the owner', async () => {
    const rpc = fakeRpc({ eth_call: () => word(123n) });
    const result = await createSimulator(rpc, sampleWallet).atBlock(plan, block);
    expect(result).toEqual({ kind: 'profit', profit: 123n, gasUsed: 0 });
    expect(rpc.calls[0]?.params).toEqual([
      { from: sampleWallet, to: plan.to, data: plan.data, value: '0x0', gas: '0x493e0' },
      { blockHash: block.hash, requireCanonical: true },
    ]);
  });

  it.each([
    ['a custom error', minProfit, 'MinProfit profit=3 minProfit=9'],
    ['one without arguments', executorInterface.encodeErrorResult('Expired', []), 'Expired'],
    [
      'a reason',
      `0x08c379a0${AbiCoder.defaultAbiCoder().encode(['string'], ['UniswapV2: K\u0007']).slice(2)}`,
      'Error UniswapV2: K?',
    ],
    ['a panic', `0x4e487b71${AbiCoder.defaultAbiCoder().encode(['uint256'], [17]).slice(2)}`, 'Panic 17'],
    ['an unknown error', '0xdeadbeef', 'unknown error 0xdeadbeef'],
    ['a known selector with garbage', `${minProfit.slice(0, 10)}00`, `unknown error ${minProfit.slice(0, 10)}`],
    ['nothing', '', 'no reason'],
  ])('reads a revert with %s', async (_name, data, error) => {
    const throwing = (): never => {
      throw nodeError('execution reverted', 3, data);
    };
    const result = await createSimulator(fakeRpc({ eth_call: throwing }), sampleWallet).atBlock(plan, block);
    expect(result).toEqual({ kind: 'reverted', error, movedBy: null });
  });

  it.each([
    ['time-out', noAnswer()],
    ['unknown block', nodeError('Resource not found', -32001)],
  ])('fails on a %s and claims nothing', async (_name, error) => {
    const throwing = (): never => {
      throw error;
    };
    const result = await createSimulator(fakeRpc({ eth_call: throwing }), sampleWallet).atBlock(plan, block);
    expect(result).toMatchObject({ kind: 'failed' });
  });

  it.each(['0x', '0x01', null, 7])('fails on the answer %s', async (reply) => {
    const result = await createSimulator(fakeRpc({ eth_call: () => reply }), sampleWallet).atBlock(plan, block);
    expect(result).toMatchObject({ kind: 'failed' });
  });
});

const sender = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const pendingTransaction = (index: number, tip: bigint, changes: object = {}) => ({
  hash: word(BigInt(index)),
  from: sender(index),
  to: pool,
  value: '0x1',
  input: '0xab',
  gas: '0x5208',
  nonce: '0x0',
  gasPrice: '0x0',
  maxFeePerGas: '0x174876e800',
  maxPriorityFeePerGas: `0x${tip.toString(16)}`,
  ...changes,
});
const pendingBlock = (transactions: readonly object[]) => ({
  baseFeePerGas: '0x3b9aca00',
  gasLimit: '0x1c9c380',
  transactions,
});
const ran = (pools: readonly string[] = []) => ({
  status: '0x1',
  returnData: '0x',
  gasUsed: '0x5208',
  logs: pools.map((address) => ({ address })),
});
const gwei = 1_000_000_000n;

/** The calls that were simulated on the newest block, in order. */
function simulatedCalls(rpc: FakeRpc): readonly { readonly from: string; readonly to?: string }[] {
  const [payload, tag] = present(rpc.calls[1], 'the second call').params;
  expect(tag).toBe('latest');
  const { blockStateCalls } = payload as { blockStateCalls: readonly { calls: readonly { from: string }[] }[] };
  return blockStateCalls.flatMap((block) => block.calls);
}

describe('simulation on pending state', () => {
  it('runs behind the transactions that outbid it, best tip first and each sender in nonce order', async () => {
    const transactions = [
      pendingTransaction(1, 1n * gwei),
      pendingTransaction(2, 2n * gwei, { nonce: '0x5' }),
      pendingTransaction(2, 9n * gwei, { nonce: '0x6', hash: word(22n) }),
      pendingTransaction(3, 5n * gwei, { to: null }),
      pendingTransaction(4, 90n * gwei, { maxFeePerGas: '0x1' }),
    ];
    const rpc = fakeRpc({
      eth_getBlockByNumber: () => pendingBlock(transactions),
      eth_simulateV1: () => [{ calls: [ran(), ran(), ran(), { ...ran(), returnData: word(55n) }] }],
    });
    const result = await createSimulator(rpc, sampleWallet).onPending(plan, [pool]);
    expect(result).toEqual({ kind: 'profit', profit: 55n, gasUsed: 21_000 });
    const calls = simulatedCalls(rpc);
    expect(calls.map((call) => call.from)).toEqual([sender(3), sender(2), sender(2), sampleWallet]);
    expect(calls[0]).not.toHaveProperty('to');
  });

  it('names the last pending transaction that touched a route pool', async () => {
    const rpc = fakeRpc({
      eth_getBlockByNumber: () =>
        pendingBlock([1, 2, 3, 4].map((index) => pendingTransaction(index, BigInt(10 - index) * gwei))),
      eth_simulateV1: () => [
        {
          calls: [
            ran([pool]),
            ran([sampleWallet, pool]),
            ran([sampleWallet]),
            ran(),
            { ...ran(), status: '0x0', error: { message: 'execution reverted', data: minProfit } },
          ],
        },
      ],
    });
    const result = await createSimulator(rpc, sampleWallet).onPending(plan, [pool]);
    expect(result).toEqual({ kind: 'reverted', error: 'MinProfit profit=3 minProfit=9', movedBy: word(2n) });
  });

  it('leaves out what would not fit into the block before ours', async () => {
    const huge = pendingTransaction(1, 9n * gwei, { gas: '0x1c9c000' });
    const rpc = fakeRpc({
      eth_getBlockByNumber: () => pendingBlock([huge, pendingTransaction(2, 8n * gwei)]),
      eth_simulateV1: () => [{ calls: [ran(), { ...ran(), returnData: word(1n) }] }],
    });
    await createSimulator(rpc, sampleWallet).onPending(plan, [pool]);
    expect(simulatedCalls(rpc).map((call) => call.from)).toEqual([sender(2), sampleWallet]);
  });

  it('asks a node without block simulation by a call on its pending block, and remembers', async () => {
    const rpc = fakeRpc({
      eth_getBlockByNumber: () => pendingBlock([]),
      eth_simulateV1: () => {
        throw nodeError('Method not found', -32601);
      },
      eth_call: () => word(9n),
    });
    const simulator = createSimulator(rpc, sampleWallet);
    expect(await simulator.onPending(plan, [pool])).toEqual({ kind: 'profit', profit: 9n, gasUsed: 0 });
    expect(await simulator.onPending(plan, [pool])).toEqual({ kind: 'profit', profit: 9n, gasUsed: 0 });
    expect(rpc.calls.map((call) => call.method)).toEqual([
      'eth_getBlockByNumber',
      'eth_simulateV1',
      'eth_call',
      'eth_call',
    ]);
    expect(rpc.calls[3]?.params[1]).toBe('pending');
  });

  it('fails where the node says nonsense', async () => {
    const rpc = fakeRpc({ eth_getBlockByNumber: () => ({ transactions: 'none' }) });
    expect(await createSimulator(rpc, sampleWallet).onPending(plan, [pool])).toMatchObject({ kind: 'failed' });
  });
});
