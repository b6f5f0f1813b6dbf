import { z } from 'zod';
import { breakdownDimensions } from '../domain/breakdown.ts';
import { submissionKinds } from '../domain/submission.ts';
import { barsRowSchema, watchedBarsSchema } from './charts.ts';
import {
  addressSchema,
  epochMsSchema,
  hashSchema,
  rejectionSchema,
  runModeSchema,
  strategyIdSchema,
  strategyModeSchema,
  tokenAmountSchema,
  tradingStateSchema,
  weiSchema,
} from './domainSchemas.ts';
import { opportunityViewSchema, rankingRowSchema } from './opportunityView.ts';
import { replaySpeedSchema } from './replay.ts';
import { limitChangeRowSchema, limitRowSchema, riskRowSchema } from './riskLimits.ts';
import { ticketChoiceSchema } from './ticketChoice.ts';

/**
 * What the engine streams to a window over one MessagePort. Each topic is a keyed table: a snapshot first, then deltas
 * coalesced to about 30 Hz and 64 KB. `seq` counts per topic; on a gap the window asks for a resync. The window gives
 * credits, one per message it has handled; without credit the engine keeps coalescing (latest row wins; orders and
 * alerts are never dropped).
 */

export const tokenRowSchema = z.object({
  id: addressSchema,
  symbol: z.string().max(16),
  decimals: z.int().min(0).max(36),
});
export type TokenRow = z.infer<typeof tokenRowSchema>;

const hopRowSchema = z.object({
  pool: addressSchema,
  venue: z.string().max(24),
  kind: z.enum(['uniswapV2', 'uniswapV3']),
  feePpm: z.int(),
  tokenIn: addressSchema,
  tokenOut: addressSchema,
  amountIn: tokenAmountSchema,
  amountOut: tokenAmountSchema,
  /** Of a split route: hops of one leg run side by side. */
  leg: z.int().min(0).max(8).optional(),
});
export type HopRow = z.infer<typeof hopRowSchema>;

/** A flash loan of the input; none where the first pool's flash swap funds the route. */
const loanRowSchema = z.object({ lender: z.string().max(64), amount: tokenAmountSchema });

export const opportunityRowSchema = z.object({
  id: z.string(),
  /** Its number among those of this process: what the ranking names it by. */
  serial: z.int().positive(),
  strategy: strategyIdSchema,
  blockNumber: z.int(),
  seenAtMs: epochMsSchema,
  hops: z.array(hopRowSchema).max(8),
  profitToken: addressSchema,
  amountIn: tokenAmountSchema,
  gross: tokenAmountSchema,
  loans: z.array(loanRowSchema).max(2),
  flashFee: tokenAmountSchema,
  gasUnits: z.int(),
  gasCost: weiSchema,
  net: weiSchema,
  /** found, rejected, gone, or the state of its ticket or order in one word. */
  state: z.enum([
    'found',
    'rejected',
    'gone',
    'simulating',
    'awaitingApproval',
    'submitted',
    'landed',
    'reverted',
    'lost',
    'dropped',
    'expired',
  ]),
  reason: rejectionSchema.nullable(),
  /** Plain words beside the state: "lost to 0x3f…a1 · 12 gwei more". */
  detail: z.string().max(256),
});
export type OpportunityRow = z.infer<typeof opportunityRowSchema>;

export const ticketRowSchema = z.object({
  id: z.string(),
  opportunityId: z.string(),
  state: z.enum(['simulating', 'awaitingApproval', 'ordered', 'rejected', 'expired']),
  authority: z.enum(['approval', 'grant']),
  createdAtMs: epochMsSchema,
  expiresAtMs: epochMsSchema,
  hops: z.array(hopRowSchema).max(8),
  profitToken: addressSchema,
  amountIn: tokenAmountSchema,
  amountOut: tokenAmountSchema,
  gross: tokenAmountSchema,
  loans: z.array(loanRowSchema).max(2),
  flashFee: tokenAmountSchema,
  minProfit: tokenAmountSchema,
  gasLimit: z.int(),
  gasUnits: z.int(),
  maxFeePerGas: weiSchema,
  maxPriorityFeePerGas: weiSchema,
  /** submissionText of its plan. */
  submission: z.string().max(80),
  gasCost: weiSchema,
  net: weiSchema,
  blockNumber: z.int(),
  simulatedAtBlock: tokenAmountSchema.nullable(),
  simulatedOnPending: tokenAmountSchema.nullable(),
  checks: z
    .array(
      z.object({
        name: z.string().max(64),
        value: z.string().max(128),
        limit: z.string().max(128),
        headroom: z.string().max(128).optional(),
      }),
    )
    .max(32),
  planHash: hashSchema,
  executor: addressSchema,
  reason: rejectionSchema.nullable(),
  /** What it is made with: as the engine chose, or a person. */
  choice: ticketChoiceSchema,
  /** As the strategy has it where nothing was chosen. */
  leastProfitPpm: z.int(),
  /** The best input, as it was found. */
  bestAmountIn: tokenAmountSchema,
  /** Why the last choice could not be had. */
  refused: z.object({ choice: ticketChoiceSchema, reason: rejectionSchema }).nullable(),
});
export type TicketRow = z.infer<typeof ticketRowSchema>;

