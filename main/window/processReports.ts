import { app } from 'electron';
import type { z } from 'zod';
import type { windowRequests } from '../../app/contract/windowCommands.ts';
import type { ProcessReport } from '../process/processReport.ts';
import { shownState } from './shownState.ts';

export type ProcessRows = z.input<(typeof windowRequests)['processes']['response']>;

const typeNames: Readonly<Record<string, string>> = {
  Browser: 'main',
  Tab: 'window',
  GPU: 'graphics',
  Utility: 'service',
  Zygote: 'zygote',
};

/** Every process of the terminal with what it uses; those that main supervises also with their restarts. */
export function processRows(supervised: readonly ProcessReport[]): ProcessRows {
  const metrics = app.getAppMetrics();
  const byPid = new Map(metrics.map((metric) => [metric.pid, metric]));
  const ours = new Set(supervised.map(({ pid }) => pid));
  const children = supervised.map(({ name, pid, restarts, state }) => {
    const metric = pid === null ? undefined : byPid.get(pid);
    return { name, pid: pid ?? 0, ...usage(metric), restarts, state: shownState({ restarts, state }) };
  });
  const others = metrics
    .filter(({ pid, type }) => !ours.has(pid) && type !== 'Zygote')
    .map((metric) => ({
      name: typeNames[metric.type] ?? metric.type.toLowerCase(),
      pid: metric.pid,
      ...usage(metric),
      restarts: 0,
      state: 'running' as const,
    }));
  return [...children, ...others];
}

function usage(metric: Electron.ProcessMetric | undefined): { cpuPercent: number; memoryBytes: number } {
  return { cpuPercent: metric?.cpu.percentCPUUsage ?? 0, memoryBytes: (metric?.memory.workingSetSize ?? 0) * 1024 };
}
