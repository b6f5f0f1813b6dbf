import type { EngineInput } from '../../domain/engineInput.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { Fill, Order } from '../../domain/order.ts';
import type { PaperTerms, PaperVerdict } from '../../domain/paper.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { type PassedOver, routeOf, type TradingSide, tradingSide } from './tradingSide.ts';

/** What of an epoch's journal the comparison needs. */
export interface JournaledSide {
  readonly inputs: Iterable<EngineInput>;
  readonly opportunities: Iterable<Opportunity>;
  readonly tickets: Iterable<Ticket>;
  readonly orders: Iterable<Order>;
  readonly fills: ReadonlyMap<string, Fill>;
}

export interface ReadSide {
  readonly side: TradingSide;
  /** Between its first block under a grant and the last before it opened nothing new. */
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly terms: PaperTerms | null;
}

/** One engine's part, from its journal alone. */
export function readSide({ inputs, opportunities, tickets, orders, fills }: JournaledSide): ReadSide {
  const verdicts: PaperVerdict[] = [];
  let terms: PaperTerms | null = null;
  let block = 0;
  let isGranted = false;
  let firstBlock: number | null = null;
  let lastBlock: number | null = null;
  for (const input of inputs) {
    if (input.kind === 'block' || input.kind === 'snapshot') {
      // Where the grant came before the chain did, the first block behind the snapshot.
      if (isGranted && input.kind === 'block') firstBlock ??= input.head.number;
      block = input.head.number;
    } else if (input.kind === 'paper') verdicts.push(...input.verdicts);
    else if (input.kind === 'started') terms = input.paper ?? null;
    else if (input.kind === 'user') {
      const { action } = input;
      if (action.kind === 'setStrategyMode' && action.mode === 'automate') isGranted = true;
      if (action.kind === 'setTradingState' && action.state !== 'active') lastBlock ??= block;
    }
  }
  const blocks = new Map<string, number>();
  const passedOver: PassedOver[] = [];
  const say = (opportunity: Opportunity, code: string | undefined): void => {
    if (code === undefined) return;
    passedOver.push({ route: routeOf(opportunity.hops), block: opportunity.block.number, code });
  };
  for (const opportunity of opportunities) say(opportunity, opportunity.reason?.code);
  for (const { id, opportunity, reason } of tickets) {
    blocks.set(id, opportunity.block.number);
    say(opportunity, reason?.code);
  }
  const side = tradingSide(
    orders,
    (id) => fills.get(id),
    ({ ticketId }) => blocks.get(ticketId) ?? null,
    passedOver,
    verdicts,
  );
  return { side, firstBlock: firstBlock ?? Number.MAX_SAFE_INTEGER, lastBlock: lastBlock ?? block, terms };
}

/** The part of it that both engines could trade in. */
export function between(
  { orders, cancellations, passedOver }: TradingSide,
  firstBlock: number,
  lastBlock: number,
): TradingSide {
  const isIn = ({ block }: { readonly block: number }): boolean => block >= firstBlock && block <= lastBlock;
  return { orders: orders.filter(isIn), cancellations: cancellations.filter(isIn), passedOver };
}
