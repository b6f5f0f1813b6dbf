/** An answer later than the block that it is about is of no use. */
export function relayTimeoutMs(blockTimeMs: number): number {
  return Math.min(3000, Math.max(250, blockTimeMs));
}
