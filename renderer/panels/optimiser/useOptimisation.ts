import type { UseQueryResult } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AnalysisAnswer } from '../../../app/contract/analyses.ts';
import type { OptimisationSettings } from '../../../app/contract/optimisation.ts';
import { useAnalysis } from '../../state/analysis.ts';
import { basketOf, useBasket } from '../../state/basket.ts';

/** Bars of each series that are read: scenarios of the linear programme. */
const bars = 1_001;

export const optimiserStore = createStore<OptimisationSettings>(() => ({
  method: 'min-cvar',
  least: 0,
  most: 1,
  targetReturn: null,
  mostTurnover: null,
  groups: [],
  views: [],
  riskAversion: 2,
  factors: null,
  costPpm: 3_000,
  impact: 0.5,
}));

export function useOptimiserSettings(): OptimisationSettings {
  return useStore(optimiserStore);
}

export function useOptimisation(): UseQueryResult<AnalysisAnswer<'optimisation'>> {
  const settings = useOptimiserSettings();
  const basket = basketOf(useBasket(), bars);
  // A view of a series that was left out since is kept for when it comes back.
  const isChosen = (name: string): boolean => basket?.holdings.some((holding) => holding.name === name) ?? false;
  const views = settings.views.filter(({ name }) => isChosen(name));
  return useAnalysis('optimisation', basket === null ? null : { basket, settings: { ...settings, views } });
}
