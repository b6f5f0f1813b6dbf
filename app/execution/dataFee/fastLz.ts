const leastCompressible = 13;
const hashBits = 13;
const longestDistance = 8191;
const longestMatch = 262;
const longestRun = 32;

/**
 * Bytes that FastLZ level 1 makes of `bytes`: what the OP Stack estimates a transaction's share of a batch by since Fjord (specs: Fjord L1-cost fee
 * changes). Only the length; whole runs of literals and matches are counted as they would be written.
 */
export function fastLzLength(bytes: Uint8Array): number {
  const seen = new Uint32Array(1 << hashBits);
  const at = (index: number): number => bytes[index] ?? 0;
  const three = (index: number): number => at(index) | (at(index + 1) << 8) | (at(index + 2) << 16);
  const placeOf = (value: number): number => Math.imul(value, 2654435769) >>> (32 - hashBits);
  const literals = (count: number): number =>
    (longestRun + 1) * Math.floor(count / longestRun) + (count % longestRun === 0 ? 0 : (count % longestRun) + 1);
  const limit = bytes.length < leastCompressible ? 0 : bytes.length - leastCompressible;
  let length = 0;
  let from = 0;
  for (let index = 2; index < limit; ) {
    let match = -1;
    for (; match < 0 && index < limit; index += 1) {
      const value = three(index);
      const place = placeOf(value);
      const before = seen[place] ?? 0;
      seen[place] = index;
      if (index - before <= longestDistance && value === three(before)) match = before;
    }
    if (match < 0) break;
    index -= 1;
    length += literals(index - from);
    const extra = matchBeyond(at, match + 3, index + 3, limit + 9);
    length += 3 * Math.floor((extra - 1) / longestMatch) + ((extra - 1) % longestMatch >= 6 ? 3 : 2);
    index += extra;
    for (let i = 0; i < 2; i += 1, index += 1) seen[placeOf(three(index))] = index;
    from = index;
  }
  return length + literals(bytes.length - from);
}

/** How far two places go on alike, the first byte that differs counted in. */
function matchBeyond(at: (index: number) => number, earlier: number, later: number, end: number): number {
  for (let count = 0; later + count < end; count += 1) if (at(earlier + count) !== at(later + count)) return count + 1;
  return Math.max(0, end - later);
}
