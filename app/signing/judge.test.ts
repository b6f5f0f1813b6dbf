import { describe, expect, it } from 'vitest';
import type { Approval } from '../contract/orderSchemas.ts';
import type { SignRequest } from '../contract/signer.ts';
import { tokenAmount, wei } from '../domain/amount.ts';
import { chainId } from '../domain/chain.ts';
import { epochMs } from '../domain/clock.ts';
import { ExpectedError } from '../domain/errors.ts';
import { parseBytes, parseHash } from '../domain/hex.ts';
import { type FlashLoan, worstCaseCost } from '../domain/plan.ts';
import { sealPlan } from '../execution/planHash.ts';
import { judge } from './judge.ts';
import type { RefusalCode } from './refusals.ts';
import {
  addApproval,
  addGrant,
  applyRecord,
  keptSignatures,
  replaySigningState,
  type SigningState,
} from './signingState.ts';
import { signTransaction } from './signTransaction.ts';
import {
  aavePool,
  calldata,
  cancelPlan,
  executePlan,
  grant,
  key,
  limits,
  nowMs,
  policy,
  request,
  splitHops,
  stranger,
  wallet,
} from './testing/signingFixture.ts';

function active(): SigningState {
  const state = replaySigningState(policy, wallet, []);
  state.tradingState = 'active';
  state.limits = limits;
  addGrant(state, grant());
  return state;
}

function sign(state: SigningState, asked: SignRequest): void {
  expect(judge(state, asked, nowMs)).toEqual({ kind: 'sign' });
  const { orderId, kind, nonce, plan, authority } = asked;
  const signed = signTransaction(plan, nonce, key);
  applyRecord(state, {
    epochId: policy.epochId,
    orderId,
    kind,
    nonce,
    planHash: plan.planHash,
    authority,
    worstCase: worstCaseCost(plan),
    ...signed,
    atMs: nowMs,
  });
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ExpectedError) return error.code;
    throw error;
  }
  return 'none';
}

function expectRefusal(code: RefusalCode, asked: SignRequest, state = active(), atMs = nowMs): void {
  expect(codeOf(() => judge(state, asked, atMs))).toBe(code);
}

const approval: Approval = {
  id: 'approval-1',
  planHash: executePlan().planHash,
  chainId: policy.chainId,
  nonce: 0,
  expiresAtMs: epochMs(nowMs + 10_000),
};
const byApproval = { kind: 'approval', approvalId: 'approval-1' } as const;

function approved(changes: Partial<Approval> = {}): SigningState {
  const state = active();
  addApproval(state, { ...approval, ...changes });
  return state;
}

describe('what the plan says of itself', () => {
  it('refuses another chain', () =>
    expectRefusal('SIGNER_WRONG_CHAIN', request({ plan: executePlan({ chainId: chainId(5) }) })));
  it("refuses a plan hash that is not the plan's", () =>
    expectRefusal(
      'SIGNER_PLAN_HASH',
      request({ plan: { ...executePlan(), planHash: parseHash(`0x${'11'.repeat(32)}`) } }),
    ));
  it('refuses a field changed after hashing', () =>
    expectRefusal('SIGNER_PLAN_HASH', request({ plan: { ...executePlan(), gasLimit: 400_001 } })));
  it("refuses a gas limit above a block's", () =>
    expectRefusal('SIGNER_FEES', request({ plan: executePlan({ gasLimit: 30_000_001 }) })));
  it('refuses a fee cap without bounds', () =>
    expectRefusal('SIGNER_FEES', request({ plan: { ...executePlan(), maxFeePerGas: wei(2n ** 300n) } })));
  it('refuses a tip above the cap', () =>
    expectRefusal('SIGNER_FEES', request({ plan: { ...executePlan(), maxPriorityFeePerGas: wei(51n * 10n ** 9n) } })));
  it('refuses a negative tip', () =>
    expectRefusal('SIGNER_FEES', request({ plan: { ...executePlan(), maxPriorityFeePerGas: wei(-1n) } })));
  it('refuses value', () => expectRefusal('SIGNER_VALUE', request({ plan: executePlan({ value: wei(1n) }) })));
  it('refuses negative value', () =>
    expectRefusal('SIGNER_VALUE', request({ plan: { ...executePlan(), value: wei(-1n) } })));
});

