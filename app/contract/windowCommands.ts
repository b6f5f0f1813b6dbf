import { z } from 'zod';
import { rejectReasons } from '../domain/rejectReason.ts';
import { alertRequests } from './alerts.ts';
import { analysisRequests } from './analyses.ts';
import { bookPaperOrderSchema, bookPaperReportSchema } from './bookPaper.ts';
import {
  calibrationJobSchema,
  calibrationOrderSchema,
  calibrationReportSchema,
  mostCalibrationReports,
} from './calibration.ts';
import { chartMarkRequests } from './chartMarks.ts';
import { chartRequests } from './charts.ts';
import { diskStateSchema } from './disk.ts';
import { strategyIdSchema, strategyModeSchema, weiSchema } from './domainSchemas.ts';
import { exposureRequests } from './exposure.ts';
import { engineHealthSchema, healthRequests } from './health.ts';
import { importJobSchema, importOrderSchema, keptHistorySchema } from './imports.ts';
import { liquidityRequests } from './liquidity.ts';
import { detailRequests } from './opportunityDetail.ts';
import { traceRequests } from './opportunityTrace.ts';
import { performanceRequests } from './performance.ts';
import { recordedBookRequests } from './recordedBook.ts';
import { replayActionSchema } from './replay.ts';
import { reportScopeSchema } from './reportScope.ts';
import { limitEditsSchema } from './riskLimits.ts';
import { scenarioRequests } from './scenarios.ts';
import { settingRequests } from './settings.ts';
import { sizingRequests } from './sizing.ts';
import { stopKeyStateSchema } from './stopKey.ts';
import { ticketRevisionSchema } from './ticketChoice.ts';
import { detachableSchema, linkMoveSchema, workspaceSchema, workspacesSchema } from './workspace.ts';

/** How the pages look: chosen in the panels' page, which remembers it, and followed by the approve view. */
export const themeSchema = z.strictObject({
  appearance: z.enum(['dark', 'light']),
  /** Gains and losses in green and red, or in blue and orange. */
  palette: z.enum(['standard', 'colourBlind']),
  /** The size of everything, in per cent. */
  scalePercent: z.int().min(80).max(150).default(100),
  /** As the system says, or reduced in any case. */
  motion: z.enum(['system', 'reduced']).default('system'),
});
export type Theme = z.infer<typeof themeSchema>;

