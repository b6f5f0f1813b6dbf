import type { Cycle } from '../detect/detector.ts';
import { wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { rejection } from '../domain/rejection.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import { clearlyBetter } from './clearlyBetter.ts';
import type { KernelState } from './kernelState.ts';
import { attributeMisses } from './onMissed.ts';
import { openTickets } from './openTickets.ts';
import type { Outcome } from './outcome.ts';
import { profitTokenValues } from './profitTokenValues.ts';
import { routeKey, routePools } from './routeKey.ts';
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
  const concerned = new Set(touched);
  for (const opportunity of kernel.routes.values())
    for (const pool of routePools(opportunity.hops)) concerned.add(pool);
  const gasPrice = wei(nextBaseFee(input.head) + kernel.arbitrage.tipFloor);
  const cycles = kernel.detector.detect([...concerned], {
    profitTokens: profitTokenValues(kernel),
    maxHops: mostHops,
    gasPrice,
    limit: cyclesPerBlock,
  });
  const found = cycles.map((cycle, rank) => remember(kernel, outcome, cycle, rank, input));
  const alive = new Set(found.map((opportunity) => routeKey(opportunity.hops)));
  const gone: Opportunity[] = [];
  for (const [key, opportunity] of kernel.routes) {
    if (alive.has(key)) continue;
    kernel.routes.delete(key);
    if (opportunity.state === 'ticketed') continue;
    putOpportunity(kernel, outcome, { ...opportunity, state: 'gone' });
    gone.push(opportunity);
  }
  attributeMisses(kernel, outcome, gone, touched);
  openTickets(kernel, outcome, found, input);
}

function remember(
  kernel: KernelState,
  outcome: Outcome,
  cycle: Cycle,
  rank: number,
  input: Extract<EngineInput, { kind: 'block' }>,
): Opportunity {
  const key = routeKey(cycle.hops);
  const before = kernel.routes.get(key);
  const ticketed = before === undefined ? undefined : kernel.opportunities.get(before.id);
  if (ticketed?.state === 'ticketed' && !outgrown(kernel, outcome, ticketed, cycle)) return ticketed;
  const known = ticketed?.state === 'ticketed' ? undefined : before;
  const head = input.head;
  const sighting = {
    block: { number: head.number, hash: head.hash },
    seenAtMs: input.atMs,
    rank: rank + 1,
    clock: { seen: input.seenNs, analysed: kernel.measureNs() },
  };
  const seen = flashArbitrage.toOpportunity(cycle, sighting);
  const opportunity: Opportunity = {
    ...seen,
    id: known?.id ?? seen.id,
    seenAtMs: known?.seenAtMs ?? seen.seenAtMs,
    ...costState(cycle),
  };
  kernel.latencies.record({ seen: input.seenNs }, opportunity.clock);
  if (cycle.net > 0n && (known === undefined || known.net <= 0n)) kernel.counters.opportunities += 1;
  kernel.routes.set(key, opportunity);
  if (opportunity.state !== 'found') putOpportunity(kernel, outcome, opportunity);
  return opportunity;
}

/** A route that now brings clearly more than its waiting ticket shows a person: that ticket makes room for a new one. */
function outgrown(kernel: KernelState, outcome: Outcome, ticketed: Opportunity, cycle: Cycle): boolean {
  const waiting = [...kernel.tickets.values()].find(
    (ticket) => ticket.opportunity.id === ticketed.id && ticket.state === 'awaitingApproval',
  );
  if (waiting === undefined || !clearlyBetter(cycle.net, ticketed.net)) return false;
  endTicket(
    kernel,
    outcome,
    waiting,
    'expired',
    rejection('POLICY_CONFLICT', { better: 'the same route at a later block' }),
  );
  return true;
}

function costState(cycle: Cycle): Pick<Opportunity, 'state' | 'reason'> {
  if (cycle.net > 0n) return { state: 'found', reason: null };
  return { state: 'rejected', reason: rejection('DETECT_BELOW_COST', { gross: cycle.gross, gasWei: cycle.gasCost }) };
}