describe('what the plan does', () => {
  it('refuses a contract off the list', () =>
    expectRefusal('SIGNER_CONTRACT', request({ plan: executePlan({ to: stranger }) })));
  it('refuses a plain transfer as an execute', () => expectRefusal('SIGNER_CONTRACT', request({ plan: cancelPlan() })));
  it('refuses another method', () =>
    expectRefusal(
      'SIGNER_METHOD',
      request({ plan: executePlan({ data: parseBytes(`0xdeadbeef${calldata().slice(10)}`) }) }),
    ));
  it('refuses empty calldata', () =>
    expectRefusal('SIGNER_METHOD', request({ plan: executePlan({ data: parseBytes('0x') }) })));
  it('refuses trailing bytes', () =>
    expectRefusal('SIGNER_METHOD', request({ plan: executePlan({ data: parseBytes(`${calldata()}00`) }) })));
  it('refuses calldata for another chain', () =>
    expectRefusal('SIGNER_CALL_CHAIN', request({ plan: executePlan({ data: calldata({ chainId: 1 }) }) })));
  it('takes loans of a lender on the list and refuses any other, also as another kind or behind a known one', () => {
    const borrowing = (...loans: [FlashLoan, ...FlashLoan[]]): SignRequest =>
      request({ plan: executePlan({ data: calldata({ funding: { kind: 'loans', loans } }) }) });
    const whole = { kind: 'aaveV3' as const, lender: aavePool, amount: tokenAmount(10n ** 18n) };
    const half = { ...whole, amount: tokenAmount(5n * 10n ** 17n) };
    expect(judge(active(), borrowing(whole), nowMs)).toEqual({ kind: 'sign' });
    expectRefusal('SIGNER_LENDER', borrowing({ ...whole, lender: stranger }));
    expectRefusal('SIGNER_LENDER', borrowing({ ...whole, kind: 'balancerV2' }));
    expectRefusal('SIGNER_LENDER', borrowing(half, { ...half, lender: stranger }));
    expectRefusal('SIGNER_METHOD', borrowing(half));
  });
  it('takes a route over parallel pools by the same rules, and refuses one whose legs do not hand on what they get', () => {
    const split = (changes: Parameters<typeof calldata>[0] = {}): SignRequest =>
      request({ plan: executePlan({ data: calldata({ hops: splitHops, ...changes }) }) });
    expect(judge(active(), split(), nowMs)).toEqual({ kind: 'sign' });
    expectRefusal('SIGNER_CALL_CHAIN', split({ chainId: 1 }));
    expectRefusal('SIGNER_DEADLINE', split({ deadlineS: nowMs / 1000 - 1 }));
    const lender = { kind: 'aaveV3' as const, lender: stranger, amount: tokenAmount(10n ** 18n) };
    expectRefusal('SIGNER_LENDER', split({ funding: { kind: 'loans', loans: [lender] } }));
    expectRefusal('SIGNER_METHOD', split({ hops: splitHops.slice(1) }));
    expectRefusal('SIGNER_METHOD', split({ hops: splitHops.slice(0, 2) }));
  });
  it('refuses a deadline that has passed', () =>
    expectRefusal(
      'SIGNER_DEADLINE',
      request({ plan: executePlan({ data: calldata({ deadlineS: nowMs / 1000 - 1 }) }) }),
    ));
});

describe('the trading state', () => {
  it.each([
    ['halted', 'SIGNER_HALTED'],
    ['reduceOnly', 'SIGNER_REDUCE_ONLY'],
  ] as const)('%s refuses an execute, also one signed before, and lets a cancellation pass', (tradingState, code) => {
    const state = active();
    sign(state, request());
    state.tradingState = tradingState;
    expectRefusal(code, request({ orderId: 'order-2', nonce: 1 }), state);
    expectRefusal(code, request(), state);
    expect(judge(state, request({ orderId: 'cancel-1', kind: 'cancel', plan: cancelPlan() }), nowMs).kind).toBe('sign');
  });
  it('is halted until main says otherwise', () =>
    expectRefusal('SIGNER_HALTED', request(), replaySigningState(policy, wallet, [])));
});

