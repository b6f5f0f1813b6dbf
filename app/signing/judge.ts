import type { SignerLimits, SignRequest } from '../contract/signer.ts';
import { mulDivDown, type Wei, wei } from '../domain/amount.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { decodeExecute, type ExecuteCall } from '../execution/executorCalldata.ts';
import { planHash } from '../execution/planHash.ts';
import { hasPassed } from './hasPassed.ts';
import { refuse } from './refuse.ts';
import { atRiskAt, leftOfGrant, nonceKey, type SigningState } from './signingState.ts';
import type { SpendRecord } from './spendRecord.ts';

/** The most gas one of our transactions may ask for: a whole block of the public network. */
const mostGas = 30_000_000;
/** 1 ether per gas: far above any fee ever paid, far below where sums overflow. */
const mostFeePerGas = 10n ** 18n;

/** Sign it, or give the answer that was given before. A refusal is thrown. */
export type Verdict = { readonly kind: 'sign' } | { readonly kind: 'signedBefore'; readonly record: SpendRecord };

/**
 * Decides on one request of the engine, which is not trusted: everything is read from the plan itself and from what main
 * has allowed. Order of the checks: the plan's own consistency, what was signed before, the trading state, the content,
 * the authority.
 * @throws ExpectedError SIGNER_*: a refusal
 */
export function judge(state: SigningState, request: SignRequest, nowMs: number): Verdict {
  checkPlan(state, request);
  if (request.kind === 'execute') checkTradingState(state);
  const before = state.byOrder.get(request.orderId);
  if (before !== undefined) return signedBefore(before, request);
  const taken = state.byNonce.get(nonceKey(request.nonce, request.kind));
  // A cancellation may follow another that nobody included: each costs at most what the order could, and one of them lands.
  if (taken !== undefined && request.kind !== 'cancel' && !isWithRelay(taken))
    throw refuse('SIGNER_NONCE_SIGNED', `order ${taken.orderId} was signed at nonce ${request.nonce}`, {
      nonce: request.nonce,
      orderId: taken.orderId,
    });
  if (taken === undefined && request.nonce < state.forgottenBelow)
    throw refuse('SIGNER_NONCE_SIGNED', `nonce ${request.nonce} is older than any signature that is remembered`, {
      nonce: request.nonce,
      rememberedFrom: state.forgottenBelow,
    });
  if (request.kind === 'cancel') checkCancellation(state, request);
  else {
    checkExecution(state, request, nowMs);
    checkAuthority(state, request, nowMs);
  }
  return { kind: 'sign' };
}

/**
 * A relay's transaction was for one block and is in nobody's pool. Another at its nonce takes nothing back, and adds nothing to what can
 * happen: the chain runs one of the two at most, each was allowed for itself, and both are counted against their grant.
 */
function isWithRelay({ kind, submission }: SpendRecord): boolean {
  return kind === 'execute' && submission?.kind === 'relay';
}

function checkPlan(state: SigningState, { plan }: SignRequest): void {
  if (plan.chainId !== state.policy.chainId) {
    throw refuse('SIGNER_WRONG_CHAIN', `the plan is for chain ${plan.chainId}, the epoch for ${state.policy.chainId}`);
  }
  const { maxFeePerGas, maxPriorityFeePerGas, gasLimit } = plan;
  const tipInBounds = maxPriorityFeePerGas >= 0n && maxPriorityFeePerGas <= maxFeePerGas;
  if (!tipInBounds || maxFeePerGas > mostFeePerGas || gasLimit > mostGas) {
    throw refuse('SIGNER_FEES', `gas limit ${gasLimit}, fee cap ${maxFeePerGas}, tip ${maxPriorityFeePerGas}`);
  }
  if (plan.value !== 0n) throw refuse('SIGNER_VALUE', `the plan sends ${plan.value} wei`);
  if (planHash(plan) !== plan.planHash) throw refuse('SIGNER_PLAN_HASH', 'the plan hash is not that of the plan');
}

function checkTradingState(state: SigningState): void {
  if (state.tradingState === 'halted') throw refuse('SIGNER_HALTED', 'trading is halted');
  if (state.tradingState === 'reduceOnly') throw refuse('SIGNER_REDUCE_ONLY', 'trading is reduce-only');
}

function signedBefore(record: SpendRecord, request: SignRequest): Verdict {
  const same =
    record.kind === request.kind && record.nonce === request.nonce && record.planHash === request.plan.planHash;
  if (!same)
    throw refuse('SIGNER_ORDER_CHANGED', `order ${request.orderId} was signed with another plan, nonce or kind`);
  return { kind: 'signedBefore', record };
}

function checkCancellation(state: SigningState, { plan, nonce }: SignRequest): void {
  const order = state.byNonce.get(nonceKey(nonce, 'execute'));
  if (order === undefined) throw refuse('SIGNER_CANCEL_UNKNOWN', `no order was signed at nonce ${nonce}`);
  if (plan.to !== state.wallet || plan.data.length > '0x'.length)
    throw refuse('SIGNER_CANCEL_SHAPE', 'the cancellation does more than take the nonce');
  const cost = worstCaseCost(plan);
  // One of the two lands at most, so a cancellation that cannot cost more never takes a grant over its budget.
  if (cost > order.worstCase)
    throw refuse('SIGNER_CANCEL_COST', `it could cost ${cost} wei, the order ${order.worstCase} wei`);
}

