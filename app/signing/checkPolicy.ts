import { publicChainIds } from './publicChains.ts';
import { refuse } from './refuse.ts';
import type { SignerPolicy } from './signingState.ts';

/**
 * What a signer may be configured for at all.
 * @throws ExpectedError SIGNER_LIVE_LOCKED, SIGNER_PUBLIC_CHAIN
 */
export function checkPolicy(policy: SignerPolicy): void {
  if (policy.mode === 'LIVE' && !policy.liveUnlocked)
    throw refuse('SIGNER_LIVE_LOCKED', 'LIVE is locked in this build');
  if (policy.mode === 'DEVNET' && publicChainIds.has(policy.chainId)) {
    throw refuse('SIGNER_PUBLIC_CHAIN', `chain ${policy.chainId} is a public network`, { chainId: policy.chainId });
  }
}

/** Whether two policies are the same, whatever the order of their contracts and lenders. */
export function samePolicy(a: SignerPolicy, b: SignerPolicy): boolean {
  const text = ({ allowedContracts, allowedLenders, ...policy }: SignerPolicy): string =>
    JSON.stringify([
      Object.entries(policy).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      allowedContracts.toSorted(),
      allowedLenders.map(({ kind, lender }) => `${kind} ${lender}`).toSorted(),
    ]);
  return text(a) === text(b);
}
