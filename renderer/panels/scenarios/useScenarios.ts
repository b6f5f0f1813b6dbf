import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { StressAnswer } from '../../../app/contract/scenarios.ts';
import { unwrap } from '../../../app/domain/result.ts';
import type { Scenario } from '../../../app/domain/scenario.ts';

const everyMs = 10_000;
const key = ['stress'];

/** Everything that is held, by every scenario; worked out anew while a panel shows it. */
export function useScenarios(): UseQueryResult<StressAnswer> {
  return useQuery({
    queryKey: key,
    queryFn: async () => unwrap(await window.syndicate.stress({})),
    refetchInterval: everyMs,
    retry: false,
  });
}

/** What is shown in detail, and what is being made; null: nothing. */
export const chosenScenario = createStore<{ readonly id: string | null; readonly isMaking: boolean }>(() => ({
  id: null,
  isMaking: false,
}));

export function useChosenScenario(): { readonly id: string | null; readonly isMaking: boolean } {
  return useStore(chosenScenario);
}

/** Keeps own scenarios in place of those before; answers why not, or an empty text. */
export function useKeepScenarios(): (own: readonly Scenario[]) => Promise<string> {
  const queries = useQueryClient();
  return async (own) => {
    const answer = await window.syndicate.keepScenarios({ own: [...own] });
    if (!answer.ok) return `${answer.message}. ${answer.advice}`;
    await queries.invalidateQueries({ queryKey: key });
    return '';
  };
}
