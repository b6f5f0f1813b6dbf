// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { ChainGas } from '../../../app/contract/liquidity.ts';
import { wei } from '../../../app/domain/amount.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleStatus } from '../../testing/sampleRows.ts';
import { feeLine } from './BaseFeeChart.tsx';
import { GasFacts, GasPanel } from './Panel.tsx';

const gwei = 10n ** 9n;
const block = (number: number, fee: bigint, gasUsed = 4_000_000): ChainGas['blocks'][number] => ({
  number,
  atMs: 1_700_000_000_000 + number * 1000,
  baseFeePerGas: wei(fee * gwei),
  gasUsed,
  gasLimit: 8_000_000,
});

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <GasFacts />
      <GasPanel />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus()]);
});

test('shows the next base fee by its direction, and blocks newest first with how full they were', async () => {
  const blocks = [block(10, 8n), block(11, 10n, 8_000_000)];
  fakeBridge({ chainGas: async () => success({ blocks, nextBaseFeePerGas: wei(11_250_000_000n), pendingSeen: 42 }) });
  show();
  expect(await screen.findByText(/next base fee, ▲ from/)).toBeDefined();
  expect(screen.getByText(/42 pending transactions seen/)).toBeDefined();
  const rows = [...screen.getByRole('table', { name: 'Newest blocks' }).querySelectorAll('tbody tr')];
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('100 %'),
    expect.stringContaining('50 %'),
  ]);
  expect(screen.getByText(/last 2 blocks · block 11/)).toBeDefined();
});

test('says what it waits for, and why nothing comes', async () => {
  fakeBridge();
  show();
  expect(await screen.findByText('No block yet')).toBeDefined();
});

test('says why nothing comes', async () => {
  fakeBridge({ chainGas: async () => failure('X', 'the engine is not running', 'Wait.') });
  show();
  expect(await screen.findByText('the engine is not running')).toBeDefined();
});

test('a block that was missed leaves its place in the line', () => {
  const line = feeLine([block(10, 8n), block(11, 10n), block(14, 9n)]);
  expect(line?.points.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [0.25, 1],
    [1, 0.5],
  ]);
  expect(feeLine([])).toBeNull();
});
