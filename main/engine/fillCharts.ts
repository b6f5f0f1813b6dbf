import type { Charts } from '../../app/engine/charts.ts';
import type { JournaledInput } from '../../app/store/records.ts';
import type { Timers } from '../process/timers.ts';

const inputsPerSlice = 32;
/** Trading goes before: a fifth of the time at most is spent on bars from before a restart. */
const pausePerWork = 4;

/**
 * Reads the inputs from before a restart, some at a time, so that charts show what was before it. What comes meanwhile waits in the charts
 * and follows.
 * @param inputs of the epoch, in order
 * @param lastSeq the place of the last record from before the restart
 * @returns how to call it off
 */
export function fillCharts(
  charts: Pick<Charts, 'beginFilling' | 'fill' | 'filled'>,
  inputs: Iterator<JournaledInput>,
  lastSeq: number,
  timers: Timers,
): () => void {
  let callOff = (): void => undefined;
  const slice = (): void => {
    const beganMs = timers.nowMs();
    for (let read = 0; read < inputsPerSlice; read += 1) {
      const { value, done } = inputs.next();
      if (done === true || value.seq > lastSeq) return charts.filled();
      charts.fill(value.input);
    }
    callOff = timers.after(Math.max(1, (timers.nowMs() - beganMs) * pausePerWork), slice);
  };
  charts.beginFilling();
  callOff = timers.after(0, slice);
  return () => callOff();
}