export const orderRowSchema = z.object({
  id: z.string(),
  ticketId: z.string(),
  kind: z.enum(['execute', 'cancel']),
  createdAtMs: epochMsSchema,
  route: z.string().max(256),
  nonce: z.int(),
  submission: z.string().max(80),
  state: z.enum([
    'intended',
    'signed',
    'submitted',
    'cancelling',
    'landed',
    'reverted',
    'replaced',
    'dropped',
    'refused',
  ]),
  transactionHash: hashSchema.nullable(),
  profitToken: addressSchema,
  predictedGross: tokenAmountSchema,
  predictedNet: weiSchema,
  realised: tokenAmountSchema.nullable(),
  gasPaid: weiSchema.nullable(),
  net: weiSchema.nullable(),
  blockNumber: z.int().nullable(),
  transactionIndex: z.int().nullable(),
  detail: z.string().max(256),
  reason: rejectionSchema.nullable(),
});
export type OrderRow = z.infer<typeof orderRowSchema>;

/** One balance of ours: books beside chain, as of a block. id is `account:asset`. */
export const balanceRowSchema = z.object({
  id: z.string(),
  account: z.enum(['wallet', 'executor']),
  asset: z.string().max(42),
  books: z.bigint(),
  chain: z.bigint(),
  blockNumber: z.int(),
});
export type BalanceRow = z.infer<typeof balanceRowSchema>;