describe('orders and nonces', () => {
  it('gives the same answer to the same order, also after its grant and deadline', () => {
    const state = active();
    sign(state, request());
    state.grants.clear();
    expect(judge(state, request(), nowMs + 10_000_000).kind).toBe('signedBefore');
  });
  it('refuses a known order with another nonce, plan or kind', () => {
    const state = active();
    sign(state, request());
    expectRefusal('SIGNER_ORDER_CHANGED', request({ nonce: 1 }), state);
    expectRefusal('SIGNER_ORDER_CHANGED', request({ plan: executePlan({ gasLimit: 399_999 }) }), state);
    expectRefusal('SIGNER_ORDER_CHANGED', request({ kind: 'cancel', plan: cancelPlan() }), state);
  });
  it('refuses a second execute at a nonce, even the same plan', () => {
    const state = active();
    sign(state, request());
    expectRefusal('SIGNER_NONCE_SIGNED', request({ orderId: 'order-2' }), state);
  });
  it('signs another cancellation where the first was not included, and no execute after it', () => {
    const state = active();
    sign(state, request());
    sign(state, request({ orderId: 'cancel-1', kind: 'cancel', plan: cancelPlan() }));
    sign(state, request({ orderId: 'cancel-2', kind: 'cancel', plan: cancelPlan() }));
    expectRefusal('SIGNER_NONCE_SIGNED', request({ orderId: 'order-2' }), state);
    const dear = cancelPlan({ maxFeePerGas: wei(1000n * 10n ** 9n) });
    expectRefusal('SIGNER_CANCEL_COST', request({ orderId: 'cancel-3', kind: 'cancel', plan: dear }), state);
  });
});

describe('cancellations', () => {
  const cancel = (plan = cancelPlan(), nonce = 0): SignRequest =>
    request({ orderId: 'cancel-1', kind: 'cancel', plan, nonce });
  function signedOnce(): SigningState {
    const state = active();
    sign(state, request());
    return state;
  }
  it('refuses where nothing was signed', () =>
    expectRefusal('SIGNER_CANCEL_UNKNOWN', cancel(cancelPlan(), 1), signedOnce()));
  it('refuses another recipient', () =>
    expectRefusal('SIGNER_CANCEL_SHAPE', cancel(cancelPlan({ to: stranger })), signedOnce()));
  it('refuses calldata', () =>
    expectRefusal('SIGNER_CANCEL_SHAPE', cancel(cancelPlan({ data: parseBytes('0x00') })), signedOnce()));
  it('refuses value', () => expectRefusal('SIGNER_VALUE', cancel(cancelPlan({ value: wei(1n) })), signedOnce()));
  it('refuses to cost more than the order', () =>
    expectRefusal('SIGNER_CANCEL_COST', cancel(cancelPlan({ maxFeePerGas: wei(1000n * 10n ** 9n) })), signedOnce()));
});

describe('approvals', () => {
  const asked = request({ authority: byApproval });
  it('signs what was approved, once', () => {
    const state = approved();
    sign(state, asked);
    expectRefusal('SIGNER_APPROVAL_USED', request({ authority: byApproval, orderId: 'order-2', nonce: 1 }), state);
    expect(codeOf(() => addApproval(state, approval))).toBe('SIGNER_APPROVAL_USED');
  });
  it('refuses without one', () => expectRefusal('SIGNER_APPROVAL_UNKNOWN', asked));
  it('refuses an expired one', () => expectRefusal('SIGNER_APPROVAL_EXPIRED', asked, approved(), approval.expiresAtMs));
  it('refuses another nonce', () => expectRefusal('SIGNER_APPROVAL_OTHER', { ...asked, nonce: 1 }, approved()));
  it('refuses another plan', () =>
    expectRefusal('SIGNER_APPROVAL_OTHER', { ...asked, plan: executePlan({ gasLimit: 399_999 }) }, approved()));
  it('refuses another chain', () => expectRefusal('SIGNER_APPROVAL_OTHER', asked, approved({ chainId: chainId(5) })));
  it('cannot change its terms under one id', () =>
    expect(codeOf(() => addApproval(approved(), { ...approval, nonce: 5 }))).toBe('SIGNER_APPROVAL_OTHER'));
});

