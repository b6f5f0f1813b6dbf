import type { Cycle, ProfitToken } from '../detect/cycle.ts';
import { type Wei, wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { rejection } from '../domain/rejection.ts';
import { isSplit } from '../domain/routeLegs.ts';
import { withoutLoans } from '../lending/chooseFunding.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import { clearlyBetter } from './clearlyBetter.ts';
import { detectByTrust } from './detectByTrust.ts';
import { fundCycle } from './fundCycle.ts';
import type { KernelState } from './kernelState.ts';
import { dataFeeOf, dataFeeParameter } from './onDataFee.ts';
import { attributeMisses } from './onMissed.ts';
import { openTickets } from './openTickets.ts';
import type { Outcome } from './outcome.ts';
import { profitTokenValues } from './profitTokenValues.ts';
import { routeKey, routePools, tokenOrderKey } from './routeKey.ts';
import { betterSplit, SplitChoice } from './splitRoutes.ts';
import { endTicket, putOpportunity } from './transitions.ts';

const cyclesPerBlock = 32;
const mostHops = 4;

/**
 * Detection over what the block touched and over the routes that still paid before it; then policy, risk and tickets.
 * A route that lasts keeps its id; one whose pools moved and that pays no more is gone.
 */
export function findOpportunities(
  kernel: KernelState,
  outcome: Outcome,
  touched: readonly Address[],
  input: Extract<EngineInput, { kind: 'block' }>,
): void {
  const setting = kernel.strategies.get('flash-arbitrage');
  if (setting === undefined || setting.mode === 'off') return;
  const dataFee = dataFeeParameter(kernel);
  // What a transaction costs on this rollup is not known yet.
  if (dataFee === null) return;
  const concerned = new Set(touched);
  for (const opportunity of kernel.routes.values())
    for (const pool of routePools(opportunity.hops)) concerned.add(pool);
  const gasPrice = wei(nextBaseFee(input.head) + kernel.arbitrage.tipFloor);
  const values = profitTokenValues(kernel);
  const cycles = detectByTrust(kernel, [...concerned], {
    profitTokens: values,
    maxHops: mostHops,
    gasPrice,
    limit: cyclesPerBlock,
    ...dataFee,
  });
  const splits = new SplitChoice();
  const found = cycles.map((cycle, rank) => {
    const value = present(
      values.find(({ token }) => token === cycle.profitToken),
      'the value of a profit token',
    );
    const single = fundedOpportunity(kernel, cycle, value, gasPrice, rank, input);
    const best = splits.mayPay(single) ? betterSplit(kernel, cycle, single, value, gasPrice) : single;
    return remember(kernel, outcome, best, input);
  });
  const alive = new Set(found.map((opportunity) => routeKey(opportunity.hops)));
  const gone: Opportunity[] = [];
  for (const [key, opportunity] of kernel.routes) {
    if (alive.has(key)) continue;
    kernel.routes.delete(key);
    if (opportunity.state === 'ticketed') continue;
    putOpportunity(kernel, outcome, { ...opportunity, state: 'gone' });
    if (!isReplaced(opportunity, found)) gone.push(opportunity);
  }
  attributeMisses(kernel, outcome, gone, touched);
  openTickets(kernel, outcome, found, input);
}

/** Whether a route is gone only because its tokens are now traded over other pools at once, or no longer are: nobody took it. */
function isReplaced({ hops }: Opportunity, found: readonly Opportunity[]): boolean {
  const order = tokenOrderKey(hops);
  return found.some(
    ({ hops: others, net }) => net > 0n && (isSplit(hops) || isSplit(others)) && tokenOrderKey(others) === order,
  );
}

/** A cycle as an opportunity, at what its cheapest funding leaves of it. */
function fundedOpportunity(
  kernel: KernelState,
  cycle: Cycle,
  value: ProfitToken,
  gasPrice: Wei,
  rank: number,
  input: Extract<EngineInput, { kind: 'block' }>,
): Opportunity {
  const { number, hash } = input.head;
  const sighting = {
    block: { number, hash },
    seenAtMs: input.atMs,
    rank: rank + 1,
    clock: { seen: input.seenNs, analysed: kernel.measureNs() },
  };
  const fee = dataFeeOf(kernel, cycle.hops.length);
  const funded = fundCycle(kernel, cycle, value, gasPrice);
  if (funded === null) {
    const unfunded = flashArbitrage.toOpportunity(cycle, sighting, withoutLoans, value, gasPrice, fee);
    const sources = kernel.arbitrage.fundingSources.join(' ');
    return {
      ...unfunded,
      state: 'rejected',
      reason: rejection('POLICY_NO_FUNDING', { amount: cycle.amountIn, sources }),
    };
  }
  const opportunity = flashArbitrage.toOpportunity(funded.cycle, sighting, funded.choice, value, gasPrice, fee);
  if (opportunity.net > 0n) return opportunity;
  const { gross, gasCost } = opportunity;
  return { ...opportunity, state: 'rejected', reason: rejection('DETECT_BELOW_COST', { gross, gasWei: gasCost }) };
}

function remember(
  kernel: KernelState,
  outcome: Outcome,
  seen: Opportunity,
  input: Extract<EngineInput, { kind: 'block' }>,
): Opportunity {
  const key = routeKey(seen.hops);
  const before = kernel.routes.get(key);
  const ticketed = before === undefined ? undefined : kernel.opportunities.get(before.id);
  if (ticketed?.state === 'ticketed' && !outgrown(kernel, outcome, ticketed, seen)) return ticketed;
  const known = ticketed?.state === 'ticketed' ? undefined : before;
  const opportunity: Opportunity = {
    ...seen,
    id: known?.id ?? seen.id,
    seenAtMs: known?.seenAtMs ?? seen.seenAtMs,
  };
  kernel.latencies.record({ seen: input.seenNs }, opportunity.clock);
  if (seen.net > 0n && (known === undefined || known.net <= 0n)) kernel.counters.opportunities += 1;
  kernel.routes.set(key, opportunity);
  if (opportunity.state !== 'found') putOpportunity(kernel, outcome, opportunity);
  return opportunity;
}

/** A route that now brings clearly more than its waiting ticket shows a person: that ticket makes room for a new one. */
function outgrown(kernel: KernelState, outcome: Outcome, ticketed: Opportunity, seen: Opportunity): boolean {
  const waiting = [...kernel.tickets.values()].find(
    (ticket) => ticket.opportunity.id === ticketed.id && ticket.state === 'awaitingApproval',
  );
  if (waiting === undefined || !clearlyBetter(seen.net, ticketed.net)) return false;
  endTicket(
    kernel,
    outcome,
    waiting,
    'expired',
    rejection('POLICY_CONFLICT', { better: 'the same route at a later block' }),
  );
  return true;
}
