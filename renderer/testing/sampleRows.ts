import type {
  BalanceRow,
  EquityRow,
  HopRow,
  LedgerRow,
  OpportunityRow,
  OrderRow,
  QuarantineRow,
  StageRow,
  StatusRow,
  TicketRow,
  TokenRow,
} from '../../app/contract/panelStream.ts';
import { parseUnits, tokenAmount, wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { parseAddress, parseHash } from '../../app/domain/hex.ts';
import { untouchedChoice } from '../../app/domain/ticketChoice.ts';

/** Rows for tests. Nothing a user can reach imports this folder. */

export const addressOf = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
export const hashOf = (index: number) => parseHash(`0x${index.toString(16).padStart(64, '0')}`);
export const ether = (text: string) => wei(parseUnits(text, 18));
const amount = (text: string, decimals = 18) => tokenAmount(parseUnits(text, decimals));

export const sampleTokens: readonly TokenRow[] = [
  { id: addressOf(1), symbol: 'WETH', decimals: 18 },
  { id: addressOf(2), symbol: 'LINK', decimals: 18 },
  { id: addressOf(3), symbol: 'USDC', decimals: 6 },
  { id: addressOf(4), symbol: 'WBTC', decimals: 8 },
];

export const sampleHops: readonly HopRow[] = [
  {
    pool: addressOf(101),
    venue: 'UniV2',
    kind: 'uniswapV2',
    feePpm: 3000,
    tokenIn: addressOf(1),
    tokenOut: addressOf(2),
    amountIn: amount('14.2081'),
    amountOut: amount('3412.550012'),
  },
  {
    pool: addressOf(102),
    venue: 'UniV3',
    kind: 'uniswapV3',
    feePpm: 500,
    tokenIn: addressOf(2),
    tokenOut: addressOf(1),
    amountIn: amount('3412.550012'),
    amountOut: amount('14.257223412230918842'),
  },
];

export function sampleOpportunity(changed: Partial<OpportunityRow> = {}): OpportunityRow {
  return {
    id: '18204-1',
    serial: 1,
    strategy: 'flash-arbitrage',
    blockNumber: 18_204,
    seenAtMs: epochMs(1_700_000_000_000),
    hops: [...sampleHops],
    profitToken: addressOf(1),
    amountIn: amount('14.2081'),
    gross: amount('0.049123412230918842'),
    loans: [],
    flashFee: amount('0'),
    gasUnits: 186_400,
    gasCost: ether('0.00613256'),
    net: ether('0.042990852230918842'),
    state: 'found',
    reason: null,
    detail: '',
    ...changed,
  };
}

export function sampleTicket(changed: Partial<TicketRow> = {}): TicketRow {
  const opportunity = sampleOpportunity();
  return {
    id: '48112',
    opportunityId: opportunity.id,
    state: 'awaitingApproval',
    authority: 'approval',
    createdAtMs: epochMs(1_700_000_000_200),
    expiresAtMs: epochMs(1_700_000_012_000),
    hops: opportunity.hops,
    profitToken: opportunity.profitToken,
    amountIn: opportunity.amountIn,
    amountOut: amount('14.257223412230918842'),
    gross: opportunity.gross,
    loans: opportunity.loans,
    flashFee: opportunity.flashFee,
    minProfit: amount('0.034386388561643189'),
    gasLimit: 233_000,
    gasUnits: opportunity.gasUnits,
    maxFeePerGas: wei(68_000_000_000n),
    maxPriorityFeePerGas: wei(2_000_000_000n),
    submission: 'public',
    gasCost: opportunity.gasCost,
    net: opportunity.net,
    blockNumber: opportunity.blockNumber,
    simulatedAtBlock: opportunity.gross,
    simulatedOnPending: opportunity.gross,
    checks: [
      { name: 'trading state', value: 'active', limit: 'active' },
      { name: 'books equal the chain', value: 'true', limit: 'true' },
      { name: 'state age ms', value: '312', limit: '4000' },
      { name: 'notional wei', value: '14208100000000000000', limit: '20000000000000000000' },
      { name: 'gas price wei', value: '32900000000', limit: '200000000000' },
    ],
    planHash: hashOf(77),
    executor: addressOf(900),
    reason: null,
    choice: untouchedChoice,
    leastProfitPpm: 900_000,
    bestAmountIn: opportunity.amountIn,
    refused: null,
    ...changed,
  };
}

export function sampleOrder(changed: Partial<OrderRow> = {}): OrderRow {
  return {
    id: 'o-1',
    ticketId: '48112',
    kind: 'execute',
    createdAtMs: epochMs(1_700_000_001_204),
    route: 'WETH–LINK',
    nonce: 12,
    submission: 'relay flashbots',
    state: 'landed',
    transactionHash: hashOf(5),
    profitToken: addressOf(1),
    predictedGross: amount('0.049123412230918842'),
    predictedNet: ether('0.042990852230918842'),
    realised: amount('0.049123412230918842'),
    gasPaid: ether('0.00597'),
    net: ether('0.043153412230918842'),
    blockNumber: 18_205,
    transactionIndex: 2,
    detail: '',
    reason: null,
    ...changed,
  };
}

export function sampleStatus(changed: Partial<StatusRow> = {}): StatusRow {
  return {
    id: 'status',
    mode: 'DEVNET',
    tradingState: 'active',
    tradingStateAtMs: null,
    haltReason: '',
    chainName: 'devnet',
    chainId: 31_337,
    nativeSymbol: 'ETH',
    wrappedNative: addressOf(1),
    epoch: 'e-12',
    blockNumber: 18_204,
    blockAtMs: epochMs(1_700_000_000_000),
    baseFeePerGas: wei(30_900_000_000n),
    feed: 'connected',
    feedDetail: '',
    pools: 44,
    tokens: 12,
    pendingSeen: 5_213,
    reorgs: 0,
    netToday: ether('0.4182'),
    gasToday: ether('0.0391'),
    booksEqualChain: true,
    tripwireChecks: 12_441,
    tripwireMismatches: 0,
    sent: 41,
    landed: 33,
    lost: 6,
    reverted: 2,
    inclusion: [
      {
        way: 'public',
        submitted: 20,
        landed: 14,
        reverted: 4,
        missed: 2,
        lost: 5,
        tipPaid: wei(3_000_000_000_000_000n),
      },
      {
        way: 'relay',
        submitted: 21,
        landed: 19,
        reverted: 0,
        missed: 2,
        lost: 1,
        tipPaid: wei(1_000_000_000_000_000n),
      },
    ],
    relays: [{ id: 'flashbots', problem: '' }],
    strategies: [
      {
        strategy: 'flash-arbitrage',
        mode: 'approve',
        grantExpiresAtMs: null,
        grantLeft: null,
        grantBudget: null,
        setBy: null,
      },
    ],
    ...changed,
  };
}

export const sampleBalances: readonly BalanceRow[] = [
  {
    id: 'wallet:native',
    account: 'wallet',
    asset: 'native',
    books: ether('9.9609'),
    chain: ether('9.9609'),
    blockNumber: 18_204,
  },
  {
    id: `wallet:${addressOf(1)}`,
    account: 'wallet',
    asset: addressOf(1),
    books: ether('0.4573'),
    chain: ether('0.4573'),
    blockNumber: 18_204,
  },
];

export function sampleLedger(index: number, net: string): LedgerRow {
  return {
    id: `fill-${index}`,
    kind: 'fill',
    blockNumber: 18_000 + index,
    atMs: epochMs(1_700_000_000_000 + index * 1_000),
    memo: `order ${index}`,
    postings: [
      { account: 'wallet', asset: addressOf(1), amount: ether(net) },
      { account: 'trading', asset: addressOf(1), amount: -ether(net) },
      { account: 'wallet', asset: 'native', amount: -ether('0.0061') },
      { account: 'gas', asset: 'native', amount: ether('0.0061') },
    ],
  };
}

export function sampleEquity(index: number, net: string): EquityRow {
  return {
    id: `fill-${index}`,
    atMs: epochMs(1_700_000_000_000 + index * 1_000),
    blockNumber: 18_000 + index,
    net: ether(net),
    total: wei(ether('10') + ether(net)),
    external: wei(0n),
  };
}

export const sampleStages: readonly StageRow[] = [
  { id: 'analysed', p50Ms: 0.41, p95Ms: 1.2, p99Ms: 1.9, count: 500, budgetMs: 5 },
  { id: 'decided', p50Ms: 0.02, p95Ms: 0.06, p99Ms: 3.4, count: 500, budgetMs: 3 },
  { id: 'simulated', p50Ms: 1.1, p95Ms: 2.1, p99Ms: 3, count: 120, budgetMs: null },
  { id: 'submitted', p50Ms: 0.6, p95Ms: 1.1, p99Ms: 1.4, count: 41, budgetMs: 10 },
  { id: 'landed', p50Ms: 1_020, p95Ms: 2_400, p99Ms: 3_100, count: 33, budgetMs: 1_000 },
];

export const sampleQuarantine: QuarantineRow = {
  id: addressOf(102),
  venue: 'UniV3',
  sinceMs: epochMs(1_700_000_000_000),
  reason:
    'quote 14257223412230918842, chain 14257223412230918841 at block 18 204: one wei less for 3412550012000000000000 in',
};
