import { join } from 'node:path';
import { z } from 'zod';
import { starterAlertRules } from '../../app/alerts/starterRules.ts';
import { isInterval } from '../../app/candles/interval.ts';
import { alertRuleSchema, mostAlertRules, quietHoursSchema } from '../../app/contract/alerts.ts';
import { diskLimitsSchema } from '../../app/contract/disk.ts';
import {
  addressSchema,
  epochMsSchema,
  strategyIdSchema,
  strategyModeSchema,
  tradingStateSchema,
} from '../../app/contract/domainSchemas.ts';
import { defaultHistoryRetention, historyRetentionSchema } from '../../app/contract/history.ts';
import { reportScheduleSchema } from '../../app/contract/reportSchedule.ts';
import { defaultJournalRetention, journalRetentionSchema } from '../../app/contract/retention.ts';
import { limitSetSchema } from '../../app/contract/riskLimits.ts';
import { stopKeySettingSchema } from '../../app/contract/stopKey.ts';
import { ticketSettingsSchema } from '../../app/contract/ticketChoice.ts';
import type { EpochMs } from '../../app/domain/clock.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { fundingSources } from '../../app/domain/lender.ts';
import type { StrategyId, StrategyMode, TradingState } from '../../app/domain/mode.ts';
import { initialLimits, type LimitSet } from '../../app/domain/riskLimit.ts';
import { noTokenTrusts } from '../../app/domain/tokenTrust.ts';
import { flashArbitrageDefaults } from '../../app/strategies/flashArbitrage/settings.ts';
import { readFileIfPresent, writeFileAtomically } from '../atomicFile.ts';

const historyRetention = historyRetentionSchema.refine(
  ({ candlesDays }) => Object.keys(candlesDays).every(isInterval),
  'candlesDays names an interval that is not kept',
);

/** As people write and copy them: capitals are a checksum. */
const writtenAddress = z.string().toLowerCase().pipe(addressSchema);

