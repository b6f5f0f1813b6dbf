import { toast } from 'sonner';
import type { ReplayAction } from '../../app/contract/replay.ts';
import type { Theme } from '../../app/contract/windowCommands.ts';
import type { Wei } from '../../app/domain/amount.ts';
import type { StrategyId, StrategyMode } from '../../app/domain/mode.ts';
import { failureFrom, type Result } from '../../app/domain/result.ts';

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

/** Pauses, steps, paces or moves a replay. */
export async function controlReplay(action: ReplayAction): Promise<void> {
  await run('Replay', () => window.syndicate.controlReplay(action));
}

export async function exportReport(format: 'json' | 'csv' | 'pdf'): Promise<void> {
  const result = await run('Report', () => window.syndicate.exportReport({ format }));
  if (result.ok && result.value.path !== null) toast.success('Report written', { description: result.value.path });
}
