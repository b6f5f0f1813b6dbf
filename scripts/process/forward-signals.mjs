/** npm passes a signal on that the terminal has given to everyone already, so two close together are one. */
const SAME_PRESS_MS = 1_000;

/**
 * Decides which of the signals that reach the launcher its child still has to be told of.
 * @param {{ stdinIsTerminal: boolean }} situation
 * @returns {(signal: NodeJS.Signals, nowMs: number) => boolean}
 */
export function signalFilter(situation) {
  /** @type {Map<NodeJS.Signals, number>} */
  const lastAtMs = new Map();
  return (signal, nowMs) => {
    // A terminal sends Ctrl-C to the whole foreground group: the child has it.
    if (signal === 'SIGINT' && situation.stdinIsTerminal) return false;
    const before = lastAtMs.get(signal);
    lastAtMs.set(signal, nowMs);
    return before === undefined || nowMs - before > SAME_PRESS_MS;
  };
}

/**
 * Passes the signals that end a program on to a child, once each.
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  const passes = signalFilter({ stdinIsTerminal: process.stdin.isTTY === true });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (passes(signal, Date.now())) child.kill(signal);
    });
  }
}
