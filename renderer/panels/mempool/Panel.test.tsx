// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { MempoolAnswer, PendingRow } from '../../../app/contract/mempool.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { addressOf, ether, hashOf, sampleStatus } from '../../testing/sampleRows.ts';
import { MempoolFacts, MempoolPanel } from './Panel.tsx';
import { effectText, isListed, stateText } from './pendingText.ts';

const nowMs = 1_700_000_001_000;
const token = (n: number, symbol: string) => ({ address: addressOf(n), symbol, decimals: 18 });

function pending(changed: Partial<PendingRow> = {}): PendingRow {
  return {
    id: hashOf(1),
    seenAtMs: nowMs - 2_000,
    state: 'pending',
    blockNumber: null,
    from: addressOf(5),
    to: addressOf(6),
    value: ether('0') as never,
    maxFeePerGas: 30_000_000_000n as never,
    maxPriorityFeePerGas: 2_000_000_000n as never,
    ours: false,
    method: 'swapExactTokensForTokens',
    reading: {
      exact: 'in',
      tokens: [token(10, 'WETH'), token(11, '<img src=x onerror=1>'.slice(0, 16))],
      pools: [{ id: addressOf(20), venue: 'UniV2', feePpm: 3000 }],
      amountIn: ether('5') as never,
      amountOut: ether('14925') as never,
      bound: ether('14000') as never,
      impactPpm: 10_100,
      reverts: false,
      value: ether('5') as never,
    },
    touches: [],
    ...changed,
  };
}

function show(answer: () => Promise<ReturnType<typeof success<MempoolAnswer>> | ReturnType<typeof failure>>): void {
  fakeBridge({ mempool: answer as never });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MempoolFacts />
      <MempoolPanel />
    </QueryClientProvider>,
  );
}
const answered =
  (rows: PendingRow[], lastSeenMs: number | null = nowMs - 2_000) =>
  async () =>
    success({ blockNumber: 18_204, rows, seen: 7, unread: 1, lastSeenMs });

beforeEach(() => {
  setClock(nowMs);
  showRows('status', [sampleStatus()]);
});

test('shows what goes in, through which pools, what comes out and what it would do; names of tokens as text', async () => {
  const ticket = { kind: 'ticket' as const, id: 't1' };
  show(answered([pending({ touches: [ticket] }), pending({ id: hashOf(2), reading: null, method: '0x12345678' })]));
  const table = await screen.findByRole('table', { name: 'Pending transactions' });
  expect(table.textContent).toContain('5.0000');
  expect(table.textContent).toContain('UniV2');
  expect(table.textContent).toContain('<img src=x onerr');
  expect(table.querySelector('img')).toBeNull();
  expect(table.textContent).toContain('moves a ticket of ours');
  expect(table.querySelectorAll('tbody tr')).toHaveLength(1);
  fireEvent.click(screen.getByTestId('mempool-filter-all'));
  expect(table.querySelectorAll('tbody tr')).toHaveLength(2);
  expect(table.textContent).toContain('0x12345678');
  expect(screen.getByTestId('mempool').textContent).toContain('1 not read');
});

test('says that nothing waits, that nothing of the kind waits, and what the engine answered', async () => {
  show(answered([], null));
  expect(await screen.findByText('Nothing waits for a block')).toBeDefined();
});

test('an error is said in the engine’s words', async () => {
  show(async () =>
    failure('MEMPOOL_NOT_FOLLOWED', 'a replay has no pending transactions', 'Look at them while trading.'),
  );
  expect(await screen.findByText('a replay has no pending transactions')).toBeDefined();
});

test('the header says since when nothing new came', async () => {
  show(answered([pending({ reading: null })], nowMs - 60_000));
  expect(await screen.findByText('Nothing of this kind waits')).toBeDefined();
  expect(screen.getByText(/nothing new for/)).toBeDefined();
});

test('readings in words', () => {
  expect(effectText(pending())).toBe('moves a price 1.0 %');
  const reading = pending().reading;
  if (reading === null) throw new Error('a reading');
  expect(effectText(pending({ reading: { ...reading, reverts: true } }))).toBe('would revert now');
  expect(effectText(pending({ reading: { ...reading, pools: [null], impactPpm: null } }))).toBe(
    'a pool is not followed',
  );
  expect(effectText(pending({ ours: true, state: 'included' }))).toBe('ours');
  expect(stateText(pending({ state: 'included', blockNumber: 9 }))).toBe('in block 9');
  expect(isListed(pending({ reading: null }), 'swaps')).toBe(false);
  expect(isListed(pending(), 'touching ours')).toBe(false);
});
