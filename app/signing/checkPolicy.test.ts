import { expect, it } from 'vitest';
import { chainId } from '../domain/chain.ts';
import { checkPolicy, samePolicy } from './checkPolicy.ts';
import { aavePool, executor, policy, stranger } from './testing/signingFixture.ts';

it('takes a devnet', () => expect(() => checkPolicy(policy)).not.toThrow());
it('refuses LIVE in a locked build', () =>
  expect(() => checkPolicy({ ...policy, mode: 'LIVE' })).toThrow(
    expect.objectContaining({ code: 'SIGNER_LIVE_LOCKED' }),
  ));
it('takes LIVE where it is unlocked', () =>
  expect(() => checkPolicy({ ...policy, mode: 'LIVE', liveUnlocked: true })).not.toThrow());
it.each([1, 42_161, 8453])('refuses public chain %i as a devnet', (id) => {
  expect(() => checkPolicy({ ...policy, chainId: chainId(id) })).toThrow(
    expect.objectContaining({ code: 'SIGNER_PUBLIC_CHAIN' }),
  );
});
it('compares policies whatever the order of contracts', () => {
  expect(
    samePolicy(
      { ...policy, allowedContracts: [executor, stranger] },
      { ...policy, allowedContracts: [stranger, executor] },
    ),
  ).toBe(true);
  expect(samePolicy(policy, { ...policy, allowedContracts: [stranger] })).toBe(false);
  expect(samePolicy(policy, { ...policy, liveUnlocked: true })).toBe(false);
  expect(samePolicy(policy, { ...policy, allowedLenders: [] })).toBe(false);
  expect(samePolicy(policy, { ...policy, allowedLenders: [{ kind: 'balancerV2', lender: aavePool }] })).toBe(false);
});
