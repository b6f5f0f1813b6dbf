import { z } from 'zod';
import { fundingSources } from '../domain/lender.ts';
import { rejectReasons } from '../domain/rejectReason.ts';
import { alertSightingSchema, mostAlertRules, watchedRuleSchema } from './alerts.ts';
import { chartRequests } from './charts.ts';
import {
  addressSchema,
  bytesSchema,
  chainSchema,
  epochMsSchema,
  runModeSchema,
  strategyIdSchema,
  strategyModeSchema,
  tradingStateSchema,
  weiSchema,
} from './domainSchemas.ts';
import { exposureRequests } from './exposure.ts';
import { engineHealthSchema } from './health.ts';
import { liquidityRequests } from './liquidity.ts';
import { detailRequests } from './opportunityDetail.ts';
import { traceRequests } from './opportunityTrace.ts';
import { grantSchema, submissionSchema } from './orderSchemas.ts';
import { reportFormats, reportScopeSchema } from './reportScope.ts';
import { journalRetentionSchema } from './retention.ts';
import { limitSetSchema } from './riskLimits.ts';
import { runSummarySchema } from './summary.ts';
import { ticketRevisionSchema } from './ticketChoice.ts';
import { valueAtRiskSchema } from './valueAtRisk.ts';

export const epochSchema = z.strictObject({
  id: z.string().min(1).max(64),
  mode: runModeSchema,
  chain: chainSchema,
  wallet: addressSchema,
  startedAtMs: epochMsSchema,
});

/** Tokens and pools that no trade goes through; a user's list, not a market's. */
export const neverTradeSchema = z.strictObject({
  tokens: z.array(addressSchema).max(1024),
  pools: z.array(addressSchema).max(1024),
});

/** How far tokens are trusted: the most that any strategy may do with a route through them. */
export const tokenTrustsSchema = z.strictObject({
  others: strategyModeSchema.nullable(),
  tokens: z.record(addressSchema, strategyModeSchema).refine((named) => Object.keys(named).length <= 4096),
});

export const strategySettingSchema = z.strictObject({
  strategy: strategyIdSchema,
  mode: strategyModeSchema,
  grant: grantSchema.nullable(),
  /** Who set the mode, and when; absent where nobody has. */
  setBy: z.strictObject({ by: z.string().max(64), atMs: epochMsSchema }).optional(),
});

/** main -> engine */
export const engineRequests = {
  /** Opens the store under `folder`, resumes the epoch if the journal has it, connects and starts. */
  start: {
    request: z.strictObject({
      folder: z.string().min(1),
      epoch: epochSchema,
      strategies: z.array(strategySettingSchema),
      tradingState: tradingStateSchema,
      fundingSources: z.array(z.enum(fundingSources)).min(1).max(8),
      mostSplitPools: z.int().min(0).max(8),
      neverTrade: neverTradeSchema,
      tokenTrust: tokenTrustsSchema,
      /** What a person wants to be told of. */
      alertRules: z.array(watchedRuleSchema).max(mostAlertRules).default([]),
      limits: limitSetSchema,
      /** How long the journal keeps things. */
      retention: journalRetentionSchema,
      /** Only of an epoch on paper: what the draws begin with, and whose transactions are taken out of a block before ours are judged. */
      paper: z.strictObject({ seed: z.int().nonnegative(), twins: z.array(addressSchema).max(8) }).optional(),
      /** How often this process was started before in this run, for the summary. */
      restarts: z.int().nonnegative(),
    }),
    response: z.strictObject({}),
  },
  setStrategyMode: { request: strategySettingSchema, response: z.strictObject({}) },
  setTradingState: {
    request: z.strictObject({ state: tradingStateSchema, by: z.string().max(64), reason: z.string().max(256) }),
    response: z.strictObject({}),
  },
  /** All that it is to watch for from now on. */
  setAlertRules: {
    request: z.strictObject({ rules: z.array(watchedRuleSchema).max(mostAlertRules) }),
    response: z.strictObject({}),
  },
  /** What holdings may lose in a day, as estimated from recorded bars. */
  setValueAtRisk: { request: valueAtRiskSchema, response: z.strictObject({}) },
  setLimits: { request: z.strictObject({ limits: limitSetSchema }), response: z.strictObject({}) },
  approveTicket: {
    request: z.strictObject({ ticketId: z.string(), approvalId: z.string() }),
    response: z.strictObject({}),
  },
  rejectTicket: {
    request: z.strictObject({ ticketId: z.string(), because: z.enum(rejectReasons).optional() }),
    response: z.strictObject({}),
  },
  /** A ticket that waits for a person, as they want it. What became of it is in its row; it is put before them again. */
  reviseTicket: { request: ticketRevisionSchema, response: z.strictObject({}) },
  summary: { request: z.strictObject({}), response: runSummarySchema },
  /** Writes the epoch so far as a document. @throws REPORT_NOT_WRITTEN */
  report: {
    request: z.strictObject({
      format: z.enum(reportFormats),
      scope: reportScopeSchema,
      /** Its full path. */
      file: z.string().min(1),
    }),
    response: z.strictObject({ bytes: z.int().nonnegative() }),
  },
  /** Opens nothing new and gives open orders `graceMs`: then a report is of the whole run. */
  finish: { request: z.strictObject({ graceMs: z.int().nonnegative() }), response: z.strictObject({}) },
  /** Finishes what is under way (open orders get `graceMs`), closes the store, answers with the summary. */
  stop: { request: z.strictObject({ graceMs: z.int().nonnegative() }), response: runSummarySchema },
  ...chartRequests,
  ...liquidityRequests,
  ...exposureRequests,
  engineHealth: { request: z.strictObject({}), response: engineHealthSchema },
  ...detailRequests,
  ...traceRequests,
} as const;

/** A ticket that wants a person. Main shows it in the approve view from the calldata, not from these labels. */
export const approvalRequestSchema = z.strictObject({
  ticketId: z.string(),
  plan: z.strictObject({
    chainId: z.int(),
    to: addressSchema,
    value: weiSchema,
    data: bytesSchema,
    gasLimit: z.int(),
    maxFeePerGas: weiSchema,
    maxPriorityFeePerGas: weiSchema,
    submission: submissionSchema,
    planHash: z.string(),
  }),
  nonce: z.int().nonnegative(),
  expiresAtMs: epochMsSchema,
});

/** engine -> main, one way */
export const engineNotices = {
  approvalWanted: approvalRequestSchema,
  approvalWithdrawn: z.strictObject({ ticketId: z.string(), reason: z.string().max(256) }),
  /** The engine halted itself; main makes it the trading state of the signer and of the next start too. */
  halted: z.strictObject({ reason: z.string().max(512) }),
  /** A rule was met. */
  alert: alertSightingSchema,
  /** A limit was crossed and the engine opens nothing new; main makes it the trading state of the signer and of the next start too. */
  reduceOnly: z.strictObject({ reason: z.string().max(512) }),
  /** For the headless status line. */
  status: z.strictObject({ block: z.int(), text: z.string().max(256) }),
} as const;
