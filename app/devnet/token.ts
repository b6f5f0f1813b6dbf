/** Assets whose recorded prices exist; every token of the devnet follows one of them, or the dollar. */
export const pricedAssets = ['BTC', 'ETH', 'SOL', 'BNB', 'XRP'] as const;
export type PricedAsset = (typeof pricedAssets)[number];

/** A token of the devnet: what its contract is, where its price starts and whose recorded path it follows. */
export interface DevnetToken {
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  /**
   * WETH9 as published; Token is ours; LegacyToken is ours and answers nothing on transfers, as USDT does. The others do not
   * move as asked: one keeps a fee, one can be paused, the balances of one change by themselves.
   */
  readonly contract: 'WETH9' | 'Token' | 'LegacyToken' | 'FeeToken' | 'PausableToken' | 'RebasingToken';
  readonly startUsd: number;
  /** null for dollars. */
  readonly follows: PricedAsset | null;
  /** How strongly: the token's log return per log return of what it follows. */
  readonly beta: number;
}

const dollar = { startUsd: 1, follows: null, beta: 0 } as const;

/** Decimals are those of the tokens' namesakes on Ethereum; prices are in their range of mid-2025. WETH comes first. */
export const devnetTokens: readonly DevnetToken[] = [
  { symbol: 'WETH', name: 'Wrapped Ether', decimals: 18, contract: 'WETH9', startUsd: 2500, follows: 'ETH', beta: 1 },
  { symbol: 'USDC', name: 'USD Coin', decimals: 6, contract: 'Token', ...dollar },
  { symbol: 'USDT', name: 'Tether USD', decimals: 6, contract: 'LegacyToken', ...dollar },
  { symbol: 'DAI', name: 'Dai Stablecoin', decimals: 18, contract: 'Token', ...dollar },
  { symbol: 'WBTC', name: 'Wrapped BTC', decimals: 8, contract: 'Token', startUsd: 105_000, follows: 'BTC', beta: 1 },
  { symbol: 'LINK', name: 'ChainLink Token', decimals: 18, contract: 'Token', startUsd: 14, follows: 'SOL', beta: 1 },
  { symbol: 'UNI', name: 'Uniswap', decimals: 18, contract: 'Token', startUsd: 7.5, follows: 'ETH', beta: 1.2 },
  { symbol: 'AAVE', name: 'Aave Token', decimals: 18, contract: 'Token', startUsd: 270, follows: 'SOL', beta: 1.1 },
  { symbol: 'MKR', name: 'Maker', decimals: 18, contract: 'Token', startUsd: 1900, follows: 'BNB', beta: 1.5 },
  { symbol: 'CRV', name: 'Curve DAO Token', decimals: 18, contract: 'Token', startUsd: 0.6, follows: 'XRP', beta: 1.3 },
  {
    symbol: 'SNX',
    name: 'Synthetix Network Token',
    decimals: 18,
    contract: 'Token',
    startUsd: 0.7,
    follows: 'XRP',
    beta: 1.2,
  },
  { symbol: 'LDO', name: 'Lido DAO Token', decimals: 18, contract: 'Token', startUsd: 0.85, follows: 'ETH', beta: 1.3 },
  { symbol: 'ARB', name: 'Arbitrum', decimals: 18, contract: 'Token', startUsd: 0.35, follows: 'ETH', beta: 1.25 },
  { symbol: 'COMP', name: 'Compound', decimals: 18, contract: 'Token', startUsd: 45, follows: 'BNB', beta: 1.4 },
  { symbol: 'TOLL', name: 'Toll Road', decimals: 18, contract: 'FeeToken', startUsd: 2, follows: 'ETH', beta: 1.1 },
  {
    symbol: 'GATE',
    name: 'Gatekeeper',
    decimals: 18,
    contract: 'PausableToken',
    startUsd: 5,
    follows: 'BNB',
    beta: 1.2,
  },
  { symbol: 'TIDE', name: 'Tide', decimals: 9, contract: 'RebasingToken', startUsd: 1.2, follows: 'XRP', beta: 1 },
];

/** Whether what is sent arrives, always. */
export function isPlain({ contract }: DevnetToken): boolean {
  return contract === 'WETH9' || contract === 'Token' || contract === 'LegacyToken';
}

/** In which a profit is acceptable, most wanted first. */
export const profitSymbols = ['WETH', 'USDC', 'USDT', 'DAI', 'WBTC'] as const;
