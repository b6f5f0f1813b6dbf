import { z } from 'zod';
import { alertRequests } from './alerts.ts';
import { chartMarkRequests } from './chartMarks.ts';
import { chartRequests } from './charts.ts';
import { windowRequests } from './windowCommands.ts';
import { linkGroupSchema } from './workspace.ts';

const { alerts, keepAlertRule, removeAlertRule } = alertRequests;
/** What a chart needs of the alerts: those of its prices. */
const chartAlertRequests = { alerts, keepAlertRule, removeAlertRule } as const;
export type ChartAlertName = keyof typeof chartAlertRequests;

/**
 * What the window of a detached panel may ask of main: to stop trading, what its panel needs, and what becomes of itself.
 * It can neither propose nor approve anything, and drives its link group only as the panel that it is.
 */
export const detachedRequests = {
  halt: windowRequests.halt,
  processes: windowRequests.processes,
  disk: windowRequests.disk,
  engineHealth: windowRequests.engineHealth,
  logLines: windowRequests.logLines,
  copyDiagnostics: windowRequests.copyDiagnostics,
  link: windowRequests.link,
  ...chartRequests,
  ...chartMarkRequests,
  ...chartAlertRequests,
  /** Puts its panel into another link group, or into none. */
  chooseGroup: { request: z.strictObject({ group: linkGroupSchema.nullable() }), response: z.strictObject({}) },
  /** Closes the window: its panel is docked again. */
  dock: { request: z.strictObject({}), response: z.strictObject({}) },
} as const;
