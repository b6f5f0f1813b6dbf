import { AbiCoder, Interface, id } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, parseBytes } from '../../domain/hex.ts';
import type { RpcClient } from '../rpc/rpcClient.ts';
import { rpcError } from '../rpc/rpcError.ts';
import {
  addressOfNumber,
  arbitraryAddress,
  hashOfNumber,
  imaginaryChain,
  int,
  uint,
} from '../testing/marketArbitraries.ts';
import { selectors, word } from './callData.ts';
import { discoverPools } from './discoverPools.ts';
import { decodeAggregate3, encodeAggregate3 } from './multicall.ts';
import { bitmapWords } from './readPoolStates.ts';
import { distinctSymbols, readDecimals, readSymbol } from './tokenText.ts';

const multicall3 = new Interface([
  'function aggregate3((address target, bool allowFailure, bytes callData)[] calls) returns ((bool success, bytes returnData)[])',
]);
const bytes = fc.uint8Array({ maxLength: 100 }).map((value) => parseBytes(`0x${Buffer.from(value).toString('hex')}`));
const coder = AbiCoder.defaultAbiCoder();

describe('aggregate3', () => {
  it('is encoded and decoded as ethers does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(arbitraryAddress, bytes), { maxLength: 6 }),
        fc.array(fc.tuple(fc.boolean(), bytes), { maxLength: 6 }),
        (calls, answers) => {
          expect(encodeAggregate3(calls.map(([target, data]) => ({ target, data })))).toBe(
            multicall3.encodeFunctionData('aggregate3', [calls.map(([target, data]) => [target, true, data])]),
          );
          const reply = parseBytes(multicall3.encodeFunctionResult('aggregate3', [answers]));
          expect(decodeAggregate3(reply, answers.length)).toEqual(
            answers.map(([success, data]) => (success ? data : null)),
          );
        },
      ),
    );
  });

  it('answers damaged replies with an ExpectedError', () => {
    const reply = multicall3.encodeFunctionResult('aggregate3', [
      [
        [true, '0x1234'],
        [false, '0x'],
      ],
    ]);
    expect(() => decodeAggregate3(parseBytes(reply), 3)).toThrow('does not follow its ABI');
    fc.assert(
      fc.property(
        fc.nat(reply.length - 3),
        fc.integer({ min: 0, max: 15 }),
        fc.nat(reply.length),
        (at, digit, length) => {
          const damaged = `${reply.slice(0, 2 + at)}${digit.toString(16)}${reply.slice(3 + at)}`.slice(
            0,
            2 + (length & ~1),
          ) as Bytes;
          try {
            expect(decodeAggregate3(damaged, 2)).toHaveLength(2);
          } catch (error) {
            expect(error).toMatchObject({ code: 'RPC_MALFORMED_REPLY' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('call data', () => {
  it('has the selectors of these signatures', () => {
    const signatures: Record<keyof typeof selectors, string> = {
      aggregate3: 'aggregate3((address,bool,bytes)[])',
      symbol: 'symbol()',
      decimals: 'decimals()',
      getReserves: 'getReserves()',
      slot0: 'slot0()',
      liquidity: 'liquidity()',
      tickBitmap: 'tickBitmap(int16)',
      ticks: 'ticks(int24)',
      getAmountsOut: 'getAmountsOut(uint256,address[])',
      quoteExactInputSingle: 'quoteExactInputSingle((address,address,uint256,uint24,uint160))',
    };
    for (const [name, signature] of Object.entries(signatures))
      expect(selectors[name as keyof typeof selectors]).toBe(id(signature).slice(0, 10));
  });

  it('writes words as the ABI does', () => {
    fc.assert(
      fc.property(uint(256), int(24), (unsigned, signed) => {
        expect(`0x${word(unsigned)}${word(signed)}`).toBe(coder.encode(['uint256', 'int24'], [unsigned, signed]));
      }),
    );
  });
});

describe('token text', () => {
  const token = addressOfNumber(0x1234);
  const encoded = (text: string): Bytes => parseBytes(coder.encode(['string'], [text]));

  it('reads strings and the bytes32 of the oldest tokens', () => {
    expect(readSymbol(encoded('WETH'), token)).toBe('WETH');
    expect(readSymbol(parseBytes(`0x${Buffer.from('MKR').toString('hex').padEnd(64, '0')}`), token)).toBe('MKR');
  });

  it('makes anything hostile short, printable and never empty', () => {
    expect(readSymbol(encoded('<b>\u202eUSDC\u0000\n with a long tail'), token)).toBe('<b>USDC with a l');
    for (const nothing of [null, '0x' as Bytes, encoded(''), encoded('\u200b'), parseBytes(`0x${'ff'.repeat(96)}`)])
      expect(readSymbol(nothing, token)).toBe('0x00000000');
    fc.assert(
      fc.property(fc.oneof(bytes, fc.string({ unit: 'binary' }).map(encoded)), (answer) => {
        expect(readSymbol(answer, token)).toMatch(/^[\x20-\x7e]{1,16}$/);
      }),
    );
  });

  it('takes decimals from 0 to 77 and nothing else', () => {
    expect(
      [6n, 77n, 78n, 1n << 255n].map((value) => readDecimals(parseBytes(coder.encode(['uint256'], [value])))),
    ).toEqual([6, 77, null, null]);
    expect(readDecimals(null)).toBeNull();
    expect(readDecimals('0x06' as Bytes)).toBeNull();
  });

  it('tells tokens of one name apart', () => {
    const named = distinctSymbols(
      [1, 2, 3].map((number) => ({
        address: addressOfNumber(number * 2 ** 44),
        symbol: number === 3 ? 'WETH' : 'LONGSYMBOL',
      })),
    );
    expect(new Set(named.map(({ symbol }) => symbol)).size).toBe(3);
    expect(named[2]?.symbol).toBe('WETH');
    for (const { symbol } of named) expect(symbol.length).toBeLessThanOrEqual(16);
  });
});

describe('bitmapWords', () => {
  it('covers every usable tick', () => {
    for (const tickSpacing of [1, 10, 60, 200]) {
      const words = bitmapWords({ tickSpacing });
      const highest = Math.floor(887_272 / tickSpacing);
      expect(words[0]).toBe(-highest >> 8);
      expect(words.at(-1)).toBe(highest >> 8);
      expect(words).toHaveLength((highest >> 8) - (-highest >> 8) + 1);
    }
  });
});

describe('discoverPools', () => {
  /** A node with a pair created in each of `blocks`, that refuses ranges over `limit`. */
  function node(blocks: readonly number[], limit: number): { readonly rpc: RpcClient; readonly asked: number[] } {
    const asked: number[] = [];
    const call = async (_method: string, [filter]: readonly unknown[]): Promise<unknown> => {
      const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string };
      const [from, to] = [Number(fromBlock), Number(toBlock)];
      asked.push(to - from + 1);
      if (to - from + 1 > limit) throw rpcError('RPC_ERROR', 'range too wide');
      return blocks.filter((block) => block >= from && block <= to).map((block) => pairCreated(block));
    };
    return { rpc: { call } as unknown as RpcClient, asked };
  }

  const pairCreated = (block: number): unknown => ({
    address: imaginaryChain.dexes[0]?.factory,
    topics: [id('PairCreated(address,address,address,uint256)'), `0x${word(1)}`, `0x${word(2)}`],
    data: `0x${word(1000 + block)}${word(1)}`,
    blockHash: hashOfNumber(block),
    blockNumber: `0x${block.toString(16)}`,
    transactionHash: hashOfNumber(1),
    transactionIndex: '0x0',
    logIndex: '0x0',
    removed: false,
  });
  const discover = (rpc: RpcClient, toBlock = 999): Promise<readonly { readonly address: string }[]> =>
    discoverPools({
      rpc,
      chain: imaginaryChain,
      fromBlock: 0,
      toBlock,
      chunk: 400,
      onMalformed: () => expect.unreachable(),
    });

  it('halves the range until the node takes it, and misses no block', async () => {
    const { rpc, asked } = node([0, 99, 100, 499, 999], 100);
    expect((await discover(rpc)).map(({ address }) => address)).toEqual(
      [0, 99, 100, 499, 999].map((block) => addressOfNumber(1000 + block)),
    );
    expect(asked.slice(0, 3)).toEqual([400, 200, 100]);
  });

  it('gives up when a single block is refused', async () => {
    await expect(discover(node([], 0).rpc)).rejects.toMatchObject({ code: 'RPC_ERROR' });
  });
});
