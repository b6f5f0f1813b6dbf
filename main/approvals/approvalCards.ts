import type { z } from 'zod';
import type { approvalRequestSchema } from '../../app/contract/engine.ts';
import type { ApprovalCard } from '../../app/contract/windowCommands.ts';
import { formatUnits, type Wei } from '../../app/domain/amount.ts';
import { chainId, lenderContract } from '../../app/domain/chain.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { type Address, parseHash } from '../../app/domain/hex.ts';
import type { StrategyId } from '../../app/domain/mode.ts';
import { type Plan, worstCaseCost } from '../../app/domain/plan.ts';
import { type LimitValues, limitTable, limitText } from '../../app/domain/riskLimit.ts';
import type { Epoch } from '../../app/domain/run.ts';
import type { Submission, SubmissionKind } from '../../app/domain/submission.ts';
import { decodeExecute, type ExecuteCall } from '../../app/execution/executorCalldata.ts';
import { planHash } from '../../app/execution/planHash.ts';
import type { LimitEdit } from '../../app/risk/changeLimits.ts';
import { digestOf, groupedDigest } from './digest.ts';

export type ApprovalRequest = z.output<typeof approvalRequestSchema>;
const etherDecimals = 18;

export interface GrantProposal {
  readonly kind: 'grant';
  readonly proposalId: string;
  readonly strategy: StrategyId;
  readonly budget: Wei;
  readonly submissions: readonly SubmissionKind[];
  readonly minutes: number;
  readonly expiresAtMs: number;
}
export interface LimitsProposal {
  readonly kind: 'limits';
  readonly proposalId: string;
  readonly edits: readonly LimitEdit[];
  /** What is set now, as the card compares it. */
  readonly values: LimitValues;
  readonly expiresAtMs: number;
}
export interface ResumeProposal {
  readonly kind: 'resume';
  readonly proposalId: string;
  readonly reason: string;
  readonly expiresAtMs: number;
}

export interface SecondStep {
  /** From which input on one yes is not enough; null never. */
  readonly above: Wei | null;
  /** What was said yes to once: stepKey. */
  readonly firstYes: string | null;
}

/** Two tickets may have the very same plan. */
export function stepKey(ticketId: string, digest: string): string {
  return `${ticketId} ${digest}`;
}

type PlanCard = Extract<ApprovalCard, { kind: 'plan' }>;

/**
 * What a person is shown of a ticket: read from its calldata, nothing from the engine's own labels.
 * @throws ExpectedError APPROVAL_REFUSED when the plan is not what it says it is
 */
export function planCard(request: ApprovalRequest, epoch: Epoch, secondStep: SecondStep): ApprovalCard {
  const plan = { ...request.plan, chainId: chainId(request.plan.chainId) };
  const digest = planHash(plan);
  if (digest !== request.plan.planHash) throw refused('its plan hash is not that of its plan');
  if (plan.chainId !== epoch.chain.chainId) throw refused(`it is for chain ${plan.chainId}`);
  if (plan.to !== epoch.chain.executor) throw refused(`it calls ${plan.to}, which is not our executor`);
  if (plan.submission.kind === 'relay' && !knowsRelay(epoch, plan.submission.relayId))
    throw refused('it names a relay that this chain does not have');
  if (plan.value !== 0n) throw refused('it sends native currency');
  const call = decodeExecute(plan.data);
  if (call.chainId !== plan.chainId) throw refused('its calldata is for another chain');
  const lenders = lendersOf(call, epoch);
  const { profitToken, amountIn } = call.terms;
  return {
    kind: 'plan',
    ticketId: request.ticketId,
    method: call.hops.some(({ part }) => part !== undefined) ? 'executeSplit' : 'execute',
    contract: plan.to,
    chainName: epoch.chain.name,
    chainId: plan.chainId,
    mode: cardMode(epoch),
    route: [...lenders, routeText(call)].join(' → ').slice(0, 512),
    submission: submissionWords(plan.submission, epoch),
    input: amountText(amountIn, profitToken, epoch),
    returnsAtLeast: amountText(call.terms.minProfit, profitToken, epoch),
    worstCaseGas: `${formatUnits(worstCaseCost(plan), etherDecimals)} ${epoch.chain.nativeSymbol}`,
    ...stepOf(call, epoch, stepKey(request.ticketId, groupedDigest(digest)), secondStep),
    nonce: request.nonce,
    digest: groupedDigest(digest),
    expiresAtMs: request.expiresAtMs,
  };
}

/** What an approval of the request is bound to. */
export function approvalTerms(request: ApprovalRequest): Pick<Plan, 'planHash' | 'chainId'> {
  return { planHash: parseHash(request.plan.planHash), chainId: chainId(request.plan.chainId) };
}

