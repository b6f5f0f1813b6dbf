/** Where waiting comes from; tests put their own in place. */
export interface Timers {
  /** Milliseconds of a clock that never jumps. */
  nowMs(): number;
  /** Runs `action` once after `delayMs`. Returns how to call it off. */
  after(delayMs: number, action: () => void): () => void;
}

export const systemTimers: Timers = {
  nowMs: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
