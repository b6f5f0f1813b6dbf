import { Interface, type Result } from 'ethers';
import { type Address, type Bytes, parseAddress } from '../../domain/hex.ts';

/** What a call to a router asks for. Amounts in raw units. */
export interface SwapCall {
  readonly method: string;
  readonly kind: 'uniswapV2' | 'uniswapV3';
  /** in: `amount` goes in and at least `bound` has to come out. out: `amount` comes out and at most `bound` goes in. */
  readonly exact: 'in' | 'out';
  readonly amount: bigint;
  readonly bound: bigint;
  /** In the order in which they are passed through. */
  readonly tokens: readonly Address[];
  /** Of each swap, in parts per million; empty of routers whose pools have one fee. */
  readonly feesPpm: readonly number[];
}

/** Swaps of longer paths, or in longer calls, are not read: nobody's router needs as much. */
export const mostSwapsRead = 8;
const mostCallBytes = 16_384;

const single = 'address tokenIn, address tokenOut, uint24 fee, address recipient,';

/** IUniswapV2Router02, ISwapRouter and IV3SwapRouter (the second router, without deadlines), as published by Uniswap. */
const routers = new Interface([
  'function swapExactTokensForTokens(uint256 amount, uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256 amount, uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapExactTokensForETH(uint256 amount, uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapExactTokensForETHSupportingFeeOnTransferTokens(uint256 amount, uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapExactETHForTokens(uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapExactETHForTokensSupportingFeeOnTransferTokens(uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapTokensForExactTokens(uint256 amount, uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapTokensForExactETH(uint256 amount, uint256 bound, address[] path, address to, uint256 deadline)',
  'function swapETHForExactTokens(uint256 amount, address[] path, address to, uint256 deadline)',
  `function exactInputSingle((${single} uint256 deadline, uint256 amount, uint256 bound, uint160 sqrtPriceLimitX96) swap)`,
  `function exactOutputSingle((${single} uint256 deadline, uint256 amount, uint256 bound, uint160 sqrtPriceLimitX96) swap)`,
  'function exactInput((bytes path, address recipient, uint256 deadline, uint256 amount, uint256 bound) swap)',
  'function exactOutput((bytes path, address recipient, uint256 deadline, uint256 amount, uint256 bound) swap)',
  `function exactInputSingle((${single} uint256 amount, uint256 bound, uint160 sqrtPriceLimitX96) swap)`,
  `function exactOutputSingle((${single} uint256 amount, uint256 bound, uint160 sqrtPriceLimitX96) swap)`,
  'function exactInput((bytes path, address recipient, uint256 amount, uint256 bound) swap)',
  'function exactOutput((bytes path, address recipient, uint256 amount, uint256 bound) swap)',
]);

/**
 * A pending transaction's calldata as a swap; null where it is none that is known here, or nonsense. Never throws: whoever sends it
 * writes what they like.
 * @param value native currency that goes along, in wei
 */
export function decodeSwapCall(input: Bytes, value: bigint): SwapCall | null {
  if (input.length < 10 || input.length > 2 + 2 * mostCallBytes) return null;
  try {
    const parsed = routers.parseTransaction({ data: input });
    if (parsed === null) return null;
    const call = parsed.name.startsWith('exact')
      ? readV3(parsed.name, parsed.args[0] as Result)
      : readV2(parsed.name, parsed.args, value);
    const swaps = call.tokens.length - 1;
    return swaps >= 1 && swaps <= mostSwapsRead && call.amount > 0n ? call : null;
  } catch {
    // The words of a decoder about a stranger's bytes help nobody.
    return null;
  }
}

function readV2(method: string, args: Result, value: bigint): SwapCall {
  const tokens = (args.getValue('path') as string[]).map((token) => parseAddress(token.toLowerCase()));
  const paysNative = method.startsWith('swapExactETH') || method.startsWith('swapETH');
  const exact = method.startsWith('swapExact') ? 'in' : 'out';
  const amount = exact === 'in' && paysNative ? value : (args.getValue('amount') as bigint);
  const bound = exact === 'out' && paysNative ? value : (args.getValue('bound') as bigint);
  return { method, kind: 'uniswapV2', exact, amount, bound, tokens, feesPpm: [] };
}

function readV3(method: string, swap: Result): SwapCall {
  const exact = method.startsWith('exactInput') ? 'in' : 'out';
  const common = {
    method,
    kind: 'uniswapV3' as const,
    exact: exact as 'in' | 'out',
    amount: swap.getValue('amount') as bigint,
    bound: swap.getValue('bound') as bigint,
  };
  if (method.endsWith('Single')) {
    const tokens = ['tokenIn', 'tokenOut'].map((name) => parseAddress((swap.getValue(name) as string).toLowerCase()));
    return { ...common, tokens, feesPpm: [Number(swap.getValue('fee'))] };
  }
  const { tokens, feesPpm } = readPath(swap.getValue('path') as string);
  // What is to come out exactly is written from its end.
  return exact === 'in'
    ? { ...common, tokens, feesPpm }
    : { ...common, tokens: tokens.toReversed(), feesPpm: feesPpm.toReversed() };
}

/** address (20 bytes), then fee (3) and address (20) of each swap: Path.sol. */
function readPath(path: string): Pick<SwapCall, 'tokens' | 'feesPpm'> {
  const digits = path.slice(2).toLowerCase();
  const tokens = [parseAddress(`0x${digits.slice(0, 40)}`)];
  const feesPpm: number[] = [];
  for (let at = 40; at < digits.length && feesPpm.length <= mostSwapsRead; at += 46) {
    feesPpm.push(Number.parseInt(digits.slice(at, at + 6), 16));
    tokens.push(parseAddress(`0x${digits.slice(at + 6, at + 46)}`));
  }
  return { tokens, feesPpm };
}
