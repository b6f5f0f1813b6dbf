import { createRequire } from 'node:module';
import { Interface } from 'ethers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress, parseBytes } from '../../domain/hex.ts';
import { decodeSwapCall } from './decodeSwapCall.ts';

/** The routers' own ABIs, as their packages carry them. */
const require = createRequire(import.meta.url);
const v2 = new Interface(require('@uniswap/v2-periphery/build/IUniswapV2Router02.json').abi);
const v3 = new Interface(
  require('@uniswap/v3-periphery/artifacts/contracts/interfaces/ISwapRouter.sol/ISwapRouter.json').abi,
);
/** IV3SwapRouter.sol of Uniswap's swap-router-contracts 1.3: as the first, without deadlines. */
const second = new Interface([
  'function exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params) payable returns (uint256 amountOut)',
  'function exactOutput((bytes path, address recipient, uint256 amountOut, uint256 amountInMaximum) params) payable returns (uint256 amountIn)',
]);
const [a, b, c, me] = ['a', 'b', 'c', 'd'].map((digit) => parseAddress(`0x${digit.repeat(40)}`));
const encoded = (abi: Interface, method: string, values: unknown[]) =>
  parseBytes(abi.encodeFunctionData(method, values).toLowerCase());
const fee = (ppm: number): string => ppm.toString(16).padStart(6, '0');
const path = `${a}${fee(3000)}${b?.slice(2)}${fee(500)}${c?.slice(2)}`;

describe('decodeSwapCall', () => {
  test.each([
    ['swapExactTokensForTokens', [7n, 5n, [a, b, c], me, 9n], 0n, 'in', 7n, 5n],
    ['swapExactTokensForTokensSupportingFeeOnTransferTokens', [7n, 5n, [a, b, c], me, 9n], 0n, 'in', 7n, 5n],
    ['swapExactTokensForETH', [7n, 5n, [a, b, c], me, 9n], 0n, 'in', 7n, 5n],
    ['swapExactETHForTokens', [5n, [a, b, c], me, 9n], 11n, 'in', 11n, 5n],
    ['swapTokensForExactTokens', [7n, 8n, [a, b, c], me, 9n], 0n, 'out', 7n, 8n],
    ['swapETHForExactTokens', [7n, [a, b, c], me, 9n], 11n, 'out', 7n, 11n],
  ])('reads %s of the second V2 router', (method, values, value, exact, amount, bound) => {
    const call = decodeSwapCall(encoded(v2, method, values), value);
    expect(call).toEqual({ method, kind: 'uniswapV2', exact, amount, bound, tokens: [a, b, c], feesPpm: [] });
  });

  test('reads single swaps of both V3 routers', () => {
    const wanted = { kind: 'uniswapV3', tokens: [a, b], feesPpm: [3000] };
    expect(decodeSwapCall(encoded(v3, 'exactInputSingle', [[a, b, 3000, me, 9n, 7n, 5n, 0n]]), 0n)).toMatchObject({
      ...wanted,
      exact: 'in',
      amount: 7n,
      bound: 5n,
    });
    expect(decodeSwapCall(encoded(v3, 'exactOutputSingle', [[a, b, 3000, me, 9n, 7n, 8n, 0n]]), 0n)).toMatchObject({
      ...wanted,
      exact: 'out',
      amount: 7n,
      bound: 8n,
    });
    expect(decodeSwapCall(encoded(second, 'exactInputSingle', [[a, b, 3000, me, 7n, 5n, 0n]]), 0n)).toMatchObject({
      ...wanted,
      amount: 7n,
      bound: 5n,
    });
  });

  test('reads paths, and those of an exact output from their end', () => {
    expect(decodeSwapCall(encoded(v3, 'exactInput', [[path, me, 9n, 7n, 5n]]), 0n)).toMatchObject({
      tokens: [a, b, c],
      feesPpm: [3000, 500],
      amount: 7n,
    });
    expect(decodeSwapCall(encoded(second, 'exactOutput', [[path, me, 7n, 8n]]), 0n)).toMatchObject({
      tokens: [c, b, a],
      feesPpm: [500, 3000],
      exact: 'out',
    });
  });

  test('reads nothing of what is no swap, of endless paths and of rubbish, and never throws', () => {
    expect(decodeSwapCall(parseBytes('0x'), 0n)).toBeNull();
    expect(decodeSwapCall(parseBytes(`0x38ed1739${'ff'.repeat(160)}`), 0n)).toBeNull();
    const long = Array.from({ length: 40 }, () => a);
    expect(decodeSwapCall(encoded(v2, 'swapExactTokensForTokens', [7n, 5n, long, me, 9n]), 0n)).toBeNull();
    expect(decodeSwapCall(encoded(v2, 'swapExactTokensForTokens', [7n, 5n, [a], me, 9n]), 0n)).toBeNull();
    expect(decodeSwapCall(encoded(v3, 'exactInput', [['0x12', me, 9n, 7n, 5n]]), 0n)).toBeNull();
    const selectors = ['38ed1739', '414bf389', 'c04b8d59', '04e45aaf', 'f28c0498', 'db3e2198'];
    fc.assert(
      fc.property(fc.constantFrom(...selectors), fc.uint8Array({ maxLength: 400 }), (selector, bytes) => {
        const call = decodeSwapCall(parseBytes(`0x${selector}${Buffer.from(bytes).toString('hex')}`), 1n);
        if (call !== null) expect(call.tokens.length).toBeGreaterThan(1);
      }),
    );
  });
});
