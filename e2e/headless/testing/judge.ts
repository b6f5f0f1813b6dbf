import type { Asset } from '../../../app/domain/ledger.ts';
import { type Order, openOrderStates } from '../../../app/domain/order.ts';
import type { SpendRecord } from '../../../app/signing/spendRecord.ts';
import type { ChainTransaction, Evidence } from './evidence.ts';

/** What is wrong, each as a sentence for a person; three empty lists are a good run. */
export interface Findings {
  /** Something that happened has no record, a record of what did not happen, or an end that never came. */
  readonly lost: readonly string[];
  /** One intent that was sent, landed, signed or paid for more than once, or beyond what was allowed. */
  readonly twice: readonly string[];
  /** Balances that differ. */
  readonly books: readonly string[];
}

/** Seconds of the chain's time after its deadline within which an order has come to an end, and blocks: the time may leap. */
const resolvedWithinS = 30;
const resolvedWithinBlocks = 40;

/** Holds what journal, spend log and chain say against each other. Pure: the same evidence gives the same findings. */
export function judge(evidence: Evidence): Findings {
  return {
    lost: [...includedDiffers(evidence), ...unsigned(evidence), ...unresolved(evidence)],
    twice: [...doubled(evidence), ...handedOutTwice(evidence), ...beyondGrants(evidence)],
    books: differences(evidence),
  };
}

/** Every transaction of the wallet has exactly one order and fill, which agree with it; and the other way round. */
function includedDiffers({ epoch, transactions, transactionCount }: Evidence): readonly string[] {
  const { orders, fills } = epoch;
  const included = orders.filter(({ state }) => state === 'landed' || state === 'reverted');
  const byHash = Map.groupBy(included, ({ transactionHash }) => String(transactionHash));
  const found: string[] = [];
  for (const transaction of transactions) {
    const [order, ...more] = byHash.get(transaction.hash) ?? [];
    byHash.delete(transaction.hash);
    if (order === undefined) found.push(`${named(transaction)} has no order`);
    else if (more.length > 0) found.push(`${named(transaction)} has ${more.length + 1} orders`);
    else found.push(...disagreements(order, transaction, fills));
  }
  for (const [order] of byHash.values())
    if (order !== undefined) found.push(`order ${order.id} is ${order.state}, and the chain has no such transaction`);
  if (fills.length !== included.length)
    found.push(`${included.length} orders were included, ${fills.length} have a fill`);
  if (transactionCount !== transactions.length)
    found.push(
      `the chain counts ${transactionCount} transactions of the wallet, its blocks hold ${transactions.length}`,
    );
  return found;
}

function disagreements(
  order: Order,
  transaction: ChainTransaction,
  fills: Evidence['epoch']['fills'],
): readonly string[] {
  const booked = {
    nonce: order.nonce,
    block: order.resolvedAt?.hash,
    succeeded: order.state === 'landed',
    fee: fills.find(({ fill }) => fill.orderId === order.id)?.fill.gasPaid,
  };
  return (['nonce', 'block', 'succeeded', 'fee'] as const)
    .filter((field) => booked[field] !== transaction[field])
    .map((field) => `order ${order.id}: ${field} ${booked[field]} in the books, ${transaction[field]} on the chain`);
}

function named({ hash, nonce }: ChainTransaction): string {
  return `transaction ${hash} at nonce ${nonce}`;
}

function unsigned({ epoch: { orders }, signatures }: Evidence): readonly string[] {
  const signed = new Map(signatures.map((record) => [record.orderId, record]));
  const known = new Set(orders.map(({ id }) => id));
  return [
    ...orders
      .filter(
        ({ id, transactionHash }) => transactionHash !== null && signed.get(id)?.transactionHash !== transactionHash,
      )
      .map(({ id }) => `order ${id} has a signature that the spend log has not`),
    ...signatures
      .filter(({ orderId }) => !known.has(orderId))
      .map(({ orderId }) => `signature of unknown order ${orderId}`),
  ];
}

function unresolved({ epoch: { orders, lastBlock }, transactions, headTimestampS }: Evidence): readonly string[] {
  const used = new Set(transactions.map(({ nonce }) => nonce));
  return orders
    .filter(({ state }) => openOrderStates.includes(state))
    .filter(({ nonce, deadlineS, submittedAt }) => {
      const waited = (lastBlock?.number ?? 0) - (submittedAt?.number ?? 0);
      return used.has(nonce) || (headTimestampS > deadlineS + resolvedWithinS && waited > resolvedWithinBlocks);
    })
    .map(({ id, state, nonce }) => `order ${id} at nonce ${nonce} is still ${state}`);
}

