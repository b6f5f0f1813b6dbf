// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpportunityDetail } from '../../../app/contract/opportunityDetail.ts';
import type { OpportunityTrace } from '../../../app/contract/opportunityTrace.ts';
import { tokenAmount } from '../../../app/domain/amount.ts';
import { parseHash } from '../../../app/domain/hex.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { drive } from '../../state/links.ts';
import { fakeBridge, showRows } from '../../testing/jsdom.ts';
import {
  addressOf,
  ether,
  sampleOpportunity,
  sampleOrder,
  sampleStatus,
  sampleTicket,
  sampleTokens,
} from '../../testing/sampleRows.ts';
import { curveView } from './curveView.ts';
import { DetailPanel } from './Panel.tsx';

const row = sampleOpportunity();
const curve: OpportunityDetail['curve'] = [4n, 8n, 12n, 16n].map((part) => ({
  amountIn: tokenAmount((row.amountIn * part) / 8n),
  gross: ether('0.04') - (part - 8n) ** 2n * 10n ** 15n,
  net: ether('0.03') - (part - 8n) ** 2n * 10n ** 15n,
}));

const detail: OpportunityDetail = {
  id: row.id,
  blockNumber: row.blockNumber,
  blockHash: parseHash(`0x${'1'.repeat(64)}`),
  profitToken: row.profitToken,
  amountIn: row.amountIn,
  gross: row.gross,
  curve,
  agrees: true,
  hops: row.hops.map(({ pool }) => ({ pool, priceBefore: 1, priceAfter: 1, impactPpm: 4_100, ticksCrossed: 2 })),
  gasUnits: row.gasUnits,
  gasPrice: ether('0.0000000329'),
  gasCost: row.gasCost,
  clock: [
    { stage: 'seen', ms: 0 },
    { stage: 'analysed', ms: 0.41 },
  ],
};

beforeEach(() => {
  fakeBridge({ opportunityDetail: async () => success(detail) });
  showRows('status', [sampleStatus()]);
  showRows('tokens', sampleTokens);
  showRows('opportunities', [row]);
  showRows('tickets', []);
  showRows('orders', []);
});

async function show(): Promise<void> {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <DetailPanel />
    </QueryClientProvider>,
  );
  await act(async () => undefined);
}

describe('the opportunity panel', () => {
  test('says that nothing is selected', async () => {
    await show();
    expect(screen.getByText('No opportunity selected')).toBeDefined();
  });

  test('shows route, curve, impact, gas, clock, checks and what became of it', async () => {
    const ticket = sampleTicket();
    showRows('tickets', [ticket]);
    showRows('orders', [sampleOrder({ ticketId: ticket.id })]);
    act(() => drive('opportunities', { kind: 'opportunity', id: row.id }));
    await show();
    const text = (await screen.findByTestId('detail')).textContent;
    expect(await screen.findByTestId('profit-curve')).toBeDefined();
    expect(screen.getAllByTestId('graph-token').map(({ textContent }) => textContent)).toEqual([
      'WETH',
      'LINK',
      'WETH',
    ]);
    expect(screen.getAllByTestId('graph-pool').map(({ textContent }) => textContent)).toEqual(['UniV2', 'V3 0.05']);
    expect(screen.getByTestId('detail').textContent).toContain('0.41 % · fee 0.30 % · 2 ticks crossed');
    expect(screen.getByTestId('detail-agrees').textContent).toContain('to the wei');
    expect(screen.getByLabelText('Stage clock').textContent).toBe('seen0analysed0.41 ms');
    expect(text).toContain('notional14.2081 ETH of 20.0000 ETH');
    expect(screen.getByLabelText('Orders').textContent).toContain('predicted');
  });

  test('says why there is no curve, and shows hostile symbols as text', async () => {
    fakeBridge({
      opportunityDetail: async () => failure('DETAIL_NOT_KEPT', 'it is no longer kept', 'Choose another.'),
    });
    showRows('tokens', [{ id: row.profitToken, symbol: '<img src=x>', decimals: 18 }]);
    act(() => drive('opportunities', { kind: 'opportunity', id: row.id }));
    await show();
    expect((await screen.findByRole('status')).textContent).toContain('it is no longer kept. Choose another.');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getAllByText('<img src=x>')).toHaveLength(2);
  });
});

