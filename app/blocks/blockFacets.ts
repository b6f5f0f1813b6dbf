import type { Hash } from '../domain/hex.ts';
import type { BlockHeader, BlockRecord, BlockTraces, TransactionReceipt } from './blockRecord.ts';

/** What is known of a block comes in parts, which different sources give. The hash says which block of that number they are of. */
export const facetKinds = ['hash', 'header', 'receipts', 'traces'] as const;

export type FacetKind = (typeof facetKinds)[number];

/** One part as text, exact: equal parts have equal text. */
export interface Facet {
  readonly kind: FacetKind;
  readonly text: string;
}

export function facetsOf({ hash, header, receipts, traces }: BlockRecord): readonly Facet[] {
  const values = { hash, header, receipts, traces };
  return facetKinds.flatMap((kind) => {
    const value = values[kind];
    return value === null ? [] : [{ kind, text: JSON.stringify(value, written) }];
  });
}

/** The block that these parts make. */
export function blockOfFacets(number: number, facets: readonly Facet[]): BlockRecord {
  const part = (kind: FacetKind): unknown => {
    const facet = facets.find((each) => each.kind === kind);
    return facet === undefined ? null : JSON.parse(facet.text, read);
  };
  return {
    number,
    hash: part('hash') as Hash | null,
    header: part('header') as BlockHeader | null,
    receipts: part('receipts') as readonly TransactionReceipt[] | null,
    traces: part('traces') as BlockTraces | null,
  };
}

// A record's own texts are never objects, so no source can write what reads as an integer.
const written = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? { $: value.toString() } : value;

const read = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '$' in value ? BigInt(String(value.$)) : value;