const alertSettingsSchema = z.strictObject({
  /** Of the rule language and of these fields. */
  version: z.literal(1).default(1),
  rules: z
    .array(alertRuleSchema)
    .max(mostAlertRules)
    .default([...starterAlertRules]),
  quietHours: quietHoursSchema.default(null),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

export const settingsSchema = z.strictObject({
  version: z.literal(1),
  strategies: z.array(
    z.strictObject({
      strategy: strategyIdSchema,
      mode: strategyModeSchema,
      /** Who set it, and when; absent until somebody does, and in files of earlier versions. */
      setBy: z.strictObject({ by: z.string().max(64), atMs: epochMsSchema }).optional(),
    }),
  ),
  tradingState: tradingStateSchema,
  /** Who stopped trading and why; empty while it is active. */
  tradingStateReason: z.string().max(512),
  /** Where routes may be funded from; files from before there were lenders have no such field. */
  fundingSources: z
    .array(z.enum(fundingSources))
    .min(1)
    .max(8)
    .default([...fundingSources]),
  /** Over how many pools a route may be split; 0 for none. */
  mostSplitPools: z.int().min(0).max(8).default(flashArbitrageDefaults.mostSplitPools),
  /** Tokens and pools that no trade may go through, by their addresses. Read at the start. */
  neverTrade: z
    .strictObject({
      tokens: z.array(writtenAddress).max(1024).default([]),
      pools: z.array(writtenAddress).max(1024).default([]),
    })
    .prefault({}),
  /** How far tokens are trusted, by their addresses: the most that a strategy may do with a route through them. Read at the start. */
  tokenTrust: z
    .strictObject({
      others: strategyModeSchema.nullable().default(null),
      tokens: z
        .record(writtenAddress, strategyModeSchema)
        .refine((named) => Object.keys(named).length <= 4096, 'tokenTrust names more than 4096 tokens')
        .default({}),
    })
    .prefault({}),
  /** What trades are held to, and who changed it; files from before limits were data have no such field. */
  limits: limitSetSchema.default(() => ({ ...initialLimits, changes: [] })),
  /** How long things are kept; carried out at each start and once a day. */
  retention: z
    .strictObject({ journal: journalRetentionSchema.prefault({}), history: historyRetention.prefault({}) })
    .prefault({}),
  /** What a person wants to be told of. */
  alerts: alertSettingsSchema.prefault({}),
  /** Reports that are written by themselves. */
  reports: reportScheduleSchema.prefault({}),
  /** The room that the disk of this folder must have. */
  disk: diskLimitsSchema.prefault({}),
  /** What the ticket offers, and how it is approved. */
  ticket: ticketSettingsSchema.prefault({}),
  /** Keys that halt trading whichever program has the keyboard; F12 does in any window of ours. */
  stopKey: stopKeySettingSchema.default('Ctrl+Shift+F12'),
});
export type Settings = z.infer<typeof settingsSchema>;

export const initialSettings: Settings = {
  version: 1,
  strategies: [{ strategy: 'flash-arbitrage', mode: 'approve' }],
  tradingState: 'active',
  tradingStateReason: '',
  fundingSources: [...fundingSources],
  mostSplitPools: flashArbitrageDefaults.mostSplitPools,
  neverTrade: { tokens: [], pools: [] },
  tokenTrust: { ...noTokenTrusts, tokens: {} },
  limits: { ...initialLimits, changes: [] },
  retention: { journal: defaultJournalRetention, history: defaultHistoryRetention },
  alerts: alertSettingsSchema.parse({}),
  reports: reportScheduleSchema.parse({}),
  disk: diskLimitsSchema.parse({}),
  ticket: ticketSettingsSchema.parse({}),
  stopKey: 'Ctrl+Shift+F12',
};

/** Who set a mode, and when. */
export interface SetBy {
  readonly by: string;
  readonly atMs: EpochMs;
}

/** Modes and the trading state: main is their only source, and every change is on disk before it takes effect. */
export interface SettingsStore {
  readonly current: Settings;
  setMode(strategy: StrategyId, mode: StrategyMode, setBy: SetBy): void;
  setTradingState(state: TradingState, reason: string): void;
  setAlerts(alerts: AlertSettings): void;
  setLimits(limits: LimitSet): void;
  /** Takes other settings; never modes, limits or the trading state, which stay as they are. */
  take(settings: Settings): void;
}

/**
 * Opens settings.json. A grant does not outlive main, so a strategy that was automated comes back as approve; what was
 * halted stays halted.
 * @throws ExpectedError SETTINGS_UNREADABLE: going on with defaults could lift a halt
 */
export function openSettings(root: string): SettingsStore {
  const path = join(root, 'settings.json');
  let current = withoutAutomate(readSettings(path));
  const write = (next: Settings): void => {
    writeFileAtomically(path, `${JSON.stringify(next, null, 2)}\n`);
    current = next;
  };
  write(current);
  return {
    get current() {
      return current;
    },
    setMode: (strategy, mode, setBy) =>
      write({
        ...current,
        strategies: current.strategies.map((each) => (each.strategy === strategy ? { strategy, mode, setBy } : each)),
      }),
    setTradingState: (tradingState, reason) =>
      write({ ...current, tradingState, tradingStateReason: tradingState === 'active' ? '' : reason.slice(0, 512) }),
    setAlerts: (alerts) => write({ ...current, alerts }),
    setLimits: (limits) => write({ ...current, limits: { ...limits, changes: [...limits.changes] } }),
    take: (settings) => {
      const { strategies, tradingState, tradingStateReason, limits } = current;
      write({ ...settings, strategies, tradingState, tradingStateReason, limits });
    },
  };
}

function withoutAutomate(settings: Settings): Settings {
  return {
    ...settings,
    strategies: settings.strategies.map((each) => (each.mode === 'automate' ? { ...each, mode: 'approve' } : each)),
  };
}

function readSettings(path: string): Settings {
  const text = readFileIfPresent(path);
  if (text === null) return initialSettings;
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExpectedError('SETTINGS_UNREADABLE', `${path} cannot be read as settings`, {
      advice: 'Correct the file, or delete it to begin with the defaults (nothing is halted then).',
      facts: { path },
      cause,
    });
  }
}