describe('the trace of the call', () => {
  const trace: OpportunityTrace = {
    ...{ id: row.id, moment: 'found', call: 'ticket', blockNumber: 18_204, blockHash: detail.blockHash },
    profitToken: row.profitToken,
    outcome: { kind: 'profit', profit: ether('0.04') },
    gasUsed: 186_400,
    steps: [
      {
        ...{ depth: 0, contract: addressOf(900), role: 'executor', method: 'execute' },
        ...{ amounts: [], to: null, gasUsed: 186_400, error: null },
      },
      {
        ...{ depth: 1, contract: row.hops[0]?.pool ?? null, role: 'pool', method: 'swap', to: null, gasUsed: 90_000 },
        amounts: [
          { way: 'in', token: row.profitToken, amount: row.amountIn },
          { way: 'out', token: addressOf(2), amount: tokenAmount(ether('3412')) },
        ],
        error: null,
      },
      {
        ...{ depth: 2, contract: row.profitToken, role: 'token', method: 'transfer', to: addressOf(900), gasUsed: 50 },
        ...{ amounts: [{ way: 'sent', token: row.profitToken, amount: row.amountIn }], error: null },
      },
      {
        ...{ depth: 2, contract: addressOf(666), role: 'unknown', method: '0xdeadbeef', gasUsed: 7, amounts: [] },
        ...{ to: null, error: 'Error <b>no</b>' },
      },
    ],
    reads: 4,
    leftOut: 0,
  };
  /** Digits are grouped by thin spaces. */
  const plain = (text: string | null): string => (text ?? '').replaceAll(/\s/g, ' ');
  const ask = async (moment: 'found' | 'newest'): Promise<void> => {
    await act(async () => screen.getByTestId(`trace-${moment}`).click());
  };

  test('is asked of the node by hand alone, and listed call by call with its block', async () => {
    const asked = vi.fn(async () => success(trace));
    fakeBridge({ opportunityDetail: async () => success(detail), opportunityTrace: asked });
    showRows('status', [sampleStatus({ blockNumber: 18_207 })]);
    act(() => drive('opportunities', { kind: 'opportunity', id: row.id }));
    await show();
    expect(asked).not.toHaveBeenCalled();
    await ask('found');
    expect(asked).toHaveBeenCalledWith({ id: row.id, moment: 'found' });
    expect(plain((await screen.findByTestId('trace-facts')).textContent)).toContain('after block 18 204, 3 blocks ago');
    expect(screen.getAllByTestId('trace-step').map(({ textContent }) => plain(textContent))).toEqual([
      'executor execute186 400 gas',
      'UniV2 swapin 14.2081 WETHout 3 412.00 LINK90 000 gas',
      'WETH transfersends 14.2081 WETH to executor50 gas',
      '0x0000…029a 0xdeadbeef7 gasfailed: Error <b>no</b>',
    ]);
    expect(document.querySelector('b')).toBeNull();
    await ask('newest');
    expect(asked).toHaveBeenLastCalledWith({ id: row.id, moment: 'newest' });
  });

  test('says that it is under way, and what a node that does not trace means', async () => {
    let answer: (result: ReturnType<typeof failure>) => void = () => undefined;
    fakeBridge({
      opportunityDetail: async () => success(detail),
      opportunityTrace: () => new Promise((resolve) => (answer = resolve)),
    });
    act(() => drive('opportunities', { kind: 'opportunity', id: row.id }));
    await show();
    await ask('newest');
    expect(screen.getByTestId('trace').textContent).toContain('The node is running the call');
    await act(async () => answer(failure('TRACE_UNSUPPORTED', 'this node does not trace calls', 'Name another.')));
    expect((await screen.findByTestId('trace-problem')).textContent).toBe(
      'this node does not trace calls. Name another.',
    );
  });
});

describe('the curve', () => {
  test('marks its own size at its own net, and the best of all', () => {
    const view = curveView(detail, 400, 100);
    expect(view?.optimum.x).toBe(200);
    expect(view?.optimum.y).toBe(0);
    expect(view?.best.amountIn).toBe(row.amountIn);
    expect(view?.zeroY).toBeGreaterThan(30);
    expect(curveView({ ...detail, curve: [] }, 400, 100)).toBeNull();
  });
});
