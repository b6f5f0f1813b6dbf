import { z } from 'zod';
import { longestCondition } from '../domain/condition/parseCondition.ts';
import { epochMsSchema, runModeSchema } from './domainSchemas.ts';
import { linkSubjectSchema } from './workspace.ts';

/** What a rule can be about. What each has to say stands in app/alerts/topics.ts. */
export const alertTopics = [
  'status',
  'opportunities',
  'tickets',
  'orders',
  'prices',
  'balances',
  'breakdown',
  'rivals',
  'quarantine',
  'stages',
  'processes',
  'disk',
  'warnings',
] as const;
export const alertTopicSchema = z.enum(alertTopics);
export type AlertTopic = z.infer<typeof alertTopicSchema>;

/** What main sees by itself; the rest the engine sees. */
export const mainAlertTopics = ['processes', 'disk', 'warnings'] as const satisfies readonly AlertTopic[];

export const mostAlertRules = 1_000;

/** What a person says of a rule. */
export const alertRuleDraftSchema = z.strictObject({
  name: z.string().trim().min(1).max(64),
  topic: alertTopicSchema,
  condition: z.string().max(longestCondition),
  /** An urgent one is heard in quiet hours too. */
  severity: z.enum(['notice', 'urgent']),
  /** A notification of the desktop; in the list it stands in any case. */
  notifies: z.boolean(),
  sounds: z.boolean(),
  enabled: z.boolean(),
  /** It speaks at most so often; what it holds back it counts. */
  repeatAfterS: z.int().min(0).max(86_400),
  /** It is switched off once it has spoken. Rules from before there were such have no such field. */
  once: z.boolean().default(false),
});
export type AlertRuleDraft = z.infer<typeof alertRuleDraftSchema>;

export const alertRuleIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** A rule as it is kept; each change is a new revision, and what fired says of which. */
export const alertRuleSchema = z.strictObject({
  ...alertRuleDraftSchema.shape,
  id: alertRuleIdSchema,
  revision: z.int().min(1),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

const minuteOfDay = z.int().min(0).max(1439);

/** From and until in minutes of the local day; it may lie over midnight. */
export const quietHoursSchema = z.strictObject({ fromMinute: minuteOfDay, untilMinute: minuteOfDay }).nullable();
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** The part of a rule that watching needs. */
export const watchedRuleSchema = z.strictObject({
  id: alertRuleIdSchema,
  revision: z.int().min(1),
  topic: alertTopicSchema,
  condition: z.string().max(longestCondition),
  repeatAfterS: z.int().min(0).max(86_400),
  /** When it fired last, so that a restart repeats nothing; null where it never did. */
  lastFiredAtMs: epochMsSchema.nullable(),
});
export type WatchedRule = z.infer<typeof watchedRuleSchema>;

/** A rule was met: what whoever watches tells main. */
export const alertSightingSchema = z.strictObject({
  ruleId: alertRuleIdSchema,
  revision: z.int().min(1),
  atMs: epochMsSchema,
  /** The run that it was seen in; null of what belongs to none. */
  mode: runModeSchema.nullable(),
  /** Which row, and what the condition's fields were there. */
  text: z.string().max(256),
  /** Rows that met it while it was held back. */
  heldBack: z.int().nonnegative(),
  subject: linkSubjectSchema.nullable(),
});
export type AlertSighting = z.infer<typeof alertSightingSchema>;

/** One entry of the history. */
export const alertFiringSchema = z.strictObject({
  ...alertSightingSchema.shape,
  id: z.int().positive(),
  name: z.string().max(64),
  topic: alertTopicSchema,
  condition: z.string().max(longestCondition),
  severity: z.enum(['notice', 'urgent']),
  /** How it was told: said aloud, kept quiet by the quiet hours, or only listed as the rule wants. */
  told: z.enum(['said', 'quiet', 'listed']),
  seen: z.boolean(),
});
export type AlertFiring = z.infer<typeof alertFiringSchema>;

/** What a window is told: something fired, or its notification was clicked. */
export interface AlertNews {
  readonly firing: AlertFiring;
  readonly isOpened: boolean;
}

export const mostFiringsShown = 500;

/** One topic as a person is told of it: where its rules look, and what they can speak of. */
const alertTopicHelpSchema = z.strictObject({
  topic: alertTopicSchema,
  title: z.string(),
  /** Fires once for each row that comes to meet it, or once for a figure. */
  speaksOf: z.string(),
  fields: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['figure', 'word', 'words', 'yesNo']),
      unit: z.string(),
      means: z.string(),
    }),
  ),
  example: z.string(),
});
export type AlertTopicHelp = z.infer<typeof alertTopicHelpSchema>;

export const alertRequests = {
  /** Rules, what can be written in them, quiet hours, and what fired, newest first. */
  alerts: {
    request: z.strictObject({}),
    response: z.strictObject({
      rules: z.array(alertRuleSchema),
      quietHours: quietHoursSchema,
      isQuiet: z.boolean(),
      firings: z.array(alertFiringSchema).max(mostFiringsShown),
      unseen: z.int().nonnegative(),
      topics: z.array(alertTopicHelpSchema),
      /** False where nothing is watched, as in a replay. */
      isWatching: z.boolean(),
    }),
  },
  /** A new rule where `id` is null. @throws CONDITION_MALFORMED saying where, ALERT_RULES_FULL, ALERT_UNKNOWN */
  keepAlertRule: {
    request: z.strictObject({ id: alertRuleIdSchema.nullable(), rule: alertRuleDraftSchema }),
    response: alertRuleSchema,
  },
  removeAlertRule: { request: z.strictObject({ id: alertRuleIdSchema }), response: z.strictObject({}) },
  setQuietHours: { request: z.strictObject({ quietHours: quietHoursSchema }), response: z.strictObject({}) },
  /** What fired until now was looked at. */
  markAlertsSeen: { request: z.strictObject({ throughId: z.int().nonnegative() }), response: z.strictObject({}) },
} as const;