describe('grants', () => {
  const withGrant = (changes: Parameters<typeof grant>[0]): SigningState => {
    const state = active();
    state.grants.clear();
    addGrant(state, grant(changes));
    return state;
  };
  it('refuses without one', () =>
    expectRefusal('SIGNER_GRANT_UNKNOWN', request({ authority: { kind: 'grant', grantId: 'other' } })));
  it('refuses an expired one', () =>
    expectRefusal(
      'SIGNER_GRANT_EXPIRED',
      request({ plan: executePlan({ data: calldata({ deadlineS: nowMs / 1000 + 7_200 }) }) }),
      active(),
      nowMs + 3_600_000,
    ));
  it("refuses another chain's", () =>
    expectRefusal('SIGNER_GRANT_CHAIN', request(), withGrant({ chainId: chainId(5) })));
  it('counts what a chain takes for data beside the gas, in the budget and in what is spent of it', () => {
    const { planHash: _, ...plain } = executePlan();
    const paying = request({ plan: sealPlan({ ...plain, dataFee: wei(1000n) }) });
    const cost = worstCaseCost(paying.plan);
    expect(cost).toBe(worstCaseCost(executePlan()) + 1000n);
    expectRefusal('SIGNER_GRANT_BUDGET', paying, withGrant({ budget: wei(cost - 1n) }));
    const state = withGrant({ budget: wei(2n * cost - 1n) });
    sign(state, paying);
    expectRefusal('SIGNER_GRANT_BUDGET', { ...paying, orderId: 'order-2', nonce: 1 }, state);
  });
  it('spends to the last wei and not one more', () => {
    const cost = worstCaseCost(executePlan());
    const state = withGrant({ budget: wei(cost * 2n) });
    sign(state, request());
    sign(state, request({ orderId: 'order-2', nonce: 1 }));
    expectRefusal('SIGNER_GRANT_BUDGET', request({ orderId: 'order-3', nonce: 2 }), state);
    expectRefusal('SIGNER_GRANT_BUDGET', request(), withGrant({ budget: wei(cost - 1n) }));
  });
  it.each([
    ['no budget', { budget: wei(0n) }],
    ['eight days', { expiresAtMs: epochMs(nowMs + 8 * 86_400_000) }],
    ['a raised budget under a known id', { budget: wei(2n * 10n ** 18n) }],
  ])('refuses terms: %s', (_name, changes) =>
    expect(codeOf(() => addGrant(active(), grant(changes)))).toBe('SIGNER_GRANT_TERMS'),
  );
});

describe('what is remembered', () => {
  const record = (nonce: number) => ({
    epochId: policy.epochId,
    orderId: `old-${nonce}`,
    kind: 'execute' as const,
    nonce,
    planHash: request().plan.planHash,
    authority: request().authority,
    worstCase: wei(1n),
    rawTransaction: parseBytes(`0x${nonce.toString(16).padStart(8, '0')}`),
    transactionHash: parseHash(`0x${nonce.toString(16).padStart(64, '0')}`),
    atMs: nowMs,
  });

  it('begins with the first record where the log was cut, and with nothing where it was not', () => {
    const at = (isCut: boolean) => {
      const state = replaySigningState(policy, wallet, [record(5)], isCut);
      state.limits = limits;
      state.tradingState = 'active';
      addGrant(state, grant());
      return codeOf(() => judge(state, { ...request(), orderId: 'another', nonce: 4 }, nowMs));
    };
    expect(at(true)).toBe('SIGNER_NONCE_SIGNED');
    expect(at(false)).toBe('none');
  });

  it('is bounded, and what is forgotten can never be signed anew', () => {
    const state = active();
    const count = 3 * keptSignatures;
    for (let nonce = 0; nonce < count; nonce += 1) applyRecord(state, record(nonce));
    expect([state.byOrder.size, state.byNonce.size, state.byBytes.size]).toEqual(Array(3).fill(keptSignatures));
    for (const nonce of [0, 1, count - keptSignatures - 1, count - keptSignatures, count - 1])
      expect(codeOf(() => judge(state, { ...request(), orderId: 'another', nonce }, nowMs))).toBe(
        'SIGNER_NONCE_SIGNED',
      );
    expect(judge(state, { ...request(), orderId: 'another', nonce: count }, nowMs)).toEqual({ kind: 'sign' });
    const newest = record(count - 1);
    expect(judge(state, { ...request(), orderId: newest.orderId, nonce: newest.nonce }, nowMs)).toMatchObject({
      kind: 'signedBefore',
    });
    expect(state.spentByGrant.get(grant().id)).toBe(BigInt(count));
  });
});