export function grantCard(proposal: GrantProposal, epoch: Epoch | null): ApprovalCard {
  const { proposalId, strategy, budget, submissions, minutes, expiresAtMs } = proposal;
  return {
    kind: 'grant',
    proposalId,
    mode: epoch === null ? null : cardMode(epoch),
    strategy,
    budget: `${formatUnits(budget, etherDecimals)} ${epoch?.chain.nativeSymbol ?? 'ETH'}`,
    submissions: submissions.map((kind) => grantWords[kind]).join(' and '),
    until: durationText(minutes),
    digest: digestOf(['grant', proposalId, strategy, budget, minutes, submissions.join(' ')]),
    expiresAtMs,
  };
}

export function limitsCard({ proposalId, edits, values, expiresAtMs }: LimitsProposal): ApprovalCard {
  const changes = edits.map(
    ({ limit, to }) => `${limitTable[limit].name}: ${limitText(limit, values[limit])} → ${limitText(limit, to)}`,
  );
  const digest = digestOf(['limits', proposalId, ...edits.map(({ limit, to }) => `${limit} ${to}`)]);
  return { kind: 'limits', proposalId, changes, digest, expiresAtMs };
}

export function resumeCard({ proposalId, reason, expiresAtMs }: ResumeProposal): ApprovalCard {
  return { kind: 'resume', proposalId, reason, digest: digestOf(['resume', proposalId, reason]), expiresAtMs };
}

/** @throws ExpectedError APPROVAL_REFUSED in a replay, where nothing is decided anew */
function cardMode({ mode }: Epoch): 'PAPER' | 'DEVNET' | 'LIVE' {
  if (mode === 'REPLAY') throw refused('it is of a replay');
  return mode;
}

function knowsRelay({ chain }: Epoch, relayId: string): boolean {
  return chain.relays.some(({ id }) => id === relayId);
}

function submissionWords(submission: Submission, { chain }: Epoch): string {
  if (submission.kind === 'public') return 'the public pool, where everybody sees it';
  const relay = chain.relays.find(({ id }) => id === submission.relayId);
  return `the private relay ${submission.relayId} (${relay === undefined ? 'unknown' : new URL(relay.url).host}) only`.slice(
    0,
    128,
  );
}

const grantWords: Readonly<Record<SubmissionKind, string>> = { public: 'the public pool', relay: 'private relays' };

const venueText = { uniswapV2: 'V2', uniswapV3: 'V3' } as const;

/** Legs one after the other, the pools of one leg side by side. */
function routeText(call: ExecuteCall): string {
  const legs = new Map<number, string[]>();
  for (const [place, { kind, pool, part }] of call.hops.entries()) {
    const name = `${venueText[kind]} ${pool.slice(0, 8)}…${pool.slice(-6)}`;
    const leg = part?.leg ?? place;
    legs.set(leg, [...(legs.get(leg) ?? []), name]);
  }
  return [...legs.values()].map((hops) => hops.join(' + ')).join(' → ');
}

/** "flash loan aave-v3" for each, as the chain table names them. @throws ExpectedError APPROVAL_REFUSED for a stranger */
function lendersOf({ terms }: ExecuteCall, { chain }: Epoch): string[] {
  if (terms.funding.kind === 'flashSwap') return [];
  return terms.funding.loans.map(({ kind, lender }) => {
    const known = chain.lenders.find((candidate) => candidate.kind === kind && lenderContract(candidate) === lender);
    if (known === undefined) throw refused('it borrows from a lender that this chain does not have');
    return `flash loan ${known.id}`;
  });
}

/** Main knows no token's decimals but the wrapped native's, and trusts nobody's word for them: others stay in units. */
function amountText(amount: bigint, token: Address, { chain }: Epoch): string {
  if (token === chain.wrappedNative) return `${formatUnits(amount, etherDecimals)} W${chain.nativeSymbol}`;
  return `${amount} units of ${token}`;
}

/** Of a token whose worth main does not know, any amount is above the threshold. */
function stepOf(
  { terms }: ExecuteCall,
  { chain }: Epoch,
  key: string,
  { above, firstYes }: SecondStep,
): Pick<PlanCard, 'secondStep' | 'secondStepAbove'> {
  const isKnown = terms.profitToken === chain.wrappedNative;
  if (above === null || (isKnown && terms.amountIn <= above)) return { secondStep: 'none', secondStepAbove: '' };
  const threshold = `${formatUnits(above, etherDecimals)} ${chain.nativeSymbol}`;
  const secondStepAbove = isKnown ? `more than ${threshold} goes in` : 'what goes in has no value known here';
  return { secondStep: key === firstYes ? 'given' : 'asked', secondStepAbove };
}

function durationText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `for ${[hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter((part) => part !== '').join(' ')} from approval`;
}

function refused(why: string): ExpectedError {
  return new ExpectedError('APPROVAL_REFUSED', `the ticket cannot be shown for approval: ${why}`, {
    advice: 'This is a bug or an attack: keep the logs and halt.',
  });
}
