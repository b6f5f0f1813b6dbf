import type { Hash } from './hex.ts';

/**
 * Why a relay did not do what it was asked:
 * - RELAY_UNREACHABLE, RELAY_TIMEOUT: no answer; it may have heard us
 * - RELAY_UNSAFE_URL: plain text off this machine, so it was not asked
 * - RELAY_REDIRECTED, RELAY_STATUS, RELAY_OVERSIZED, RELAY_MALFORMED: an answer that is not what the protocol says
 * - RELAY_REFUSED: its own words against the request
 * - RELAY_NO_METHOD: it does not know the method
 * - RELAY_UNSIGNED: our signer did not sign the request
 */
export type RelayFailureCode =
  | 'RELAY_UNREACHABLE'
  | 'RELAY_TIMEOUT'
  | 'RELAY_UNSAFE_URL'
  | 'RELAY_REDIRECTED'
  | 'RELAY_STATUS'
  | 'RELAY_OVERSIZED'
  | 'RELAY_MALFORMED'
  | 'RELAY_REFUSED'
  | 'RELAY_NO_METHOD'
  | 'RELAY_UNSIGNED';

export interface RelayFailure {
  readonly kind: 'failed';
  readonly code: RelayFailureCode;
  /** Printable, length-limited. */
  readonly error: string;
}

/** What one transaction of a bundle did when the relay ran it. */
export interface BundleMember {
  readonly transactionHash: Hash;
  readonly gasUsed: number;
  /** Empty where it ran; otherwise the relay's word for why not. */
  readonly error: string;
}

export type BundleSimulation = { readonly kind: 'simulated'; readonly members: readonly BundleMember[] } | RelayFailure;

export type BundleReceipt = { readonly kind: 'accepted'; readonly bundleHash: Hash } | RelayFailure;
