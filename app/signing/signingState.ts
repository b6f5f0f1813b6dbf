import type { z } from 'zod';
import type { Approval } from '../contract/orderSchemas.ts';
import type { SignerLimits, signerPolicySchema } from '../contract/signer.ts';
import type { Wei } from '../domain/amount.ts';
import type { Grant } from '../domain/grant.ts';
import type { Address } from '../domain/hex.ts';
import type { TradingState } from '../domain/mode.ts';
import { submissionKinds } from '../domain/submission.ts';
import { refuse } from './refuse.ts';
import type { SpendRecord } from './spendRecord.ts';

export type SignerPolicy = z.output<typeof signerPolicySchema>;

/** All that a decision to sign depends on, besides the request and the time. Changed only by the functions here. */
export interface SigningState {
  readonly policy: SignerPolicy;
  readonly wallet: Address;
  tradingState: TradingState;
  /** Null until main has told them: nothing is executed before. */
  limits: SignerLimits | null;
  readonly approvals: Map<string, Approval>;
  readonly grants: Map<string, Grant>;
  readonly usedApprovals: Set<string>;
  /** Worst case of every execute signed under a grant, over all epochs: nothing is given back. */
  readonly spentByGrant: Map<string, bigint>;
  /** This epoch's newest signatures, in the order made, by order and by `nonceKey`. */
  readonly byOrder: Map<string, SpendRecord>;
  readonly byNonce: Map<string, SpendRecord>;
  /** By the signed transaction itself. */
  readonly byBytes: Map<string, SpendRecord>;
  /** Below this nonce there were signatures that are not remembered any more. */
  forgottenBelow: number;
}

/** Signatures that are remembered: many times more than can be open, so that a signer does not grow for as long as it trades. */
export const keptSignatures = 4_096;

/** How long a grant may last. Spend logs untouched for longer than this cannot matter to any grant. */
export const longestGrantMs = 7 * 24 * 3_600_000;

/**
 * The state after a start: what the spend log says was signed, and nothing allowed until main says so again. Trading is
 * halted until main sets it.
 * @param isCut whether more was signed in this epoch before the first of the records: nothing at those nonces is signed anew
 */
export function replaySigningState(
  policy: SignerPolicy,
  wallet: Address,
  records: Iterable<SpendRecord>,
  isCut = false,
): SigningState {
  const state: SigningState = {
    policy,
    wallet,
    tradingState: 'halted',
    limits: null,
    approvals: new Map(),
    grants: new Map(),
    usedApprovals: new Set(),
    spentByGrant: new Map(),
    byOrder: new Map(),
    byNonce: new Map(),
    byBytes: new Map(),
    forgottenBelow: 0,
  };
  for (const record of records) {
    if (isCut && state.byOrder.size === 0 && record.epochId === policy.epochId) state.forgottenBelow = record.nonce;
    applyRecord(state, record);
  }
  return state;
}

/** Counts a signature. Those of other epochs count for their grants only. */
export function applyRecord(state: SigningState, record: SpendRecord): void {
  const { authority } = record;
  if (record.kind === 'execute' && authority.kind === 'grant') {
    state.spentByGrant.set(authority.grantId, (state.spentByGrant.get(authority.grantId) ?? 0n) + record.worstCase);
  }
  if (record.epochId !== state.policy.epochId) return;
  if (record.kind === 'execute' && authority.kind === 'approval') state.usedApprovals.add(authority.approvalId);
  state.byOrder.set(record.orderId, record);
  state.byNonce.set(nonceKey(record.nonce, record.kind), record);
  state.byBytes.set(record.rawTransaction, record);
  for (const oldest of state.byOrder.values()) {
    if (state.byOrder.size <= keptSignatures) break;
    forget(state, oldest);
  }
}

/** What is forgotten is never signed anew: its nonce is refused from now on. */
function forget(state: SigningState, record: SpendRecord): void {
  const key = nonceKey(record.nonce, record.kind);
  state.byOrder.delete(record.orderId);
  state.byBytes.delete(record.rawTransaction);
  if (state.byNonce.get(key) === record) state.byNonce.delete(key);
  state.forgottenBelow = Math.max(state.forgottenBelow, record.nonce + 1);
}

export function nonceKey(nonce: number, kind: SpendRecord['kind']): string {
  return `${nonce} ${kind}`;
}

/** Takes a person's approval from main. The same one again changes nothing. @throws ExpectedError SIGNER_* */
export function addApproval(state: SigningState, approval: Approval): void {
  if (state.usedApprovals.has(approval.id))
    throw refuse('SIGNER_APPROVAL_USED', `approval ${approval.id} was used before`);
  const known = state.approvals.get(approval.id);
  if (known !== undefined && !sameApproval(known, approval))
    throw refuse('SIGNER_APPROVAL_OTHER', `approval ${approval.id} is known with other terms`);
  state.approvals.set(approval.id, approval);
}

function sameApproval(a: Approval, b: Approval): boolean {
  return a.planHash === b.planHash && a.chainId === b.chainId && a.nonce === b.nonce && a.expiresAtMs === b.expiresAtMs;
}

/** Takes a grant from main. Its budget and time can never grow under the same id. @throws ExpectedError SIGNER_GRANT_TERMS */
export function addGrant(state: SigningState, grant: Grant): void {
  if (grant.budget <= 0n || grant.expiresAtMs - grant.grantedAtMs > longestGrantMs)
    throw refuse('SIGNER_GRANT_TERMS', `grant ${grant.id} has no budget or lasts too long`);
  const known = state.grants.get(grant.id);
  if (known !== undefined && !sameGrant(known, grant))
    throw refuse('SIGNER_GRANT_TERMS', `grant ${grant.id} is known with other terms`);
  state.grants.set(grant.id, grant);
}

function sameGrant(a: Grant, b: Grant): boolean {
  return (
    a.strategy === b.strategy &&
    a.chainId === b.chainId &&
    a.budget === b.budget &&
    submissionKinds.every((kind) => a.submissions.includes(kind) === b.submissions.includes(kind)) &&
    a.expiresAtMs === b.expiresAtMs &&
    a.grantedAtMs === b.grantedAtMs
  );
}

/** Worst case of what was signed and may still run before its deadline. One transaction at a nonce runs at most, but which is not known. */
export function atRiskAt(state: SigningState, nowMs: number): bigint {
  let sum = 0n;
  for (const { kind, worstCase, deadlineS } of state.byOrder.values())
    if (kind === 'execute' && (deadlineS ?? 0) * 1000 >= nowMs) sum += worstCase;
  return sum;
}

/** What a grant may still put at risk. */
export function leftOfGrant(state: SigningState, grant: Grant): Wei {
  return (grant.budget - (state.spentByGrant.get(grant.id) ?? 0n)) as Wei;
}