/** What a panels window may ask of main (through its preload bridge). Stopping never asks back. */
export const windowRequests = {
  /** Off, watch and approve take effect at once. */
  setStrategyMode: {
    request: z.strictObject({ strategy: strategyIdSchema, mode: strategyModeSchema.exclude(['automate']) }),
    response: z.strictObject({}),
  },
  /** Puts a grant before the person in the approve view; automate begins only when it is confirmed there. */
  proposeGrant: {
    request: z.strictObject({ strategy: strategyIdSchema, budget: weiSchema, minutes: z.int().min(1).max(10_080) }),
    response: z.strictObject({}),
  },
  /** What allows no more than before takes effect at once; anything else is put before the person in the approve view. */
  changeLimits: {
    request: z.strictObject({ edits: limitEditsSchema }),
    response: z.strictObject({ applied: z.boolean() }),
  },
  halt: { request: z.strictObject({}), response: z.strictObject({}) },
  reduceOnly: { request: z.strictObject({}), response: z.strictObject({}) },
  /** The keys that halt from any program. */
  stopKey: { request: z.strictObject({}), response: stopKeyStateSchema },
  /** Puts the resumption before the person in the approve view. */
  proposeResume: { request: z.strictObject({}), response: z.strictObject({}) },
  /** Another size, least profit or way of a ticket that waits: the engine makes it anew, and it is approved like any other. */
  reviseTicket: { request: ticketRevisionSchema, response: z.strictObject({}) },
  /** The row that the ticket panel shows; the approve view follows it when it waits for approval. */
  selectTicket: { request: z.strictObject({ ticketId: z.string().max(64).nullable() }), response: z.strictObject({}) },
  /** Where the approve view is laid over the ticket panel, in CSS pixels of the window; null hides it. */
  placeApproveView: {
    request: z.strictObject({
      bounds: z
        .strictObject({ x: z.int(), y: z.int(), width: z.int().nonnegative(), height: z.int().nonnegative() })
        .nullable(),
    }),
    response: z.strictObject({}),
  },
  /** The theme of this page, for the approve view and the window around both. */
  followTheme: { request: themeSchema, response: z.strictObject({}) },
  /** The saved workspaces, those that a new data folder begins with, and what was mended in the saved ones, said once. */
  workspaces: {
    request: z.strictObject({}),
    response: z.strictObject({
      arrangement: workspacesSchema,
      starters: z.array(workspaceSchema),
      /** Nothing was saved yet. */
      isNew: z.boolean(),
      notices: z.array(z.string()),
    }),
  },
  /** Kept when it answers. */
  arrange: { request: workspacesSchema, response: z.strictObject({}) },
  /** Brings the window of a detached panel to the front. */
  showDetached: { request: z.strictObject({ panel: detachableSchema }), response: z.strictObject({}) },
  /** Moves every panel of a link group, in every window. */
  link: { request: linkMoveSchema, response: z.strictObject({}) },
  /** Only while a journal is replayed. */
  controlReplay: { request: replayActionSchema, response: z.strictObject({}) },
  processes: {
    request: z.strictObject({}),
    response: z.array(
      z.strictObject({
        name: z.string(),
        pid: z.int(),
        cpuPercent: z.number(),
        memoryBytes: z.number(),
        restarts: z.int(),
        state: z.enum(['starting', 'running', 'restarting', 'stopped']),
      }),
    ),
  },
  /** Null where nothing is traded. */
  disk: { request: z.strictObject({}), response: z.strictObject({ disk: diskStateSchema.nullable() }) },
  about: {
    request: z.strictObject({}),
    response: z.strictObject({
      version: z.string(),
      electron: z.string(),
      officialBuild: z.boolean(),
      liveLocked: z.boolean(),
      liveLockedReasons: z.array(z.string()),
      dataFolder: z.string(),
    }),
  },
  /** Asks for a file to import and looks at what it holds; where it is, only main knows. Does nothing if the person cancelled. */
  chooseImport: { request: z.strictObject({}), response: z.strictObject({}) },
  /** Imports the file that was chosen. */
  startImport: { request: importOrderSchema, response: z.strictObject({}) },
  /** A pause stores what is read; a cancelled import keeps it too, and the same file goes on from there. */
  controlImport: {
    request: z.strictObject({ action: z.enum(['pause', 'resume', 'cancel', 'dismiss']) }),
    response: z.strictObject({}),
  },
  importJob: { request: z.strictObject({}), response: z.strictObject({ job: importJobSchema.nullable() }) },
  keptHistory: { request: z.strictObject({}), response: keptHistorySchema },
  /** Sends orders on paper into a recorded order book. @throws BOOK_UNKNOWN, BOOK_PAPER_*, HISTORY_* */
  tradeOnBook: { request: bookPaperOrderSchema, response: bookPaperReportSchema },
  ...recordedBookRequests,
  /** Paper and real side by side, on an embedded chain of their own, beside what the window does. */
  startCalibration: { request: calibrationOrderSchema, response: z.strictObject({}) },
  /** stop: while both trade the report of the time they had is made; before, there is none. dismiss: of one that came to no report. */
  controlCalibration: {
    request: z.strictObject({ action: z.enum(['stop', 'dismiss']) }),
    response: z.strictObject({}),
  },
  /** The one under way, and how many reports are kept. */
  calibrationJob: {
    request: z.strictObject({}),
    response: z.strictObject({ job: calibrationJobSchema.nullable(), reports: z.int().nonnegative() }),
  },
  /** Newest first. */
  calibrationReports: {
    request: z.strictObject({}),
    response: z.strictObject({ reports: z.array(calibrationReportSchema).max(mostCalibrationReports) }),
  },
  /** Pools from the engine, recorded series from the history process; main only passes on what it may be asked. */
  ...chartRequests,
  ...detailRequests,
  ...traceRequests,
  ...alertRequests,
  ...settingRequests,
  ...analysisRequests,
  ...sizingRequests,
  ...performanceRequests,
  ...exposureRequests,
  ...scenarioRequests,
  /** Asks where to save what a panel shows, writes it, answers the path; null if the person cancelled. */
  exportTable: {
    request: z.strictObject({
      name: z.string().regex(/^[a-z0-9-]{1,48}$/),
      format: z.enum(['csv', 'json']),
      text: z.string().max(8_000_000),
    }),
    response: z.strictObject({ path: z.string().nullable() }),
  },
  ...liquidityRequests,
  ...healthRequests,
  engineHealth: { request: z.strictObject({}), response: engineHealthSchema },
  ...chartMarkRequests,
  /** Asks where to save, writes it, answers the path; null if the person cancelled. */
  exportReport: {
    request: z.strictObject({ format: z.enum(['json', 'csv', 'pdf']), scope: reportScopeSchema }),
    response: z.strictObject({ path: z.string().nullable() }),
  },
} as const;

