import { ipcRenderer } from 'electron';
import { channels } from '../app/contract/channels.ts';
import type { ChartMarksEvent } from '../app/contract/chartMarks.ts';

/** Called with what is kept of a symbol whenever it was changed elsewhere. Returns how to stop. */
export function onChartMarks(listener: (event: ChartMarksEvent) => void): () => void {
  const receive = (_event: unknown, told: ChartMarksEvent): void => listener(told);
  ipcRenderer.on(channels.chartMarks, receive);
  return () => {
    ipcRenderer.off(channels.chartMarks, receive);
  };
}
