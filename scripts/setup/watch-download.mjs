/**
 * @typedef {object} Download
 * @property {Promise<number>} finished exit code
 * @property {() => number} receivedBytes
 * @property {() => void} stop
 */

/**
 * @typedef {object} Patience
 * @property {number} firstByteMs how long nothing may have arrived at all
 * @property {number} stallMs how long nothing more may arrive once it has begun
 * @property {number} pollMs
 */

/**
 * Follows a download and gives up on one that does not begin or does not go on.
 * @param {Download} download
 * @param {Patience} patience
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export async function watchDownload(download, patience) {
  let bytes = 0;
  let lastGrowthAtMs = Date.now();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const stalled = new Promise((/** @type {(reason: string) => void} */ resolve) => {
    timer = setInterval(() => {
      const received = download.receivedBytes();
      if (received > bytes) {
        bytes = received;
        lastGrowthAtMs = Date.now();
      }
      const limitMs = bytes === 0 ? patience.firstByteMs : patience.stallMs;
      if (Date.now() - lastGrowthAtMs < limitMs) return;
      resolve(bytes === 0 ? `nothing arrived in ${limitMs / 1000} s` : `it stalled after ${bytes} bytes`);
    }, patience.pollMs);
  });
  try {
    const outcome = await Promise.race([download.finished, stalled]);
    if (outcome === 0) return { ok: true };
    if (typeof outcome === 'number') return { ok: false, reason: `the download ended with code ${outcome}` };
    download.stop();
    await download.finished;
    return { ok: false, reason: outcome };
  } finally {
    clearInterval(timer);
  }
}
