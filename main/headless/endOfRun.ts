const impatienceMs = 1_500;

/** When and why a run without a window is over. */
export interface EndOfRun {
  readonly ended: Promise<void>;
  readonly isOver: boolean;
  readonly failures: readonly string[];
  after(durationMs: number): void;
  finish(): void;
  fail(reason: string): void;
  dispose(): void;
}

/** The run ends by time, by Ctrl-C or SIGTERM, or by a failure. A second signal, later, ends it without a summary. */
export function endOfRun(): EndOfRun {
  const failures: string[] = [];
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
    finish();
  };
  let signalledAtMs: number | null = null;
  const onSignal = (): void => {
    signalledAtMs ??= performance.now();
    // One press may arrive more than once: from the terminal and from a launcher.
    if (performance.now() - signalledAtMs > impatienceMs) process.exit(130);
    end();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return {
    ended: promise,
    get isOver() {
      return isOver;
    },
    failures,
    after: (durationMs) => {
      if (!isOver) timer = setTimeout(end, Math.min(durationMs, 2 ** 31 - 1));
    },
    finish: end,
    fail: (reason) => {
      failures.push(reason);
      end();
    },
    dispose: () => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
    },
  };
}