describe('limits that the signer can hold a transaction to by itself', () => {
  // At worst 0.02 ether.
  const cost = worstCaseCost(executePlan());
  const withLimits = (change: Partial<typeof limits>): SigningState => {
    const state = active();
    state.limits = { ...limits, ...change };
    return state;
  };

  it('executes nothing before they are known, and still cancels', () => {
    const state = active();
    state.limits = null;
    expect(codeOf(() => judge(state, request(), nowMs))).toBe('SIGNER_LIMITS_UNKNOWN');
  });

  it('lets pass what meets them exactly, and refuses one more', () => {
    const exact = { singleTrade: cost, atOnce: cost, flashNotional: wei(10n ** 18n) };
    expect(judge(withLimits(exact), request(), nowMs)).toEqual({ kind: 'sign' });
    const oneLess = (name: keyof typeof exact) => withLimits({ ...exact, [name]: wei(exact[name] - 1n) });
    expect(codeOf(() => judge(oneLess('singleTrade'), request(), nowMs))).toBe('SIGNER_TRADE_COST');
    expect(codeOf(() => judge(oneLess('atOnce'), request(), nowMs))).toBe('SIGNER_AT_ONCE');
    expect(codeOf(() => judge(oneLess('flashNotional'), request(), nowMs))).toBe('SIGNER_NOTIONAL');
    const other = withLimits({ flashNotional: wei(0n), wrappedNative: stranger });
    expect(judge(other, request(), nowMs)).toEqual({ kind: 'sign' });
  });

  it('takes the smaller of the capital that main began with and that the engine says', () => {
    // Ten times what the transaction needs, of a hundred ether.
    const state = withLimits({
      singleTrade: wei(10n * cost),
      atOnce: wei(10n * cost),
      flashNotional: wei(10n ** 19n),
    });
    const said = (capital: bigint | null) =>
      codeOf(() => judge(state, request({ capital: capital === null ? null : wei(capital) }), nowMs));
    const tenth = 10n ** 19n;
    for (const capital of [null, 10n ** 30n, 10n ** 20n, tenth]) expect(said(capital)).toBe('none');
    expect(said(tenth - 1n)).toBe('SIGNER_TRADE_COST');
    expect(said(0n)).toBe('SIGNER_TRADE_COST');
    const exact = withLimits({ singleTrade: cost, atOnce: cost, flashNotional: wei(10n ** 18n) });
    expect(judge(exact, request({ capital: wei(10n ** 30n) }), nowMs)).toEqual({ kind: 'sign' });
    for (const [roomy, code] of [
      [{ atOnce: cost, flashNotional: wei(10n ** 18n) }, 'SIGNER_AT_ONCE'],
      [{ atOnce: wei(10n * cost), flashNotional: wei(10n ** 18n) }, 'SIGNER_NOTIONAL'],
    ] as const) {
      const one = withLimits({ singleTrade: wei(10n * cost), ...roomy });
      expect(codeOf(() => judge(one, request({ capital: wei(10n ** 20n - 1n) }), nowMs))).toBe(code);
    }
  });

  it('signs a cancellation whatever the capital', () => {
    const state = active();
    sign(state, request());
    const cancel = request({ orderId: 'cancel', kind: 'cancel', plan: cancelPlan(), capital: wei(0n) });
    expect(judge(state, cancel, nowMs)).toEqual({ kind: 'sign' });
  });

  it('counts what was signed until its deadline', () => {
    const state = withLimits({ atOnce: wei(2n * cost - 1n) });
    const signed = signTransaction(executePlan(), 0, key);
    applyRecord(state, {
      epochId: policy.epochId,
      orderId: 'earlier',
      kind: 'execute',
      nonce: 0,
      planHash: executePlan().planHash,
      authority: { kind: 'approval', approvalId: 'a' },
      worstCase: cost,
      ...signed,
      deadlineS: nowMs / 1000 + 5,
      atMs: nowMs,
    });
    const next = request({ orderId: 'later', nonce: 1 });
    expect(codeOf(() => judge(state, next, nowMs))).toBe('SIGNER_AT_ONCE');
    expect(judge(state, next, nowMs + 6_000)).toEqual({ kind: 'sign' });
  });
});
