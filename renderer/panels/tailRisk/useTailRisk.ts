import type { UseQueryResult } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type AnalysisAnswer, mostBarsRead } from '../../../app/contract/analyses.ts';
import { mostForecasts, type TailHorizon, tailHorizons, tailWindowDays } from '../../../app/contract/tailRisk.ts';
import { intervalSeconds } from '../../format/intervals.ts';
import { useAnalysis } from '../../state/analysis.ts';
import { basketOf, useBasket } from '../../state/basket.ts';

export const tailRiskStore = createStore<{ readonly horizon: TailHorizon }>(() => ({ horizon: '1d' }));

export function useHorizon(): TailHorizon {
  return useStore(tailRiskStore, ({ horizon }) => horizon);
}

/** Horizons that are whole numbers of these bars. */
export function horizonsOf(barS: number): readonly TailHorizon[] {
  return (Object.keys(tailHorizons) as TailHorizon[]).filter((each) => tailHorizons[each] >= barS);
}

export function useTailRisk(): UseQueryResult<AnalysisAnswer<'tailRisk'>> {
  const chosen = useBasket();
  const wanted = useHorizon();
  const barS = intervalSeconds(chosen.interval);
  const offered = horizonsOf(barS);
  const horizon = offered.includes(wanted) ? wanted : (offered[0] ?? '1d');
  const bars = Math.min(mostBarsRead, Math.floor((tailWindowDays * 86_400) / barS) + mostForecasts + 1);
  const basket = basketOf(chosen, bars);
  return useAnalysis('tailRisk', basket === null ? null : { basket, settings: { horizon } });
}