function checkExecution(state: SigningState, { plan, capital }: SignRequest, nowMs: number): void {
  if (!state.policy.allowedContracts.includes(plan.to))
    throw refuse('SIGNER_CONTRACT', `${plan.to} is not on the allow-list`);
  const call = decoded(plan.data);
  if (call.chainId !== plan.chainId) throw refuse('SIGNER_CALL_CHAIN', `the calldata is for chain ${call.chainId}`);
  checkLenders(state, call);
  if (hasPassed(call.terms.deadlineS, nowMs))
    throw refuse('SIGNER_DEADLINE', `the deadline ${call.terms.deadlineS} has passed`);
  if (state.limits === null) throw refuse('SIGNER_LIMITS_UNKNOWN', 'no limits were set');
  checkLimits(state, limitsOfCapital(state.limits, capital), plan, call, nowMs);
}

/** The smaller of what main and what the engine takes for our capital: the engine is believed a loss, never a gain. */
function limitsOfCapital(limits: SignerLimits, capital: Wei | null): SignerLimits {
  if (capital === null || capital >= limits.capital) return limits;
  const share = (amount: Wei): Wei => wei(mulDivDown(amount, capital, limits.capital));
  return {
    ...limits,
    singleTrade: share(limits.singleTrade),
    atOnce: share(limits.atOnce),
    flashNotional: share(limits.flashNotional),
  };
}

/** What can be told from the transaction and the own log; the engine holds it to every limit before. */
function checkLimits(
  state: SigningState,
  limits: SignerLimits,
  plan: SignRequest['plan'],
  { terms }: ExecuteCall,
  nowMs: number,
): void {
  const cost = worstCaseCost(plan);
  if (cost > limits.singleTrade)
    throw refuse('SIGNER_TRADE_COST', `it could cost ${cost} wei, one trade ${limits.singleTrade} wei`, {
      value: cost,
      limit: limits.singleTrade,
      headroom: limits.singleTrade - cost,
    });
  const atRisk = atRiskAt(state, nowMs) + cost;
  if (atRisk > limits.atOnce)
    throw refuse('SIGNER_AT_ONCE', `${atRisk} wei would be at risk at once, ${limits.atOnce} wei may be`, {
      value: atRisk,
      limit: limits.atOnce,
      headroom: limits.atOnce - atRisk,
    });
  if (terms.profitToken === limits.wrappedNative && terms.amountIn > limits.flashNotional)
    throw refuse('SIGNER_NOTIONAL', `the input is ${terms.amountIn} wei, ${limits.flashNotional} wei may be`, {
      value: terms.amountIn,
      limit: limits.flashNotional,
      headroom: limits.flashNotional - terms.amountIn,
    });
}

/** A loan calls its lender with our tokens at stake: it has to be one that main knows, called as what it is. */
function checkLenders(state: SigningState, { terms }: ExecuteCall): void {
  if (terms.funding.kind === 'flashSwap') return;
  for (const { kind, lender } of terms.funding.loans) {
    if (!state.policy.allowedLenders.some((allowed) => allowed.kind === kind && allowed.lender === lender))
      throw refuse('SIGNER_LENDER', `${lender} is not on the allow-list of ${kind} lenders`);
  }
}

function decoded(data: SignRequest['plan']['data']): ExecuteCall {
  try {
    return decodeExecute(data);
  } catch (cause) {
    throw refuse('SIGNER_METHOD', cause instanceof Error ? cause.message : 'the calldata cannot be read', {}, cause);
  }
}

function checkAuthority(state: SigningState, request: SignRequest, nowMs: number): void {
  if (request.authority.kind === 'approval') checkApproval(state, request, request.authority.approvalId, nowMs);
  else checkGrant(state, request, request.authority.grantId, nowMs);
}

function checkApproval(state: SigningState, { plan, nonce }: SignRequest, id: string, nowMs: number): void {
  if (state.usedApprovals.has(id)) throw refuse('SIGNER_APPROVAL_USED', `approval ${id} was used before`);
  const approval = state.approvals.get(id);
  if (approval === undefined) throw refuse('SIGNER_APPROVAL_UNKNOWN', `no approval ${id}`);
  if (approval.planHash !== plan.planHash || approval.chainId !== plan.chainId || approval.nonce !== nonce)
    throw refuse('SIGNER_APPROVAL_OTHER', `approval ${id} is for another plan, chain or nonce`);
  if (approval.expiresAtMs <= nowMs) throw refuse('SIGNER_APPROVAL_EXPIRED', `approval ${id} has expired`);
}

function checkGrant(state: SigningState, { plan }: SignRequest, id: string, nowMs: number): void {
  const grant = state.grants.get(id);
  if (grant === undefined) throw refuse('SIGNER_GRANT_UNKNOWN', `no grant ${id}`);
  if (grant.chainId !== plan.chainId) throw refuse('SIGNER_GRANT_CHAIN', `grant ${id} is for chain ${grant.chainId}`);
  if (grant.expiresAtMs <= nowMs) throw refuse('SIGNER_GRANT_EXPIRED', `grant ${id} has expired`);
  if (!grant.submissions.includes(plan.submission.kind))
    throw refuse('SIGNER_GRANT_SUBMISSION', `grant ${id} does not allow ${plan.submission.kind} submission`);
  const cost = worstCaseCost(plan);
  const left = leftOfGrant(state, grant);
  if (cost > left)
    throw refuse('SIGNER_GRANT_BUDGET', `the order could cost ${cost} wei, ${left} wei are left of grant ${id}`, {
      cost,
      left,
    });
}
