import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { BugError } from '../domain/errors.ts';
import { parseBytes, parseHash } from '../domain/hex.ts';
import type { Order, OrderState } from '../domain/order.ts';
import { rejection } from '../domain/rejection.ts';
import { sampleFill, sampleOrder, sampleWallet } from '../store/testing/sampleRecords.ts';
import { advanceOrder, type OrderEvent, type OrderEventKind, orderTransitions } from './orderMachine.ts';

const receipt = sampleFill(1).receipt;
const block = receipt.block;
const rawTransaction = parseBytes('0x02aa');
const { transactionHash } = receipt;

const events: { readonly [K in OrderEventKind]: Extract<OrderEvent, { kind: K }> } = {
  signed: { kind: 'signed', rawTransaction, transactionHash },
  signerRefused: { kind: 'signerRefused', code: 'SIGNER_HALTED', message: 'halted' },
  accepted: { kind: 'accepted', head: block },
  nodeRefused: { kind: 'nodeRefused', error: 'underpriced', head: block },
  cancelSent: { kind: 'cancelSent' },
  included: { kind: 'included', receipt },
  replaced: { kind: 'replaced', at: block, by: null },
  dropped: { kind: 'dropped', at: block, why: 'cancelled' },
  missed: { kind: 'missed', at: block, reason: rejection('LANDING_MISSED') },
  reorged: { kind: 'reorged', orphaned: block },
  attributed: { kind: 'attributed', lostTo: null, revertReason: 'Expired' },
};

function orderIn(state: OrderState): Order {
  const isSigned = state !== 'intended' && state !== 'refused';
  return sampleOrder(1, {
    state,
    ...(isSigned ? { rawTransaction, transactionHash, submittedAt: block } : {}),
    resolvedAt: ['landed', 'reverted', 'replaced', 'dropped'].includes(state) ? block : null,
  });
}

const expectedStates: Record<string, OrderState> = {
  byReceipt: 'landed',
  backToOpen: 'submitted',
};

describe('order machine', () => {
  const states = Object.keys(orderTransitions) as OrderState[];
  const kinds = Object.keys(events) as OrderEventKind[];

  it.each(states.flatMap((state) => kinds.map((kind) => [state, kind] as const)))(
    'takes %s with %s as its table says',
    (state, kind) => {
      const outcome = orderTransitions[state][kind];
      const act = (): Order => advanceOrder(orderIn(state), events[kind]);
      if (outcome === 'illegal') expect(act).toThrowError(BugError);
      else expect(act().state).toBe(outcome === 'same' ? state : (expectedStates[outcome] ?? outcome));
    },
  );

  it('never leaves a signature behind and never signs twice', () => {
    const signed = advanceOrder(orderIn('intended'), events.signed);
    expect(signed).toMatchObject({ state: 'signed', rawTransaction, transactionHash });
    const again = advanceOrder(signed, { ...events.signed, rawTransaction: parseBytes('0x02bb') });
    expect(again.rawTransaction).toBe(rawTransaction);
  });

  it('goes the whole way, through a reorg and back', () => {
    let order = orderIn('intended');
    for (const kind of ['signed', 'accepted', 'included'] as const) order = advanceOrder(order, events[kind]);
    expect(order).toMatchObject({ state: 'landed', resolvedAt: block, submittedAt: block });
    order = advanceOrder(order, events.reorged);
    expect(order).toMatchObject({ state: 'submitted', resolvedAt: null, reason: { code: 'LANDING_REORGED' } });
    order = advanceOrder(order, { kind: 'included', receipt: { ...receipt, succeeded: false } });
    expect(order).toMatchObject({ state: 'reverted', reason: { code: 'LANDING_REVERTED', facts: {} } });
  });

  it('is not reopened by a reorg of another block', () => {
    const landed = orderIn('landed');
    const orphaned = { number: block.number, hash: parseHash(`0x${'ab'.repeat(32)}`) };
    expect(advanceOrder(landed, { kind: 'reorged', orphaned })).toBe(landed);
  });

  it('names who took it, or why it reverted', () => {
    const reverted = advanceOrder(orderIn('submitted'), {
      kind: 'included',
      receipt: { ...receipt, succeeded: false },
    });
    expect(advanceOrder(reverted, events.attributed).reason).toEqual({
      code: 'LANDING_REVERTED',
      facts: { revert: 'Expired' },
    });
    const lostTo = { sender: sampleWallet, transactionHash, tipAbove: wei(5n) };
    const lost = advanceOrder(reverted, { kind: 'attributed', lostTo, revertReason: 'Expired' });
    expect(lost.lostTo).toEqual(lostTo);
    expect(lost.reason).toEqual({
      code: 'LANDING_LOST',
      facts: { revert: 'Expired', by: sampleWallet, transaction: transactionHash, tipAbove: '5' },
    });
  });

  it('refuses the receipt of another transaction as a bug', () => {
    const foreign = { ...receipt, transactionHash: parseHash(`0x${'cd'.repeat(32)}`) };
    expect(() => advanceOrder(orderIn('submitted'), { kind: 'included', receipt: foreign })).toThrowError(BugError);
  });
});
