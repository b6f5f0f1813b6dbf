const atOnce = 5;
const withinMs = 60_000;
const laterMs = 10_000;

/**
 * How long to wait before a page whose renderer died is loaded again: not at all, unless it has died often of late. It is
 * never given up: a window that stays blank cannot halt trading by its buttons.
 */
export function reloadPace(nowMs: () => number): () => number {
  let deaths: readonly number[] = [];
  return () => {
    const now = nowMs();
    deaths = [...deaths, now].filter((atMs) => now - atMs < withinMs);
    return deaths.length <= atOnce ? 0 : laterMs;
  };
}
