import type { Approval } from '../../app/contract/orderSchemas.ts';
import type { Grant } from '../../app/domain/grant.ts';
import type { TradingState } from '../../app/domain/mode.ts';

/**
 * What people have allowed in this run: main's own copy, out of which a restarted signer is told again. Grants and
 * approvals are never written to disk, so none outlives main.
 */
export class Permissions {
  tradingState: TradingState;
  /** The reason of a halt or of reduce-only, for people. */
  tradingStateReason: string;
  readonly #grants = new Map<string, Grant>();
  readonly #approvals = new Map<string, Approval>();

  constructor(tradingState: TradingState, reason: string) {
    this.tradingState = tradingState;
    this.tradingStateReason = reason;
  }

  addGrant(grant: Grant): void {
    this.#grants.set(grant.id, grant);
  }

  hasGrant(id: string): boolean {
    return this.#grants.has(id);
  }

  /** Takes back every grant of a strategy; answers which. */
  revokeGrants(strategy: Grant['strategy']): Grant[] {
    const revoked = [...this.#grants.values()].filter((grant) => grant.strategy === strategy);
    for (const { id } of revoked) this.#grants.delete(id);
    return revoked;
  }

  /** The unexpired grant of a strategy on a chain, if there is one. */
  grantOf(strategy: Grant['strategy'], chainId: Grant['chainId'], nowMs: number): Grant | null {
    return this.grantsInForce(nowMs).find((grant) => grant.strategy === strategy && grant.chainId === chainId) ?? null;
  }

  grantsInForce(nowMs: number): Grant[] {
    return [...this.#grants.values()].filter((grant) => grant.expiresAtMs > nowMs);
  }

  addApproval(approval: Approval): void {
    this.#approvals.set(approval.id, approval);
  }

  /** Forgets what has expired on the way. */
  approvalsInForce(nowMs: number): Approval[] {
    for (const approval of this.#approvals.values()) {
      if (approval.expiresAtMs <= nowMs) this.#approvals.delete(approval.id);
    }
    return [...this.#approvals.values()];
  }

  /** An approval belongs to the epoch it was given in. */
  forgetApprovals(): void {
    this.#approvals.clear();
  }
}
