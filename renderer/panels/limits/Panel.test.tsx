// @vitest-environment jsdom

import { fireEvent, render, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { LimitRow, RiskRow } from '../../../app/contract/riskLimits.ts';
import { wei } from '../../../app/domain/amount.ts';
import { epochMs } from '../../../app/domain/clock.ts';
import { success } from '../../../app/domain/result.ts';
import { initialLimits, limitIds } from '../../../app/domain/riskLimit.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleStatus } from '../../testing/sampleRows.ts';
import { usedShare } from './LimitBar.tsx';
import { readLimit } from './LimitEdit.tsx';
import { LimitsPanel } from './Panel.tsx';

const ether = 10n ** 18n;

function limitRow(id: (typeof limitIds)[number], change: Partial<LimitRow> = {}): LimitRow {
  const set = initialLimits.values[id];
  const figures = { unit: 'wei', value: ether, bound: 2n * ether, headroom: ether, state: 'passed' } as const;
  return { id, set, inForce: set, of: 'standing', ...figures, ...change };
}

const risk: RiskRow = {
  id: 'risk',
  version: 1,
  capital: wei(100n * ether),
  dollars: 300_000,
  tier: 'institutional',
  upAt: 1_200_000,
  downAt: 80_000,
  bets: [{ strategy: 'flash-arbitrage', wins: 3, losses: 1, p: 13 / 24, realisedShare: 1 }],
  valueAtRisk: [],
};

function show(rows: readonly LimitRow[], row = risk): void {
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus({})]);
  showRows('limits', rows);
  showRows('risk', [row]);
  render(<LimitsPanel />);
}

test('waits for the engine and says so', () => {
  render(<LimitsPanel />);
  expect(screen.getByText('Waiting for the limits')).toBeDefined();
});

test('every limit with its figure, its headroom, the tier, and that nothing was changed', () => {
  show(limitIds.map((id) => limitRow(id)));
  expect(screen.getAllByRole('listitem')).toHaveLength(limitIds.length);
  const line = screen.getByTestId('limit-singleTrade');
  expect(line.textContent).toContain('2 %');
  expect(line.textContent).toContain('1.0000 ETH of 2.0000 ETH');
  expect(line.textContent).toContain('left 1.0000 ETH');
  expect(screen.getByTestId('tier').textContent).toBe('Institutional');
  expect(screen.getByText(/p 0\.54 over 4 paid bets/)).toBeDefined();
  expect(screen.getByText(/Nothing was changed/)).toBeDefined();
});

test('what is crossed, what is not known, and what the tier holds down', () => {
  show(
    [
      limitRow('dailyRisk', { value: 3n * ether, headroom: -ether, state: 'failed' }),
      limitRow('valueAtRisk', { value: null, headroom: null, state: 'unknown' }),
      limitRow('leverage', { inForce: 1_000_000 }),
      limitRow('singleTrade', { value: null, headroom: null, state: 'waiting', of: 'lastTrade' }),
    ],
    { ...risk, tier: null, capital: null, dollars: null },
  );
  expect(screen.getByTestId('limit-dailyRisk').textContent).toContain('crossed by 1.0000 ETH');
  expect(screen.getByTestId('limit-valueAtRisk').textContent).toContain('not known: atomic trades pass');
  expect(screen.getByTestId('limit-leverage').textContent).toContain('3 × · tier: 1 ×');
  expect(screen.getByTestId('limit-singleTrade').textContent).toContain('no trade yet');
  expect(screen.getByTestId('tier').textContent).toBe('not known');
});

test('an edit keeps to the bounds, and is asked of main in millionths', () => {
  const changeLimits = vi.fn(async () => success({ applied: true }));
  fakeBridge({ changeLimits });
  show([limitRow('singleTrade')]);
  fireEvent.click(screen.getByTestId('limit-set-singleTrade'));
  const input = screen.getByTestId('limit-input');
  for (const wrong of ['', '11', '-1', 'two', '0.00001']) {
    fireEvent.change(input, { target: { value: wrong } });
    expect(screen.getByTestId('limit-problem').textContent).toBe('From 0.01 % to 10 %.');
    expect((screen.getByTestId('limit-save') as HTMLButtonElement).disabled).toBe(true);
  }
  fireEvent.change(input, { target: { value: '1,5' } });
  fireEvent.click(screen.getByTestId('limit-save'));
  expect(changeLimits).toHaveBeenCalledExactlyOnceWith({ edits: [{ limit: 'singleTrade', to: 15_000 }] });
});

test('who changed what, the newest first', () => {
  const change = { atMs: epochMs(1_700_000_000_000), by: 'person', limit: 'leverage', from: 3_000_000 } as const;
  showRows('limitChanges', [
    { id: '2 leverage', ...change, version: 2, to: 2_000_000 },
    { id: '3 leverage', ...change, version: 3, from: 2_000_000, to: 1_000_000 },
  ]);
  show([limitRow('leverage')]);
  const [, first] = within(screen.getByRole('table', { name: 'Changed limits' })).getAllByRole('row');
  expect(first?.textContent).toContain('personLeverage2 ×1 ×v3');
});

test('a least amount is used up from above', () => {
  expect(usedShare({ id: 'reserveCapital', value: 100n, bound: 5n })).toBe(0.05);
  expect(usedShare({ id: 'reserveCapital', value: 0n, bound: 5n })).toBe(1);
  expect(usedShare({ id: 'dailyRisk', value: -5n, bound: 5n })).toBe(0);
  expect(usedShare({ id: 'dailyRisk', value: 50n, bound: 5n })).toBe(1);
  expect(readLimit('leverage', '2.5')).toEqual({ to: 2_500_000 });
});
