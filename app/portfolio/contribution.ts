import { wei } from '../domain/amount.ts';
import type { BreakdownDimension, BreakdownFigures } from '../domain/breakdown.ts';
import type { LenderKind, PoolKind } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import { type Fill, type Order, openOrderStates } from '../domain/order.ts';
import { submissionText } from '../domain/submission.ts';
import { utcDay } from './figures.ts';
import { orderOutcome } from './orderOutcome.ts';
import { tipPaid } from './tipPaid.ts';

/** What one order adds to every breakdown, and under which names. */
export interface Contribution {
  readonly keys: Readonly<Record<BreakdownDimension, string>>;
  readonly figures: BreakdownFigures;
}

export const noFigures: BreakdownFigures = {
  orders: 0,
  landed: 0,
  failed: 0,
  gross: new Map(),
  flashFees: new Map(),
  slippage: new Map(),
  gas: wei(0n),
  tips: wei(0n),
  tipsUnknown: 0,
  failureCost: wei(0n),
  net: wei(0n),
  predictedNet: wei(0n),
};

/** Pure: the same order and fill give the same contribution. Null where there is nothing to count, as for a cancellation that cost nothing. */
export function contributionOf(order: Order, fill: Fill | null): Contribution | null {
  if (order.kind === 'cancel' && fill === null) return null;
  const figures = order.kind === 'cancel' ? cancellationFigures(order, fill) : executionFigures(order, fill);
  return { keys: keysOf(order), figures };
}

function keysOf(order: Order): Contribution['keys'] {
  return {
    strategy: order.origin?.strategy ?? 'not recorded',
    chain: `chain ${order.plan.chainId}`,
    // When it was made: what it brought may come on the next.
    day: utcDay(order.createdAtMs),
    token: order.predicted.profitToken,
    submission: submissionText(order.plan.submission),
    route: routeKind(order),
    lender: lenderNames(order),
    outcome: order.kind === 'cancel' ? 'cancelling transaction' : orderOutcome(order),
  };
}

const poolNames: Partial<Record<PoolKind, string>> = { uniswapV2: 'V2', uniswapV3: 'V3' };

/** `3 hops · V2 V3 V2`: how long a route is and over which kinds of pools; `2 legs · V2+V3 V2` where it was split. */
function routeKind({ origin }: Order): string {
  if (origin === undefined) return 'not recorded';
  const kinds = origin.poolKinds.map((kind) => poolNames[kind] ?? kind);
  if (origin.legPools !== undefined) {
    const ends = origin.legPools.map((_, leg, pools) => pools.slice(0, leg + 1).reduce((sum, each) => sum + each, 0));
    const legs = ends.map((end, leg) => kinds.slice(ends[leg - 1] ?? 0, end).join('+'));
    return `${legs.length} legs · ${legs.join(' ')}`;
  }
  return `${kinds.length} hops · ${kinds.join(' ')}`;
}

const lenderNamesByKind: Readonly<Record<LenderKind, string>> = { balancerV2: 'Balancer', aaveV3: 'Aave' };

function lenderNames({ origin }: Order): string {
  if (origin === undefined) return 'not recorded';
  return origin.lenders.length === 0 ? 'flash swap' : origin.lenders.map((kind) => lenderNamesByKind[kind]).join(' + ');
}

function cancellationFigures(order: Order, fill: Fill | null): BreakdownFigures {
  const gas = fill?.gasPaid ?? wei(0n);
  return { ...noFigures, ...tipFigures(order, fill), gas, failureCost: gas, net: fill?.net ?? wei(0n) };
}

function executionFigures(order: Order, fill: Fill | null): BreakdownFigures {
  const open = openOrderStates.includes(order.state);
  const landed = order.state === 'landed' && fill !== null;
  const gas = fill?.gasPaid ?? wei(0n);
  const { token, amount } = fill?.realised ?? { token: order.predicted.profitToken, amount: 0n };
  return {
    ...tipFigures(order, fill),
    orders: 1,
    landed: landed ? 1 : 0,
    failed: open || landed ? 0 : 1,
    gross: one(token, amount),
    flashFees: one(token, landed ? (order.origin?.flashFee ?? 0n) : 0n),
    slippage: one(token, landed ? amount - order.predicted.gross : 0n),
    gas,
    failureCost: landed ? wei(0n) : gas,
    net: fill?.net ?? wei(0n),
    predictedNet: open ? wei(0n) : order.predicted.net,
  };
}

function tipFigures(order: Order, fill: Fill | null): Pick<BreakdownFigures, 'tips' | 'tipsUnknown'> {
  const tip = fill === null ? wei(0n) : tipPaid(order.plan, fill.receipt);
  return { tips: tip ?? wei(0n), tipsUnknown: tip === null ? 1 : 0 };
}

function one(token: Address, amount: bigint): ReadonlyMap<Address, bigint> {
  return amount === 0n ? new Map() : new Map([[token, amount]]);
}
