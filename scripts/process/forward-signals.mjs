import { spawn } from 'node:child_process';

/** npm passes a signal on that the terminal has given to everyone already, so two close together are one. */
const SAME_PRESS_MS = 1_000;
/** How long the news of the witness may take. */
const WITNESS_MS = 250;

/**
 * Takes several signals of a kind that come close together for one.
 * @returns {(signal: NodeJS.Signals, nowMs: number) => boolean} whether this one is the first
 */
export function firstOfPress() {
  /** @type {Map<NodeJS.Signals, number>} */
  const lastAtMs = new Map();
  return (signal, nowMs) => {
    const before = lastAtMs.get(signal);
    lastAtMs.set(signal, nowMs);
    return before === undefined || nowMs - before > SAME_PRESS_MS;
  };
}

/**
 * Passes the signals that end a program on to a child, once each. A terminal, and whoever signals a process group, has told the
 * child already: a witness in the same group, which any signal ends, shows that.
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  const isFirst = firstOfPress();
  let witness = startWitness();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (!isFirst(signal, Date.now())) return;
      setTimeout(() => {
        if (witness.signalCode === null) child.kill(signal);
        else if (child.exitCode === null && child.signalCode === null) witness = startWitness();
      }, WITNESS_MS);
    });
  }
  child.once('close', () => witness.kill('SIGKILL'));
}

/** Waits for the end of its input, so that it never outlives this process. */
function startWitness() {
  const witness = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  witness.on('error', () => undefined);
  witness.stdin.on('error', () => undefined);
  return witness;
}
