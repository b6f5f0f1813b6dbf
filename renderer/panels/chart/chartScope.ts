import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { type Chart, type ChartState, chartOf } from './chartStore.ts';

/** Which chart the parts of a panel are of: there can be two in a window. */
export const ChartScope = createContext<Chart>(chartOf('chart'));

export function useThisChart(): Chart {
  return useContext(ChartScope);
}

export function useChart<Value>(select: (state: ChartState) => Value): Value {
  return useStore(useThisChart().store, select);
}
