const HEARTBEAT_MS = 10_000;

/**
 * @param {number} ms
 * @returns {string} such as `0.4 s`, `12 s`, `3 min 05 s`
 */
export function formatElapsed(ms) {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Says one line, apart from the product's own output. @param {string} line */
export function say(line) {
  process.stderr.write(`syndicate: ${line}\n`);
}

/**
 * Runs a step that has something to do: says so, keeps showing that it is alive, and says how long it took.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showProgress(name, work) {
  const startedAtMs = Date.now();
  say(`${name} ...`);
  const heartbeat = setInterval(() => say(`${name} ... ${formatElapsed(Date.now() - startedAtMs)}`), HEARTBEAT_MS);
  try {
    const result = await work();
    say(`${name}: done in ${formatElapsed(Date.now() - startedAtMs)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