/** On paper nothing is signed, and the card says so. */
const cardModeSchema = z.enum(['PAPER', 'DEVNET', 'LIVE']);

/** What the approve view shows: everything computed by main from the calldata itself. */
export const approvalCardSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('plan'),
    ticketId: z.string(),
    method: z.string(),
    contract: z.string(),
    chainName: z.string(),
    chainId: z.int(),
    mode: cardModeSchema,
    route: z.string().max(512),
    /** How it may reach a block, in words. */
    submission: z.string().max(128),
    /** What goes in. */
    input: z.string(),
    returnsAtLeast: z.string(),
    worstCaseGas: z.string(),
    /** none: one yes is enough. asked: above the threshold, so the first yes only asks for the second. given: the second is waited for. */
    secondStep: z.enum(['none', 'asked', 'given']),
    /** What the threshold is, in words; empty where there is none. */
    secondStepAbove: z.string().max(64),
    nonce: z.int(),
    /** Groups of four hex digits of the plan hash. */
    digest: z.string(),
    expiresAtMs: z.number(),
  }),
  z.strictObject({
    kind: z.literal('grant'),
    proposalId: z.string(),
    /** null: nothing runs yet that would be of one. */
    mode: cardModeSchema.nullable(),
    strategy: z.string(),
    budget: z.string(),
    submissions: z.string().max(128),
    until: z.string(),
    digest: z.string(),
    expiresAtMs: z.number(),
  }),
  z.strictObject({
    kind: z.literal('limits'),
    proposalId: z.string(),
    /** A line for each limit: its name, what it is and what it becomes. */
    changes: z.array(z.string().max(128)).max(32),
    digest: z.string(),
    expiresAtMs: z.number(),
  }),
  z.strictObject({
    kind: z.literal('resume'),
    proposalId: z.string(),
    reason: z.string(),
    digest: z.string(),
    expiresAtMs: z.number(),
  }),
]);
export type ApprovalCard = z.infer<typeof approvalCardSchema>;

/** The approve view's own bridge: nothing else can call these. `digest` must equal that of the card on show. */
export const approveRequests = {
  approve: { request: z.strictObject({ digest: z.string() }), response: z.strictObject({}) },
  /** `because`: only of a plan. */
  reject: {
    request: z.strictObject({ digest: z.string(), because: z.enum(rejectReasons).nullable().default(null) }),
    response: z.strictObject({}),
  },
} as const;

/** Milliseconds for which the approve button stays inert after the digest changed. */
export const approveInertMs = 500;
