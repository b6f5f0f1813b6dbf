/** Writes a non-negative integer as `count` 64-bit words, least significant first. False when it does not fit. */
export function writeWords(words: BigUint64Array, offset: number, count: number, value: bigint): boolean {
  if (value < 0n) return false;
  let rest = value;
  for (let i = 0; i < count; i += 1) {
    // The array itself takes the value modulo 2^64.
    words[offset + i] = rest;
    rest >>= 64n;
  }
  return rest === 0n;
}

function word(words: BigUint64Array, index: number): bigint {
  return words[index] ?? 0n;
}

/** Reads two words. */
export function readUint128(words: BigUint64Array, offset: number): bigint {
  const high = word(words, offset + 1);
  return high === 0n ? word(words, offset) : (high << 64n) | word(words, offset);
}

/** Reads four words. */
export function readUint256(words: BigUint64Array, offset: number): bigint {
  const high = readUint128(words, offset + 2);
  return high === 0n ? readUint128(words, offset) : (high << 128n) | readUint128(words, offset);
}

/** Reads four words as a two's complement number. */
export function readInt256(words: BigUint64Array, offset: number): bigint {
  return BigInt.asIntN(256, readUint256(words, offset));
}
