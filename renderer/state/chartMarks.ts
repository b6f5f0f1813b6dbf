import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  type ChartMarks,
  type ChartMarksEvent,
  type ChartSymbol,
  noMarks,
  symbolKey,
} from '../../app/contract/chartMarks.ts';
import { keepChartMarks, readChartMarks } from './commands.ts';

/** What is kept of the symbols that this window has shown, by their keys. Main keeps it; all windows have the same. */
const marksStore = createStore<{ readonly byKey: Readonly<Record<string, ChartMarks>> }>(() => ({ byKey: {} }));

function setMarks(symbol: ChartSymbol, marks: ChartMarks): void {
  const { byKey } = marksStore.getState();
  marksStore.setState({ byKey: { ...byKey, [symbolKey(symbol)]: marks } });
}

/** Asks main for what is kept of a symbol. */
export async function loadMarks(symbol: ChartSymbol): Promise<void> {
  const marks = await readChartMarks(symbol);
  if (marks !== null) setMarks(symbol, marks);
}

/** Changes what is kept of a symbol, here at once and then on disk. */
export async function changeMarks(symbol: ChartSymbol, change: (marks: ChartMarks) => ChartMarks): Promise<void> {
  const marks = change(marksStore.getState().byKey[symbolKey(symbol)] ?? noMarks);
  setMarks(symbol, marks);
  await keepChartMarks(symbol, marks);
}

/** Takes what another window changed. Returns how to stop. */
export function followChartMarks(): () => void {
  return window.syndicate.onChartMarks(({ symbol, marks }: ChartMarksEvent) => setMarks(symbol, marks));
}

/** What is kept of a symbol; nothing until main has answered. */
export function useMarks(symbol: ChartSymbol | null): ChartMarks {
  return useStore(marksStore, ({ byKey }) => (symbol === null ? noMarks : (byKey[symbolKey(symbol)] ?? noMarks)));
}
