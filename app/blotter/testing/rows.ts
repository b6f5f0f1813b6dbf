import type { OpportunityRow, TokenRow } from '../../contract/panelStream.ts';
import { parseUnits, tokenAmount, wei } from '../../domain/amount.ts';
import { epochMs } from '../../domain/clock.ts';
import { parseAddress } from '../../domain/hex.ts';
import type { FilterFacts } from '../filterFields.ts';

/** Rows for tests. */

export const address = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
export const ether = (text: string) => wei(parseUnits(text, 18));

const tokens: readonly TokenRow[] = [
  { id: address(1), symbol: 'WETH', decimals: 18 },
  { id: address(2), symbol: 'LINK', decimals: 18 },
  { id: address(3), symbol: 'USDC', decimals: 6 },
];

export const facts: FilterFacts = { tokens: new Map(tokens.map((token) => [token.id, token])), chainName: 'Base' };

export function row(serial: number, changed: Partial<OpportunityRow> = {}): OpportunityRow {
  const amount = tokenAmount(ether('14.2081'));
  return {
    id: `18204-${serial}`,
    serial,
    strategy: 'flash-arbitrage',
    blockNumber: 18_204,
    seenAtMs: epochMs(1_700_000_000_000),
    hops: [
      {
        pool: address(101),
        venue: 'UniV2',
        kind: 'uniswapV2',
        feePpm: 3000,
        tokenIn: address(1),
        tokenOut: address(2),
        amountIn: amount,
        amountOut: amount,
      },
      {
        pool: address(102),
        venue: 'UniV3',
        kind: 'uniswapV3',
        feePpm: 500,
        tokenIn: address(2),
        tokenOut: address(1),
        amountIn: amount,
        amountOut: amount,
      },
    ],
    profitToken: address(1),
    amountIn: amount,
    gross: tokenAmount(ether('0.049')),
    loans: [],
    flashFee: tokenAmount(0n),
    gasUnits: 186_400,
    gasCost: ether('0.006'),
    net: ether('0.043'),
    state: 'found',
    reason: null,
    detail: '',
    ...changed,
  };
}
