import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { PerformanceReport, PerformanceSettings } from '../../../app/contract/performance.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { useStatus } from '../../state/panelStore.ts';

/** Trading goes on meanwhile. */
const againMs = 30_000;

/** What a person has chosen; a null mode is that of the run in the window. */
export type PerformanceChoice = Omit<PerformanceSettings, 'mode'> & {
  readonly mode: PerformanceSettings['mode'] | null;
};

export const performanceStore = createStore<PerformanceChoice>(() => ({
  mode: null,
  account: null,
  strategy: null,
  period: '1m',
  fromMs: null,
  toMs: null,
}));

/** null until the engine has said in which mode it runs. */
export function usePerformanceSettings(): PerformanceSettings | null {
  const { mode, ...choice } = useStore(performanceStore);
  const shown = useStatus((status) => status.mode);
  const wanted = mode ?? shown;
  return wanted === undefined ? null : { ...choice, mode: wanted };
}

export function usePerformance(): UseQueryResult<PerformanceReport> {
  const settings = usePerformanceSettings();
  return useQuery({
    queryKey: ['performance', settings],
    queryFn: async () => {
      if (settings === null) throw new Error('asked without a mode');
      return unwrap(await window.syndicate.performance(settings));
    },
    enabled: settings !== null,
    placeholderData: (before) => before,
    refetchInterval: againMs,
    retry: false,
  });
}
