/**
 * Calls for a block every `blockTimeMs`, on a fixed grid: a block that comes late does not delay the ones after it, and beats
 * that were missed altogether are not made up for. Never two at once. Returns how to stop.
 */
export function startBlockTimer(
  produce: () => Promise<void>,
  blockTimeMs: number,
  onFailed: (error: unknown) => void,
): () => void {
  const beginning = performance.now();
  let beat = 1;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  const schedule = (): void => {
    const now = performance.now() - beginning;
    beat = Math.max(beat, Math.ceil(now / blockTimeMs));
    timer = setTimeout(() => void make(), beat * blockTimeMs - now);
    beat += 1;
  };
  const make = async (): Promise<void> => {
    try {
      await produce();
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
