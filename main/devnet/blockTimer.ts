/**
 * Calls for a block every `blockTimeMs`, on a fixed grid: a block that comes late does not delay the ones after it, and beats
 * that were missed altogether are not made up for. Never two at once. Returns how to stop.
 * @param produce is told when the block was due
 */
export function startBlockTimer(
  produce: (dueMs: number) => Promise<void>,
  blockTimeMs: number,
  nowMs: () => number,
  onFailed: (error: unknown) => void,
): () => void {
  const beginning = performance.now();
  const beginningMs = nowMs();
  let beat = 1;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  const schedule = (): void => {
    const now = performance.now() - beginning;
    beat = Math.max(beat, Math.ceil(now / blockTimeMs));
    const dueMs = beginningMs + beat * blockTimeMs;
    timer = setTimeout(() => void make(dueMs), beat * blockTimeMs - now);
    beat += 1;
  };
  const make = async (dueMs: number): Promise<void> => {
    try {
      await produce(dueMs);
    } catch (error) {
      if (!stopped) onFailed(error);
    }
    if (!stopped) schedule();
  };
  schedule();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}
