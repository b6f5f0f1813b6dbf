import { createHash } from 'node:crypto';

/** Hex digits in groups of four, as people compare them. */
export function groupedDigest(hex: string): string {
  return (hex.replace(/^0x/, '').match(/.{1,4}/g) ?? []).join(' ');
}

/** The digest of something that is not a plan: of its own words, in order. */
export function digestOf(words: readonly (string | number | bigint)[]): string {
  return groupedDigest(createHash('sha256').update(words.map(String).join('\n')).digest('hex'));
}