export const ledgerRowSchema = z.object({
  id: z.string(),
  kind: z.enum(['opening', 'fill', 'external', 'reversal', 'carried']),
  blockNumber: z.int(),
  atMs: epochMsSchema,
  memo: z.string().max(256),
  postings: z.array(z.object({ account: z.string(), asset: z.string().max(42), amount: z.bigint() })).max(32),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

/** A point of the bounded equity line; id is its block. */
export const equityRowSchema = z.object({
  id: z.string(),
  atMs: epochMsSchema,
  blockNumber: z.int(),
  /** What trading brought less gas, at that block's prices. */
  net: weiSchema,
  /** All that we own, and the part that came from outside since the books were opened. */
  total: weiSchema,
  external: weiSchema,
});
export type EquityRow = z.infer<typeof equityRowSchema>;

const tokenSumsSchema = z.array(z.object({ token: addressSchema, amount: z.bigint() })).max(64);

/** What the orders of one name in one dimension brought and cost; id is `dimension name`. */
export const breakdownRowSchema = z.object({
  id: z.string(),
  by: z.enum(breakdownDimensions),
  name: z.string().max(128),
  orders: z.int(),
  landed: z.int(),
  failed: z.int(),
  gross: tokenSumsSchema,
  flashFees: tokenSumsSchema,
  slippage: tokenSumsSchema,
  gas: weiSchema,
  tips: weiSchema,
  tipsUnknown: z.int(),
  failureCost: weiSchema,
  net: weiSchema,
  predictedNet: weiSchema,
});
export type BreakdownRow = z.infer<typeof breakdownRowSchema>;

/** What one rival took; id is its address, or `others`. */
export const rivalRowSchema = z.object({
  id: z.string().max(42),
  lost: z.int(),
  missed: z.int(),
  lostNet: weiSchema,
  missedNet: weiSchema,
  transactions: z.int(),
  tips: weiSchema,
  tipsUnknown: z.int(),
  earned: tokenSumsSchema,
  earnedUnknown: z.int(),
  lastBlock: z.int(),
  lastRoute: z.string().max(256),
});
export type RivalRow = z.infer<typeof rivalRowSchema>;

export const stageRowSchema = z.object({
  id: z.enum(['analysed', 'decided', 'simulated', 'submitted', 'landed', 'total']),
  p50Ms: z.number(),
  p95Ms: z.number(),
  p99Ms: z.number(),
  count: z.int(),
  budgetMs: z.number().nullable(),
});
export type StageRow = z.infer<typeof stageRowSchema>;

export const quarantineRowSchema = z.object({
  id: addressSchema,
  venue: z.string().max(24),
  sinceMs: epochMsSchema,
  reason: z.string().max(512),
});
export type QuarantineRow = z.infer<typeof quarantineRowSchema>;

/** Exactly one row, id "status". */
export const statusRowSchema = z.object({
  id: z.literal('status'),
  mode: runModeSchema,
  tradingState: tradingStateSchema,
  /** Since when it is that. */
  tradingStateAtMs: epochMsSchema.nullable(),
  haltReason: z.string().max(512),
  chainName: z.string().max(64),
  chainId: z.int(),
  nativeSymbol: z.string().max(16),
  wrappedNative: addressSchema,
  epoch: z.string(),
  blockNumber: z.int(),
  blockAtMs: epochMsSchema,
  baseFeePerGas: weiSchema,
  feed: z.enum(['connecting', 'connected', 'disconnected']),
  feedDetail: z.string().max(256),
  pools: z.int(),
  tokens: z.int(),
  pendingSeen: z.int(),
  reorgs: z.int(),
  netToday: weiSchema,
  gasToday: weiSchema,
  booksEqualChain: z.boolean(),
  tripwireChecks: z.int(),
  tripwireMismatches: z.int(),
  sent: z.int(),
  landed: z.int(),
  lost: z.int(),
  reverted: z.int(),
  /** What became of what was sent, by way to a block. */
  inclusion: z.array(
    z.object({
      way: z.enum(submissionKinds),
      submitted: z.int(),
      landed: z.int(),
      reverted: z.int(),
      missed: z.int(),
      lost: z.int(),
      tipPaid: weiSchema,
    }),
  ),
  /** Relays of the chain: its id, and what is wrong with it or empty. */
  relays: z.array(z.object({ id: z.string().max(64), problem: z.string().max(256) })),
  strategies: z.array(
    z.object({
      strategy: strategyIdSchema,
      mode: strategyModeSchema,
      grantExpiresAtMs: epochMsSchema.nullable(),
      grantLeft: weiSchema.nullable(),
      grantBudget: weiSchema.nullable(),
      /** Who set the mode, and when; null where nobody has yet. */
      setBy: z.object({ by: z.string().max(64), atMs: epochMsSchema }).nullable(),
    }),
  ),
});
export type StatusRow = z.infer<typeof statusRowSchema>;

/** Exactly one row, id "replay", and only while a journal is replayed: where it is in the recording. */
export const replayRowSchema = z.object({
  id: z.literal('replay'),
  state: z.enum(['running', 'paused', 'seeking', 'ended']),
  speed: replaySpeedSchema,
  firstBlock: z.int(),
  lastBlock: z.int(),
  blockNumber: z.int(),
  /** The recorded time of the last input applied. */
  atMs: epochMsSchema,
  inputs: z.int(),
  /** Why it ended before its end, or what differs from the recording; empty where nothing is wrong. */
  problem: z.string().max(512),
});
export type ReplayRow = z.infer<typeof replayRowSchema>;

export const panelTopics = {
  status: statusRowSchema,
  tokens: tokenRowSchema,
  opportunities: opportunityRowSchema,
  tickets: ticketRowSchema,
  orders: orderRowSchema,
  balances: balanceRowSchema,
  ledger: ledgerRowSchema,
  equity: equityRowSchema,
  breakdown: breakdownRowSchema,
  rivals: rivalRowSchema,
  stages: stageRowSchema,
  quarantine: quarantineRowSchema,
  limits: limitRowSchema,
  limitChanges: limitChangeRowSchema,
  risk: riskRowSchema,
  replay: replayRowSchema,
  bars: barsRowSchema,
  ranking: rankingRowSchema,
} as const;
export type PanelTopic = keyof typeof panelTopics;
export type PanelRow<T extends PanelTopic> = z.output<(typeof panelTopics)[T]>;

/** engine -> window */
export const panelMessageSchema = z.object({
  type: z.enum(['snapshot', 'delta']),
  topic: z.enum(Object.keys(panelTopics) as [PanelTopic, ...PanelTopic[]]),
  seq: z.int().nonnegative(),
  upserts: z.array(z.unknown()),
  removes: z.array(z.string()),
});
export type PanelMessage = z.infer<typeof panelMessageSchema>;

/** window -> engine */
export const panelRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('credit'), count: z.int().min(1).max(1000) }),
  z.strictObject({
    type: z.literal('resync'),
    topic: z.enum(Object.keys(panelTopics) as [PanelTopic, ...PanelTopic[]]),
  }),
  /** Which bars the window looks at from now on: only of these there are rows of topic `bars`. */
  z.strictObject({ type: z.literal('watch'), bars: z.array(watchedBarsSchema).max(16) }),
  /** Which opportunities the window lists from now on; null while it lists none, and then nothing is ranked. */
  z.strictObject({ type: z.literal('list'), opportunities: opportunityViewSchema.nullable() }),
]);
