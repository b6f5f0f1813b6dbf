import { expect, test } from 'vitest';
import { ether, sampleOpportunity, sampleTicket } from '../../testing/sampleRows.ts';
import { atBlockVerdict, breakdownOf, fundedBy, gasPrice, onPendingVerdict } from './ticketView.ts';

const ticket = sampleTicket();
const offBy = (difference: bigint) => (ticket.gross + difference) as typeof ticket.gross;

test('one wei off at its own block is not equal', () => {
  expect(atBlockVerdict(ticket, 18)).toEqual({ tone: 'good', words: 'equal to the wei' });
  expect(atBlockVerdict({ ...ticket, simulatedAtBlock: offBy(-1n) }, 18)).toEqual({
    tone: 'bad',
    words: 'differs by −0.000000000000000001',
  });
  expect(atBlockVerdict({ ...ticket, simulatedAtBlock: null, state: 'simulating' }, 18).words).toBe(
    'waiting for the node',
  );
  expect(atBlockVerdict({ ...ticket, simulatedAtBlock: null, state: 'rejected' }, 18).words).toBe('not made');
});

test('on pending state the minimum counts', () => {
  expect(onPendingVerdict({ ...ticket, simulatedOnPending: ticket.minProfit }, 18).words).toBe('≥ minimum');
  const under = (ticket.minProfit - 1n) as typeof ticket.minProfit;
  expect(onPendingVerdict({ ...ticket, simulatedOnPending: under }, 18)).toEqual({
    tone: 'bad',
    words: '0.000000000000000001 under the minimum',
  });
});

test('the input is named by who brings it', () => {
  const opportunity = sampleOpportunity();
  expect(fundedBy(opportunity)).toBe(`flash, ${opportunity.hops[0]?.venue}`);
  const loan = (lender: string) => ({ lender, amount: ether('1') as never });
  expect(fundedBy({ ...opportunity, loans: [loan('balancer-v2'), loan('aave-v3')] })).toBe(
    'flash loan, balancer-v2 + aave-v3',
  );
});

test('an opportunity without a ticket has the same arithmetic', () => {
  const opportunity = sampleOpportunity({ flashFee: ether('0.001') as never });
  const breakdown = breakdownOf(undefined, opportunity);
  expect(breakdown?.amountOut).toBe(opportunity.amountIn + opportunity.gross + opportunity.flashFee);
  expect(gasPrice(opportunity) * BigInt(opportunity.gasUnits)).toBe(opportunity.gasCost);
  expect(breakdownOf(undefined, undefined)).toBeUndefined();
});
