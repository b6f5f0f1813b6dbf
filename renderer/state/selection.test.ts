import { expect, test } from 'vitest';
import { sampleTicket } from '../testing/sampleRows.ts';
import { ticketFor } from './selection.ts';

const first = sampleTicket({ id: 'a', opportunityId: 'x', state: 'awaitingApproval' });
const second = sampleTicket({ id: 'b', opportunityId: 'y', state: 'ordered' });
const again = sampleTicket({ id: 'c', opportunityId: 'x', state: 'rejected' });
const tickets = new Map([first, second, again].map((ticket) => [ticket.id, ticket]));

test('without a selection it follows the newest ticket that waits for a person, else the newest', () => {
  expect(ticketFor(tickets, null)?.id).toBe('a');
  expect(ticketFor(new Map([...tickets].slice(1)), null)?.id).toBe('c');
  expect(ticketFor(new Map(), null)).toBeUndefined();
});

test('a selection is kept to', () => {
  expect(ticketFor(tickets, { kind: 'opportunity', id: 'x' })?.id).toBe('c');
  expect(ticketFor(tickets, { kind: 'opportunity', id: 'z' })).toBeUndefined();
  expect(ticketFor(tickets, { kind: 'ticket', id: 'b' })?.id).toBe('b');
});
