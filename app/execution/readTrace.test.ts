import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { deepestTraceStep, mostTraceSteps } from '../domain/callTrace.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import { executorInterface } from './executorCalldata.ts';
import { type KnownContracts, readTrace } from './readTrace.ts';

const address = (byte: number): Address => parseAddress(`0x${byte.toString(16).padStart(2, '0').repeat(20)}`);
const [executor, wallet, pair, pool, weth, dollar, lender, stranger] = [1, 2, 3, 4, 5, 6, 7, 8].map(address) as [
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
];

const known: KnownContracts = {
  executor,
  wallet,
  pools: new Map([
    [pair, { kind: 'uniswapV2', token0: weth, token1: dollar }],
    [pool, { kind: 'uniswapV3', token0: weth, token1: dollar }],
  ]),
  tokens: new Set([weth, dollar]),
  lenders: new Set([lender]),
};

const v2 = new Interface([
  'function swap(uint256, uint256, address, bytes)',
  'event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
]);
const v3 = new Interface([
  'function swap(address, bool, int256, uint160, bytes) returns (int256 amount0, int256 amount1)',
]);
const token = new Interface(['function transfer(address, uint256)', 'function approve(address, uint256)']);
const vault = new Interface(['function flashLoan(address, address[], uint256[], bytes)']);

const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;
const frame = (to: Address, input: string, more: object = {}): object => ({
  type: 'CALL',
  from: wallet,
  to,
  input,
  gas: '0x100000',
  gasUsed: '0x5208',
  ...more,
});
const execute = executorInterface.encodeFunctionData('execute', [[], [], weth, 1n, 0n, 1n, 1n]);
const top = (more: object): object => frame(executor, execute, { output: word(55n), ...more });

const swapEvent = v2.encodeEventLog('Swap', [executor, 0n, 3_000n, 2n, 0n, executor]);
const pairSwap = frame(pair, v2.encodeFunctionData('swap', [2n, 0n, executor, '0x']), {
  logs: [{ address: pair, ...swapEvent, position: '0x0' }],
});
const poolSwap = (zeroForOne: boolean, amounts: readonly [bigint, bigint]): object =>
  frame(pool, v3.encodeFunctionData('swap', [executor, zeroForOne, 9n, 1n, '0x']), {
    output: v3.encodeFunctionResult('swap', amounts),
  });

