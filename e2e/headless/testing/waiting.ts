export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks every 100 ms until there is an answer that is neither false, null nor undefined. @throws Error naming what did not come true */
export async function until<T>(
  ask: () => T | Promise<T>,
  what: string,
  options: { readonly timeoutMs?: number; readonly told?: () => string } = {},
): Promise<NonNullable<T>> {
  const { timeoutMs = 30_000, told = () => '' } = options;
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}\n${told()}`);
    await sleep(100);
  }
}
