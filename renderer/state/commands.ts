import { toast } from 'sonner';
import type { AlertRuleDraft } from '../../app/contract/alerts.ts';
import type { CalibrationOrder } from '../../app/contract/calibration.ts';
import type { ChartMarks, ChartSymbol } from '../../app/contract/chartMarks.ts';
import type { ImportOrder } from '../../app/contract/imports.ts';
import type { ReplayAction } from '../../app/contract/replay.ts';
import type { Theme } from '../../app/contract/windowCommands.ts';
import type { DetachablePanel, LinkGroup, LinkMove, Workspaces } from '../../app/contract/workspace.ts';
import type { Wei } from '../../app/domain/amount.ts';
import type { StrategyId, StrategyMode } from '../../app/domain/mode.ts';
import { failureFrom, type Result } from '../../app/domain/result.ts';
import type { LimitId } from '../../app/domain/riskLimit.ts';
import type { TicketChoice } from '../../app/domain/ticketChoice.ts';
import { panelStore } from './panelStore.ts';

/** Runs a command of the bridge and says so where it failed: what happened and what to do. */
async function run<Value>(what: string, ask: () => Promise<Result<Value>>): Promise<Result<Value>> {
  const result = await ask().catch(failureFrom);
  if (!result.ok) toast.error(`${what}: ${result.message}`, { description: result.advice });
  return result;
}

/** Takes effect at once; never asks back. */
export async function halt(): Promise<void> {
  const result = await run('Halt', () => window.syndicate.halt({}));
  if (!result.ok) {
    toast.error('Trading may not be halted', {
      description: 'Press F12 again, or quit the application.',
      duration: Infinity,
    });
  }
}

export async function reduceOnly(): Promise<void> {
  await run('Reduce-only', () => window.syndicate.reduceOnly({}));
}

/** Puts the resumption into the approve view. */
export async function proposeResume(): Promise<void> {
  const result = await run('Resume', () => window.syndicate.proposeResume({}));
  if (result.ok) toast('Confirm the resumption in the approve view of the ticket panel.');
}

/** Less takes effect at once; more goes into the approve view. */
export async function changeLimit(limit: LimitId, to: number): Promise<boolean> {
  const result = await run('Limit', () => window.syndicate.changeLimits({ edits: [{ limit, to }] }));
  if (result.ok && !result.value.applied) toast('Confirm the limit in the approve view of the ticket panel.');
  return result.ok;
}

/** Another size, least profit or way of a ticket that waits; it comes back into the approve view. */
export async function reviseTicket(ticketId: string, choice: TicketChoice): Promise<void> {
  await run('Ticket', () => window.syndicate.reviseTicket({ ticketId, choice }));
}

export async function setStrategyMode(strategy: StrategyId, mode: Exclude<StrategyMode, 'automate'>): Promise<void> {
  await run('Strategy mode', () => window.syndicate.setStrategyMode({ strategy, mode }));
}

/** Puts a grant into the approve view; automate begins when it is confirmed there. */
export async function proposeGrant(strategy: StrategyId, budget: Wei, minutes: number): Promise<boolean> {
  const result = await run('Grant', () => window.syndicate.proposeGrant({ strategy, budget, minutes }));
  if (result.ok) toast('Confirm the grant in the approve view of the ticket panel.');
  return result.ok;
}

/** The approve view and the window around both pages take this page's theme. */
export async function followTheme(theme: Theme): Promise<void> {
  await run('Theme of the approve view', () => window.syndicate.followTheme(theme));
}

/** Moves the panels of a link group in the other windows. */
export async function reportLink(move: LinkMove): Promise<void> {
  await run('Link group', () => window.syndicate.link(move));
}

/** Brings the window of a detached panel to the front. */
export async function showDetached(panel: DetachablePanel): Promise<void> {
  await run('Detached panel', () => window.syndicate.showDetached({ panel }));
}

/** Of a detached panel: docks it again. */
export async function dockAgain(): Promise<void> {
  await run('Dock', () => window.syndicateDetached.dock({}));
}

