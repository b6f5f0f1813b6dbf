import type { Address } from '../../domain/hex.ts';
import type { Fill, Order } from '../../domain/order.ts';
import type { PaperVerdict } from '../../domain/paper.ts';
import type { SubmissionKind } from '../../domain/submission.ts';
import { decodeExecute } from '../../execution/executorCalldata.ts';

/** An order of one of the two engines, as its journal tells of it. */
export interface SideOrder {
  readonly id: string;
  /** Its pools and directions. */
  readonly route: string;
  readonly pools: readonly Address[];
  /** The block that it was found at. */
  readonly block: number;
  readonly way: SubmissionKind;
  readonly landed: boolean;
  readonly reverted: boolean;
  /** In wei: what it brought, and what it paid. 0 where it was not included. */
  readonly gross: bigint;
  readonly gasUsed: bigint;
  readonly gasPrice: bigint;
  readonly net: bigint;
  /** Why it was not landed; empty where it was. */
  readonly cause: string;
}

/** Why a route was not ordered at a block. */
export interface PassedOver {
  readonly route: string;
  readonly block: number;
  readonly code: string;
}

/** A cancellation that was included: it brings nothing. */
export interface SideCancellation {
  readonly block: number;
  /** In wei. */
  readonly gasPaid: bigint;
}

export interface TradingSide {
  readonly orders: readonly SideOrder[];
  readonly cancellations: readonly SideCancellation[];
  readonly passedOver: readonly PassedOver[];
}

export function routeOf(hops: readonly { readonly pool: Address; readonly zeroForOne: boolean }[]): string {
  return hops.map(({ pool, zeroForOne }) => `${pool}${zeroForOne ? '>' : '<'}`).join(' ');
}

/**
 * @param blockOf the block that an order was found at; orders of which it is not known are left out
 * @param verdicts of an engine on paper, in their order: the last one says why an order did not land
 */
export function tradingSide(
  orders: Iterable<Order>,
  fillOf: (orderId: string) => Fill | undefined,
  blockOf: (order: Order) => number | null,
  passedOver: readonly PassedOver[],
  verdicts: readonly PaperVerdict[] = [],
): TradingSide {
  const causes = new Map(verdicts.map(({ orderId, cause }) => [orderId, cause]));
  const side: SideOrder[] = [];
  const cancellations: SideCancellation[] = [];
  for (const order of orders) {
    const block = blockOf(order);
    if (block === null) continue;
    const fill = fillOf(order.id);
    if (order.kind === 'cancel') {
      if (fill !== undefined) cancellations.push({ block, gasPaid: fill.gasPaid });
      continue;
    }
    const landed = order.state === 'landed';
    const { gasPaid = 0n, net = 0n } = fill ?? {};
    side.push({
      id: order.id,
      route: routeOf(decodeExecute(order.plan.data).hops),
      pools: order.routePools,
      block,
      way: order.plan.submission.kind,
      landed,
      reverted: order.state === 'reverted',
      gross: net + gasPaid,
      gasUsed: BigInt(fill?.receipt.gasUsed ?? 0),
      gasPrice: fill?.receipt.effectiveGasPrice ?? 0n,
      net,
      cause: landed ? '' : (causes.get(order.id) ?? order.reason?.code ?? order.state.toUpperCase()),
    });
  }
  return { orders: side, cancellations, passedOver };
}
