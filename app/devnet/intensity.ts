/**
 * Whether something that happens `perSecond` times a second at the usual pace begins in this block.
 * @param draw uniform in [0, 1)
 * @param intensity multiple of the usual pace
 */
export function happens(draw: number, perSecond: number, intensity: number, blockTimeMs: number): boolean {
  return draw < 1 - Math.exp((-perSecond * intensity * blockTimeMs) / 1000);
}
