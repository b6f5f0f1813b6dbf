import type { JSX } from 'react';
import type { OpportunityTrace, TraceMoment, TraceStepRow } from '../../../app/contract/opportunityTrace.ts';
import type { OpportunityRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { venueLabel } from '../../../app/contract/routeText.ts';
import { type Address, shortHex } from '../../../app/domain/hex.ts';
import { ExactAmount, Line } from '../../components/Lines.tsx';
import { displayAmount, displayCount, displayCounted, exactTitle } from '../../format/amount.ts';
import { displayWholeAge } from '../../format/time.ts';
import { useClock } from '../../state/clock.ts';
import { useStatus } from '../../state/panelStore.ts';
import { tokenOf } from '../../state/tokens.ts';
import { useTrace } from './useTrace.ts';

type Tokens = ReadonlyMap<string, TokenRow>;

const momentWords: Readonly<Record<TraceMoment, string>> = {
  found: 'At its block',
  newest: 'At the newest block',
};

const wayWords: Readonly<Record<TraceStepRow['amounts'][number]['way'], string>> = {
  in: 'in',
  out: 'out',
  sent: 'sends',
  lent: 'lends',
  allowed: 'allows',
};

/** Deeper than this, steps are no longer moved to the right. */
const mostIndents = 8;

/** What a contract is called on this route; its address is on hover. */
function contractName(
  address: Address | null,
  role: TraceStepRow['role'],
  { hops }: OpportunityRow,
  tokens: Tokens,
): string {
  if (address === null) return 'a new contract';
  const hop = hops.find(({ pool }) => pool === address);
  if (hop !== undefined) return venueLabel(hop);
  if (tokens.has(address)) return tokenOf(tokens, address).symbol;
  return role === 'unknown' ? shortHex(address) : role;
}

function Step({
  step,
  executor,
  opportunity,
  tokens,
}: {
  step: TraceStepRow;
  /** Whom the route's pools pay. */
  executor: Address | null;
  opportunity: OpportunityRow;
  tokens: Tokens;
}): JSX.Element {
  const { depth, contract, role, method, amounts, to, gasUsed, error } = step;
  const name = contractName(contract, role, opportunity, tokens);
  const payee = to === null ? null : contractName(to, to === executor ? 'executor' : 'unknown', opportunity, tokens);
  return (
    <li
      data-testid="trace-step"
      className="border-b border-rule py-0.5"
      style={{ paddingLeft: `${Math.min(depth, mostIndents) * 10}px` }}
      title={contract ?? undefined}
    >
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 break-words">
          {name} <span className="text-ink-2">{method}</span>
        </span>
        <span className="ml-auto text-right">
          {amounts.map(({ way, token, amount }) => {
            const { symbol, decimals } = tokenOf(tokens, token);
            return (
              <span key={way} title={exactTitle(amount, decimals, symbol)} className="ml-2 whitespace-nowrap">
                <span className="text-ink-3">{wayWords[way]}</span> {displayAmount(amount, decimals)}{' '}
                <span className="text-ink-2">{symbol}</span>
              </span>
            );
          })}
          {payee === null ? null : (
            <span className="whitespace-nowrap text-ink-3" title={to ?? undefined}>
              {' '}
              to {payee}
            </span>
          )}
          <span className="ml-2 whitespace-nowrap text-ink-3">{displayCount(gasUsed)} gas</span>
        </span>
      </span>
      {error === null ? null : <span className="block break-words text-loss">failed: {error}</span>}
    </li>
  );
}

function Answer({
  trace,
  answeredAtMs,
  opportunity,
  tokens,
}: {
  trace: OpportunityTrace;
  answeredAtMs: number;
  opportunity: OpportunityRow;
  tokens: Tokens;
}): JSX.Element {
  const { outcome, steps, reads, leftOut, blockNumber, gasUsed, profitToken } = trace;
  const newest = useStatus((status) => status.blockNumber) ?? blockNumber;
  const age = useClock((nowMs) => displayWholeAge(nowMs - answeredAtMs));
  const behind = Math.max(0, newest - blockNumber);
  const { symbol, decimals } = tokenOf(tokens, profitToken);
  const executor = steps.find(({ role }) => role === 'executor')?.contract ?? null;
  return (
    <>
      <p className="text-caption text-ink-3" data-testid="trace-facts">
        {trace.call === 'ticket' ? "its ticket's own call" : 'its route at its size, without a least profit'} · on the
        state after block {displayCount(blockNumber)}
        {behind === 0 ? ', the newest' : `, ${displayCounted(behind, 'block')} ago`} · traced {age} ago
      </p>
      <dl aria-label="Outcome of the trace">
        <Line label={outcome.kind === 'profit' ? 'It would bring' : 'It reverts'}>
          {outcome.kind === 'profit' ? (
            <ExactAmount value={outcome.profit} decimals={decimals} symbol={symbol} sign="always" />
          ) : (
            <span className="break-words text-loss">{outcome.reason}</span>
          )}
        </Line>
        <Line label="Gas used">{displayCount(gasUsed)}</Line>
      </dl>
      <ol aria-label="Trace" data-testid="trace-steps" className="mt-1 border-t border-rule">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one answer never reorder
          <Step key={index} step={step} executor={executor} opportunity={opportunity} tokens={tokens} />
        ))}
      </ol>
      <p className="text-caption text-ink-3">
        {leftOut === 0 ? '' : `${displayCounted(leftOut, 'call')} or more too many or too deep to list. `}
        {reads === 0 ? '' : `${displayCounted(reads, 'call')} that only read or delegate not listed.`}
      </p>
    </>
  );
}

/** The executor's call as the node runs it, call by call: asked for by hand, for it is work for the node. */
export function Trace({ opportunity, tokens }: { opportunity: OpportunityRow; tokens: Tokens }): JSX.Element {
  const { ask, asked, answer, answeredAtMs } = useTrace(opportunity.id);
  return (
    <div data-testid="trace">
      <p className="flex flex-wrap items-baseline gap-x-3">
        {(['found', 'newest'] as const).map((moment) => (
          <button
            key={moment}
            type="button"
            data-testid={`trace-${moment}`}
            className="text-accent hover:underline"
            onClick={() => ask(moment)}
          >
            {momentWords[moment]}
          </button>
        ))}
        {asked === null ? (
          <span className="text-caption text-ink-3">The node runs its call and lists each step; nothing is sent.</span>
        ) : null}
      </p>
      {asked !== null && answer === undefined ? (
        <p role="status" className="text-ink-3">
          The node is running the call…
        </p>
      ) : null}
      {answer?.ok === false ? (
        <p role="status" className="text-ink-2" data-testid="trace-problem">
          {answer.message}. <span className="text-ink-3">{answer.advice}</span>
        </p>
      ) : null}
      {answer?.ok === true ? (
        <Answer trace={answer.value} answeredAtMs={answeredAtMs} opportunity={opportunity} tokens={tokens} />
      ) : null}
    </div>
  );
}