describe('reading a trace', () => {
  it('names each call, and says what pools, tokens and lenders moved', () => {
    const trace = readTrace(
      top({
        calls: [
          { ...frame(weth, '0x70a08231'), type: 'STATICCALL' },
          frame(lender, vault.encodeFunctionData('flashLoan', [executor, [weth], [9n], '0x']), {
            calls: [poolSwap(true, [9n, -3_000n]), pairSwap],
          }),
          frame(weth, token.encodeFunctionData('transfer', [wallet, 55n])),
          frame(dollar, token.encodeFunctionData('approve', [lender, 7n])),
        ],
      }),
      known,
    );
    expect(trace.outcome).toEqual({ kind: 'profit', profit: 55n });
    expect(trace).toMatchObject({ gasUsed: 21_000, reads: 1, leftOut: 0 });
    expect(trace.steps.map(({ depth, role, method }) => [depth, role, method])).toEqual([
      [0, 'executor', 'execute'],
      [1, 'lender', 'flashLoan'],
      [2, 'pool', 'swap'],
      [2, 'pool', 'swap'],
      [1, 'token', 'transfer'],
      [1, 'token', 'approve'],
    ]);
    expect(trace.steps.map(({ amounts }) => amounts.map(({ way, token: of, amount }) => [way, of, amount]))).toEqual([
      [],
      [['lent', weth, 9n]],
      [
        ['in', weth, 9n],
        ['out', dollar, 3_000n],
      ],
      [
        ['in', dollar, 3_000n],
        ['out', weth, 2n],
      ],
      [['sent', weth, 55n]],
      [['allowed', dollar, 7n]],
    ]);
    expect(trace.steps.map(({ to }) => to)).toEqual([null, null, null, null, wallet, lender]);
  });

  it('says of a failed call why, in the words of what failed and of all above it', () => {
    const minProfit = executorInterface.encodeErrorResult('MinProfit', [3n, 9n]);
    const trace = readTrace(
      top({
        error: 'execution reverted',
        output: minProfit,
        calls: [
          frame(pool, v3.encodeFunctionData('swap', [executor, false, 9n, 1n, '0x']), { error: 'out of gas\u0007' }),
          {
            ...frame(dollar, `0x70a08231${word(1n).slice(2)}`),
            type: 'STATICCALL',
            error: 'execution reverted',
            output: '0x',
          },
        ],
      }),
      known,
    );
    expect(trace.outcome).toEqual({ kind: 'reverted', reason: 'MinProfit profit=3 minProfit=9' });
    expect(trace.steps.map(({ method, error }) => [method, error])).toEqual([
      ['execute', 'MinProfit profit=3 minProfit=9'],
      ['swap', 'out of gas?'],
      ['balanceOf', 'execution reverted'],
    ]);
    // It was asked for so much and got nothing out.
    expect(trace.steps[1]?.amounts).toEqual([{ way: 'in', token: dollar, amount: 9n }]);
    expect(trace.reads).toBe(0);
  });

  it('claims nothing of strangers, whatever their calldata looks like', () => {
    const trace = readTrace(
      top({
        calls: [
          frame(stranger, token.encodeFunctionData('transfer', [wallet, 10n ** 30n])),
          frame(pair, token.encodeFunctionData('transfer', [wallet, 10n ** 30n])),
          frame(weth, `${token.encodeFunctionData('transfer', [wallet, 1n]).slice(0, 20)}`),
          frame(weth, '0xdeadbeef'),
          frame(stranger, '0x'),
          { ...frame(stranger, '0x6001'), type: 'CREATE2' },
          {
            ...frame(pair, v2.encodeFunctionData('swap', [2n, 0n, executor, '0x'])),
            logs: [{ address: 'x' }, 7, null],
          },
        ],
      }),
      known,
    );
    expect(trace.steps.slice(1).map(({ role, method, amounts }) => [role, method, amounts.length])).toEqual([
      ['unknown', 'transfer', 0],
      ['pool', 'transfer', 0],
      ['token', '0xa9059cbb', 0],
      ['token', '0xdeadbeef', 0],
      ['unknown', 'payment', 0],
      ['unknown', 'creation', 0],
      ['pool', 'swap', 1],
    ]);
  });

  it('walks what nests or repeats without end, and lists a part of it', () => {
    let nested: object = frame(stranger, '0x');
    for (let depth = 0; depth < 5_000; depth += 1) nested = frame(stranger, '0x', { calls: [nested] });
    const deep = readTrace(top({ calls: [nested] }), known);
    expect(deep.steps).toHaveLength(deepestTraceStep + 1);
    expect(deep.leftOut).toBe(5_002 - deep.steps.length);
    const many = Array.from({ length: 30_000 }, () => frame(stranger, '0x'));
    const broad = readTrace(top({ calls: many }), known);
    expect(broad.steps).toHaveLength(mostTraceSteps);
    expect(broad.leftOut).toBe(30_001 - mostTraceSteps);
  });

  it('looks through delegated calls', () => {
    const trace = readTrace(
      top({ calls: [{ ...frame(weth, '0x'), type: 'DELEGATECALL', calls: [frame(stranger, '0x')] }] }),
      known,
    );
    expect(trace.steps.map(({ depth, contract }) => [depth, contract])).toEqual([
      [0, executor],
      [1, stranger],
    ]);
    expect(trace.reads).toBe(1);
  });

  it.each([
    ['nothing', null],
    ['another tracer', { structLogs: [] }],
    ['an answer that is no amount', top({ output: '0x01' })],
    ['a frame that is a number', top({ calls: [7] })],
    ['calldata that is no bytes', frame(executor, 'hello', { output: word(1n) })],
    ['gas that is no number', top({ gasUsed: '-5' })],
  ])('refuses %s', (_name, reply) => {
    expect(() => readTrace(reply, known)).toThrowError(/debug_traceCall/);
  });
});
