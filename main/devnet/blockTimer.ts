export interface BlockTimer {
  /** Calls for the first block now, because somebody waits for it; the grid begins there. Nothing once a block was called for. */
  hurry(): void;
  stop(): void;
}

/**
 * Calls for a block every `blockTimeMs`, on a fixed grid: a block that comes late does not delay the ones after it, and beats
 * that were missed altogether are not made up for. Never two at once.
 */
export function startBlockTimer(
  produce: () => Promise<void>,
  blockTimeMs: number,
  onFailed: (error: unknown) => void,
): BlockTimer {
  let beginning = performance.now();
  let beat = 1;
  let begun = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    const now = performance.now() - beginning;
    beat = Math.max(beat, Math.ceil(now / blockTimeMs));
    timer = setTimeout(() => void make(), beat * blockTimeMs - now);
    beat += 1;
  };
  const make = async (): Promise<void> => {
    begun = true;
    try {
      await produce();
    } catch (error) {
      if (!stopped) onFailed(error);
    }
    if (!stopped) schedule();
  };
  schedule();
  return {
    hurry: () => {
      if (begun || stopped) return;
      clearTimeout(timer);
      beginning = performance.now();
      beat = 1;
      void make();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