function doubled({ epoch: { orders }, transactions, signatures }: Evidence): readonly string[] {
  const executes = signatures.filter(({ kind }) => kind === 'execute');
  const landed = orders.filter(({ kind, state }) => kind === 'execute' && state === 'landed');
  return [
    ...repeated(transactions.map(({ nonce }) => nonce)).map((nonce) => `nonce ${nonce} is in the chain twice`),
    ...repeated(signatures.map(({ orderId }) => orderId)).map((id) => `order ${id} was signed twice`),
    ...signedForTwo(executes).map((nonce) => `nonce ${nonce} was signed for two trades`),
    ...repeated(landed.map(({ ticketId }) => ticketId)).map((id) => `ticket ${id} landed twice`),
  ];
}

/** Nonces signed for again where what was signed at them before was for everybody: only a relay's trade may have another at its nonce. */
function signedForTwo(executes: readonly SpendRecord[]): readonly number[] {
  return [...Map.groupBy(executes, ({ nonce }) => nonce)].flatMap(([nonce, records]) =>
    records.slice(0, -1).flatMap(({ submission }) => (submission?.kind === 'relay' ? [] : [nonce])),
  );
}

/**
 * Nonces at which a second trade left us, to the public pool or to a relay, while the first was for the same block or for everybody;
 * and a relay's trades that went public.
 */
function handedOutTwice({ epoch: { orders }, handedOut }: Evidence): readonly string[] {
  const byId = new Map(orders.filter(({ kind }) => kind === 'execute').map((order) => [order.id, order]));
  const left = handedOut.flatMap(({ orderId, ...way }) => {
    const order = byId.get(orderId);
    return order === undefined ? [] : [{ order, ...way }];
  });
  const leaked = left.filter(({ order, to }) => to === 'public' && order.plan.submission.kind === 'relay');
  const decidedAt = (order: Order): number => order.decidedAt?.number ?? 0;
  const trades = [...new Set(left.map(({ order }) => order))].toSorted((a, b) => decidedAt(a) - decidedAt(b));
  const early = [...Map.groupBy(trades, ({ nonce }) => nonce)].flatMap(([nonce, orders]) =>
    orders.slice(1).flatMap((order, place) => {
      const before = orders[place];
      const isOver = before?.plan.submission.kind === 'relay' && decidedAt(before) < decidedAt(order);
      return isOver ? [] : [`nonce ${nonce} was given away for two trades`];
    }),
  );
  return [...early, ...leaked.map(({ order }) => `order ${order.id} was for a relay and given to the public pool`)];
}

/** No grant was used beyond its budget, over all epochs, nor after its time, nor was a trade signed after its deadline. */
function beyondGrants({ epoch: { orders }, signatures, earlierSignatures, grants }: Evidence): readonly string[] {
  const found: string[] = [];
  for (const { id, budget, expiresAtMs } of grants) {
    const under = [...signatures, ...earlierSignatures].filter((record) => isUnder(record, id));
    const spent = under.reduce((sum, { worstCase }) => sum + worstCase, 0n);
    if (spent > budget) found.push(`grant ${id}: ${spent} wei were put at risk of ${budget}`);
    for (const { orderId, atMs } of under)
      if (atMs >= expiresAtMs) found.push(`order ${orderId} was signed after grant ${id} had expired`);
  }
  const deadlines = new Map(orders.map(({ id, deadlineS }) => [id, deadlineS]));
  for (const { orderId, kind, atMs } of signatures)
    if (kind === 'execute' && atMs > (deadlines.get(orderId) ?? Number.POSITIVE_INFINITY) * 1000)
      found.push(`order ${orderId} was signed after its deadline`);
  return found;
}

function isUnder({ kind, authority }: SpendRecord, grantId: string): boolean {
  return kind === 'execute' && authority.kind === 'grant' && authority.grantId === grantId;
}

function differences({ epoch: { ledgerEntries }, balances }: Evidence): readonly string[] {
  const books = new Map<Asset, bigint>();
  for (const { postings } of ledgerEntries)
    for (const { account, asset, amount } of postings)
      if (account === 'wallet') books.set(asset, (books.get(asset) ?? 0n) + amount);
  return [...books]
    .filter(([asset, amount]) => balances.get(asset) !== amount)
    .map(([asset, amount]) => `${asset}: ${amount} in the books, ${balances.get(asset)} on the chain`);
}

function repeated<T>(items: readonly T[]): readonly T[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