/** Of a detached panel: puts it into another link group, or into none. */
export async function chooseGroup(group: LinkGroup | null): Promise<void> {
  await run('Link group', () => window.syndicateDetached.chooseGroup({ group }));
}

/** Keeps the workspaces as they are now. */
export async function keepWorkspaces(workspaces: Workspaces): Promise<void> {
  await run('Layout', () => window.syndicate.arrange(workspaces));
}

/** What is kept of a symbol that is charted; null where main could not say, which was said. */
export async function readChartMarks(symbol: ChartSymbol): Promise<ChartMarks | null> {
  const result = await run('Drawings', () => window.syndicate.chartMarks({ symbol }));
  return result.ok ? result.value.marks : null;
}

/** Keeps what is drawn of a symbol. */
export async function keepChartMarks(symbol: ChartSymbol, marks: ChartMarks): Promise<void> {
  await run('Drawings', () => window.syndicate.keepChartMarks({ symbol, marks }));
}

/** Adds an alert rule, or changes one. */
export async function keepAlertRule(id: string | null, rule: AlertRuleDraft): Promise<void> {
  await run('Alert', () => window.syndicate.keepAlertRule({ id, rule }));
}

export async function removeAlertRule(id: string): Promise<void> {
  await run('Alert', () => window.syndicate.removeAlertRule({ id }));
}

/** Asks for a file; what it holds is looked at by itself. */
export async function chooseImport(): Promise<void> {
  await run('Import', () => window.syndicate.chooseImport({}));
}

export async function startImport(order: ImportOrder): Promise<void> {
  await run('Import', () => window.syndicate.startImport(order));
}

export async function controlImport(action: 'pause' | 'resume' | 'cancel' | 'dismiss'): Promise<void> {
  await run('Import', () => window.syndicate.controlImport({ action }));
}

/** Begins a run of paper and real side by side. */
export async function startCalibration(order: CalibrationOrder): Promise<void> {
  await run('Calibration', () => window.syndicate.startCalibration(order));
}

export async function controlCalibration(action: 'stop' | 'dismiss'): Promise<void> {
  await run('Calibration', () => window.syndicate.controlCalibration({ action }));
}

/** Pauses, steps, paces or moves a replay. */
export async function controlReplay(action: ReplayAction): Promise<void> {
  await run('Replay', () => window.syndicate.controlReplay(action));
}

export type ReportScopeName = 'epoch' | 'today' | StrategyId;

/** Of the whole epoch, of today's UTC day, or of a strategy. */
export async function exportReport(format: 'json' | 'csv' | 'pdf', of: ReportScopeName = 'epoch'): Promise<void> {
  const result = await run('Report', () => window.syndicate.exportReport({ format, scope: scopeOf(of) }));
  if (result.ok && result.value.path !== null) toast.success('Report written', { description: result.value.path });
}

/** Puts on the clipboard what helps somebody else, without anything secret. */
export async function copyDiagnostics(): Promise<void> {
  const result = await run('Diagnostics', () => window.syndicate.copyDiagnostics({}));
  if (result.ok) toast.success('Diagnostics are on the clipboard');
}

/** Saves what a panel shows where the person says. */
export async function exportTable(name: string, format: 'csv' | 'json', text: string): Promise<void> {
  const result = await run('Export', () => window.syndicate.exportTable({ name, format, text }));
  if (result.ok && result.value.path !== null) toast.success('File written', { description: result.value.path });
}

function scopeOf(name: ReportScopeName) {
  if (name === 'epoch') return { kind: 'epoch' } as const;
  if (name !== 'today') return { kind: 'strategy', strategy: name } as const;
  // The day of the run's own clock: a replay's today is that of its recording.
  const atMs = panelStore.getState().status.rows.get('status')?.blockAtMs ?? 0;
  return { kind: 'day', day: new Date(atMs).toISOString().slice(0, 10) } as const;
}
