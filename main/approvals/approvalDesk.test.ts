import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApprovalCard } from '../../app/contract/windowCommands.ts';
import { tokenAmount, type Wei, wei } from '../../app/domain/amount.ts';
import { chainId } from '../../app/domain/chain.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { type Address, parseAddress } from '../../app/domain/hex.ts';
import { initialLimits } from '../../app/domain/riskLimit.ts';
import type { Epoch } from '../../app/domain/run.ts';
import {
  aavePool,
  calldata,
  executePlan,
  executor,
  splitHops,
  stranger,
  testChain,
  wallet,
} from '../../app/signing/testing/signingFixture.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import type { ApprovalRequest } from './approvalCards.ts';
import { ApprovalDesk } from './approvalDesk.ts';

const wrapped = parseAddress(`0x${'3'.repeat(40)}`);
const epoch: Epoch = {
  id: 'devnet-1',
  mode: 'DEVNET',
  wallet,
  startedAtMs: epochMs(0),
  chain: {
    chainId: testChain,
    name: 'Devnet',
    mode: 'DEVNET',
    nativeSymbol: 'ETH',
    wrappedNative: wrapped,
    multicall3: stranger,
    endpoints: ['ws://127.0.0.1:1'],
    blockTimeMs: 1000,
    dexes: [],
    relays: [],
    lenders: [{ id: 'aave-v3', kind: 'aaveV3', pool: aavePool }],
    profitTokens: [wrapped],
    executor,
  },
};

function ticket(id: string, minProfit = 1n, expiresAtMs = 60_000): ApprovalRequest {
  return {
    ticketId: id,
    plan: executePlan({ data: calldata({ minProfit }) }),
    nonce: 4,
    expiresAtMs: epochMs(expiresAtMs),
  };
}

function lent(id: string, lender: Address): ApprovalRequest {
  const loan = { kind: 'aaveV3' as const, lender, amount: tokenAmount(10n ** 18n) };
  return { ...ticket(id), plan: executePlan({ data: calldata({ funding: { kind: 'loans', loans: [loan] } }) }) };
}

