import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { figuresTimeMs } from './replay.ts';

/** The window's clock, read once per tick by everything that shows an age or a countdown: in a replay the recorded one. */
export const clockStore = createStore<{ readonly nowMs: number }>(() => ({ nowMs: Date.now() }));

const tickMs = 200;

/** Starts the ticking; returns how to stop. */
export function startClock(): () => void {
  const timer = setInterval(() => clockStore.setState({ nowMs: figuresTimeMs() }), tickMs);
  return () => clearInterval(timer);
}

/** The text a time-dependent label shows now; the component renders only when that text changes. */
export function useClock<Value extends string | number | boolean | null>(read: (nowMs: number) => Value): Value {
  return useStore(clockStore, ({ nowMs }) => read(nowMs));
}
