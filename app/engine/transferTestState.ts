import type { Address } from '../domain/hex.ts';

/** What is known of how the pools' tokens move. */
export interface TransferTests {
  /** False in journals from before tokens were tried: then everything is taken to move as asked. */
  required: boolean;
  /** Pools whose two tokens were moved out and back and came to what was asked. */
  readonly tested: Set<Address>;
  /** Height at which a pool was last asked about. */
  readonly askedAt: Map<Address, number>;
  /** To be asked about first: a route over them was wanted, or their token was caught elsewhere. */
  readonly urgent: Set<Address>;
  /** What waits for a test to say whose fault it is, by ticket. */
  readonly mismatches: Map<string, Mismatch>;
}

export interface Mismatch {
  readonly code: 'SIMULATION_MISMATCH' | 'SIMULATION_REVERTED';
  readonly found: string;
  readonly reason: string;
}

export function newTransferTests(): TransferTests {
  return { required: false, tested: new Set(), askedAt: new Map(), urgent: new Set(), mismatches: new Map() };
}
