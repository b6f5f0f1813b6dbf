import type { UseQueryResult } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AnalysisAnswer } from '../../../app/contract/analyses.ts';
import type { CorrelationMethod } from '../../../app/contract/correlation.ts';
import { useAnalysis } from '../../state/analysis.ts';
import { basketOf, useBasket } from '../../state/basket.ts';

/** Bars of each series that are read. */
const bars = 2_000;

export const correlationStore = createStore<{ readonly method: CorrelationMethod }>(() => ({ method: 'pearson' }));

export function useCorrelationMethod(): CorrelationMethod {
  return useStore(correlationStore, ({ method }) => method);
}

export function useCorrelation(): UseQueryResult<AnalysisAnswer<'correlation'>> {
  const method = useCorrelationMethod();
  const basket = basketOf(useBasket(), bars);
  return useAnalysis('correlation', basket === null ? null : { basket, settings: { method } });
}