describe('ApprovalDesk', () => {
  let threshold: Wei | null = null;
  let timers: FakeTimers;
  let cards: (ApprovalCard | null)[];
  const actions = {
    approve: vi.fn(async () => undefined),
    reject: vi.fn(async () => undefined),
    grant: vi.fn(async () => undefined),
    resume: vi.fn(),
    changeLimits: vi.fn(async () => undefined),
  };
  const onRefused = vi.fn();
  let desk: ApprovalDesk;
  const digest = (): string => desk.card?.digest ?? '';

  beforeEach(() => {
    vi.clearAllMocks();
    threshold = null;
    timers = new FakeTimers();
    cards = [];
    desk = new ApprovalDesk({
      actions,
      timers,
      nowMs: () => timers.nowMs(),
      epoch: () => epoch,
      secondStepAbove: () => threshold,
      onCard: (card) => cards.push(card),
      onRefused,
    });
  });

  it('shows what the calldata says, with the plan hash in groups of four', () => {
    desk.wanted(ticket('t1', 2n * 10n ** 17n));
    expect(desk.card).toMatchObject({
      kind: 'plan',
      method: 'execute',
      contract: executor,
      returnsAtLeast: '0.2 WETH',
      worstCaseGas: '0.02 ETH',
      nonce: 4,
      route: expect.stringMatching(/^V2 0x1{6}…1{6} → V3 0x2{6}…2{6}$/),
    });
    expect(digest().replaceAll(' ', '')).toBe(ticket('t1', 2n * 10n ** 17n).plan.planHash.slice(2));
    expect(digest().split(' ')).toHaveLength(16);
  });

  it('shows the pools of one leg side by side', () => {
    desk.wanted({ ...ticket('t1'), plan: executePlan({ data: calldata({ hops: splitHops }) }) });
    expect(desk.card).toMatchObject({
      method: 'executeSplit',
      route: expect.stringMatching(/^V2 0x1{6}…1{6} \+ V3 0x4{6}…4{6} → V3 0x2{6}…2{6}$/),
    });
  });

  it('names the lender of a borrowed input', () => {
    desk.wanted(lent('t1', aavePool));
    expect(desk.card).toMatchObject({ route: expect.stringMatching(/^flash loan aave-v3 → V2 0x1{6}…1{6} → V3/) });
  });

  it('approves only half a second after the digest changed', async () => {
    desk.wanted(ticket('t1'));
    await timers.advance(499);
    await expect(desk.approve(digest())).rejects.toMatchObject({ code: 'APPROVAL_TOO_SOON' });
    await timers.advance(1);
    await desk.approve(digest());
    expect(actions.approve).toHaveBeenCalledExactlyOnceWith('t1', {
      id: expect.stringMatching(/^approval-/),
      planHash: ticket('t1').plan.planHash,
      chainId: testChain,
      nonce: 4,
      expiresAtMs: 60_000,
    });
    expect(desk.card).toBeNull();
  });

  it('starts the wait again when another card or another place comes', async () => {
    desk.wanted(ticket('t1'));
    await timers.advance(10_000);
    desk.moved();
    await expect(desk.approve(digest())).rejects.toMatchObject({ code: 'APPROVAL_TOO_SOON' });
    await timers.advance(10_000);
    desk.wanted(ticket('t2', 2n));
    desk.select('t2');
    await expect(desk.approve(digest())).rejects.toMatchObject({ code: 'APPROVAL_TOO_SOON' });
    expect(actions.approve).not.toHaveBeenCalled();
  });

  it('starts it again for a second ticket with the very same plan', async () => {
    desk.wanted(ticket('t1'));
    desk.wanted(ticket('t2'));
    await timers.advance(10_000);
    await desk.reject(digest());
    await expect(desk.approve(digest())).rejects.toMatchObject({ code: 'APPROVAL_TOO_SOON' });
  });

  it('takes no digest but that of the card on show', async () => {
    desk.wanted(ticket('t1'));
    const old = digest();
    desk.withdrawn('t1');
    await timers.advance(1_000);
    await expect(desk.approve(old)).rejects.toMatchObject({ code: 'APPROVAL_CHANGED' });
    desk.wanted(ticket('t2', 2n));
    await timers.advance(1_000);
    await expect(desk.approve(old)).rejects.toMatchObject({ code: 'APPROVAL_CHANGED' });
    await expect(desk.reject(old)).rejects.toMatchObject({ code: 'APPROVAL_CHANGED' });
  });

  it('follows the selection, and shows nothing over a ticket that does not wait', () => {
    desk.wanted(ticket('t1'));
    desk.wanted(ticket('t2', 2n));
    expect(desk.card).toMatchObject({ ticketId: 't1' });
    desk.select('t2');
    expect(desk.card).toMatchObject({ ticketId: 't2' });
    desk.select('landed');
    expect(desk.card).toBeNull();
    desk.select(null);
    expect(desk.card).toMatchObject({ ticketId: 't1' });
  });

  it('takes a card away when it expires', async () => {
    desk.wanted(ticket('t1', 1n, 5_000));
    await timers.advance(5_000);
    expect(cards.at(-1)).toBeNull();
    desk.wanted(ticket('t1', 1n, 5_000));
    expect(desk.card).toBeNull();
  });

  it('answers each card once', async () => {
    desk.wanted(ticket('t1'));
    await timers.advance(1_000);
    const shown = digest();
    const answers = await Promise.allSettled([desk.approve(shown), desk.approve(shown)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(actions.approve).toHaveBeenCalledOnce();
  });

  it.each([
    ["a plan hash that is not the plan's", { ...ticket('bad'), plan: { ...executePlan(), gasLimit: 1 } }],
    ['another contract', { ...ticket('bad'), plan: executePlan({ to: stranger }) }],
    ['another chain', { ...ticket('bad'), plan: executePlan({ chainId: chainId(5) }) }],
    ['value', { ...ticket('bad'), plan: executePlan({ value: wei(1n) }) }],
    ['a lender that the chain does not have', lent('bad', stranger)],
    ['calldata for another chain', { ...ticket('bad'), plan: executePlan({ data: calldata({ chainId: 1 }) }) }],
  ])('never shows %s', (_name, request) => {
    desk.wanted(request);
    expect(desk.card).toBeNull();
    expect(onRefused).toHaveBeenCalledExactlyOnceWith('bad', expect.anything());
  });

  it('lets a grant begin only by its confirmation', async () => {
    desk.wanted(ticket('t1'));
    desk.proposeGrant('flash-arbitrage', wei(10n ** 18n), 90);
    expect(desk.card).toMatchObject({ kind: 'grant', budget: '1 ETH', until: 'for 1 h 30 min from approval' });
    expect(actions.grant).not.toHaveBeenCalled();
    await timers.advance(500);
    await desk.approve(digest());
    expect(actions.grant).toHaveBeenCalledExactlyOnceWith('flash-arbitrage', 10n ** 18n, 5_400_000);
    expect(desk.card).toMatchObject({ ticketId: 't1' });
    expect(() => desk.proposeGrant('flash-arbitrage', wei(0n), 1)).toThrow(
      expect.objectContaining({ code: 'GRANT_WITHOUT_BUDGET' }),
    );
  });

  it('resumes only by confirmation, and forgets a proposal after a minute', async () => {
    desk.proposeResume('F12');
    await timers.advance(60_000);
    expect(desk.card).toBeNull();
    desk.proposeResume('F12');
    await desk.reject(digest());
    expect(actions.resume).not.toHaveBeenCalled();
    desk.proposeResume('F12');
    await timers.advance(500);
    await desk.approve(digest());
    expect(actions.resume).toHaveBeenCalledOnce();
  });

  it('changes limits only by confirmation, and says from what to what', async () => {
    const edits = [{ limit: 'singleTrade' as const, to: 30_000 }];
    desk.proposeLimits(edits, initialLimits.values);
    expect(desk.card).toMatchObject({ kind: 'limits', changes: ['Single trade: 2 % → 3 %'] });
    await desk.reject(digest());
    expect(actions.changeLimits).not.toHaveBeenCalled();
    desk.proposeLimits(edits, initialLimits.values);
    await timers.advance(500);
    await desk.approve(digest());
    expect(actions.changeLimits).toHaveBeenCalledExactlyOnceWith(edits);
  });

  it('asks twice above the threshold, each time after half a second, and sends one approval', async () => {
    threshold = wei(10n ** 18n - 1n);
    desk.wanted(ticket('t1'));
    expect(desk.card).toMatchObject({ secondStep: 'asked', input: '1 WETH' });
    await timers.advance(500);
    await desk.approve(digest());
    expect(actions.approve).not.toHaveBeenCalled();
    expect(desk.card).toMatchObject({ secondStep: 'given' });
    await expect(desk.approve(digest())).rejects.toMatchObject({ code: 'APPROVAL_TOO_SOON' });
    await timers.advance(500);
    await desk.approve(digest());
    expect(actions.approve).toHaveBeenCalledOnce();
  });

  it('takes the first yes back when something else was on show, and asks once at the threshold itself', async () => {
    threshold = wei(10n ** 18n - 1n);
    desk.wanted(ticket('t1'));
    await timers.advance(500);
    await desk.approve(digest());
    desk.wanted(ticket('t2', 2n));
    desk.select('t2');
    desk.select('t1');
    expect(desk.card).toMatchObject({ ticketId: 't1', secondStep: 'asked' });
    threshold = wei(10n ** 18n);
    desk.select('t2');
    expect(desk.card).toMatchObject({ ticketId: 't2', secondStep: 'none' });
    await timers.advance(500);
    await desk.approve(digest());
    expect(actions.approve).toHaveBeenCalledOnce();
  });

  it('passes on why a plan is rejected', async () => {
    desk.wanted(ticket('t1'));
    await desk.reject(digest(), 'tooLarge');
    expect(actions.reject).toHaveBeenCalledExactlyOnceWith('t1', 'tooLarge');
  });

  it("shows other tokens in units, since nobody's word for decimals is taken", () => {
    desk = new ApprovalDesk({
      actions,
      timers,
      nowMs: () => 0,
      epoch: () => ({ ...epoch, chain: { ...epoch.chain, wrappedNative: stranger } }),
      secondStepAbove: () => threshold,
      onCard: () => undefined,
      onRefused,
    });
    desk.wanted(ticket('t1', tokenAmount(12_345n)));
    expect(desk.card).toMatchObject({ returnsAtLeast: `12345 units of ${wrapped}`, secondStep: 'none' });
    threshold = wei(10n ** 30n);
    desk.wanted(ticket('t2', tokenAmount(1n)));
    desk.select('t2');
    expect(desk.card).toMatchObject({ secondStep: 'asked', secondStepAbove: 'what goes in has no value known here' });
  });
});
