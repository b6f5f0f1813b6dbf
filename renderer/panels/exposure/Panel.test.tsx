// @vitest-environment jsdom

import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { ExposureAnswer } from '../../../app/contract/exposure.ts';
import { wei } from '../../../app/domain/amount.ts';
import { epochMs } from '../../../app/domain/clock.ts';
import { parseAddress } from '../../../app/domain/hex.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { mainQueries } from '../../state/queries.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleStatus } from '../../testing/sampleRows.ts';
import { heatOf, noStrategy } from './heat.ts';
import { ExposurePanel } from './Panel.tsx';

const ether = 10n ** 18n;
const [weth, link, odd] = [1, 2, 3].map((n) => parseAddress(`0x${n.toString(16).padStart(40, '0')}`));

const par = { weiNumerator: 1n, weiDenominator: 1n };
const exposure = {
  chain: 'devnet',
  group: 'mainnet',
  nativeSymbol: 'ETH',
  wrappedNative: weth ?? 'native',
  blockNumber: 12,
  blockAtMs: epochMs(1_700_000_000_000),
  baseFeePerGas: wei(1n),
  capital: wei(100n * ether),
  dollar: null,
  holdings: [
    {
      asset: 'native',
      symbol: 'ETH',
      decimals: 18,
      amount: 99n * ether,
      price: par,
      isCash: true,
      isListed: true,
      parts: [
        { strategy: 'flash-arbitrage', amount: -ether, value: wei(-ether) },
        { strategy: null, amount: 100n * ether, value: wei(100n * ether) },
      ],
    },
    {
      asset: link ?? 'native',
      symbol: 'LINK',
      decimals: 18,
      amount: 300n * ether,
      price: { weiNumerator: 1n, weiDenominator: 100n },
      isCash: false,
      isListed: true,
      parts: [{ strategy: 'flash-arbitrage', amount: 300n * ether, value: wei(3n * ether) }],
    },
    {
      asset: odd ?? 'native',
      symbol: '<b>ODD</b>',
      decimals: 0,
      amount: 7n,
      price: null,
      isCash: false,
      isListed: false,
      parts: [{ strategy: null, amount: 7n, value: null }],
    },
  ],
  resting: [],
  more: 0,
  tailsMadeAtMs: null,
} satisfies ExposureAnswer;

function show(answer: () => ReturnType<typeof success<ExposureAnswer>> | ReturnType<typeof failure>): void {
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus({})]);
  fakeBridge({ exposure: vi.fn(async () => answer()) });
  render(
    <QueryClientProvider client={mainQueries()}>
      <ExposurePanel />
    </QueryClientProvider>,
  );
}

test('each token by who earned it, with its value and its share of all; gas stands against the strategy', async () => {
  show(() => success(exposure));
  const rows = await screen.findAllByTestId('exposure-row');
  expect(rows).toHaveLength(3);
  const cells = within(rows[0] as HTMLElement).getAllByTestId('exposure-cell');
  expect(cells.map(({ textContent }) => textContent)).toEqual(['−1.0000−1.0000 ETH', '100.0000100.0000 ETH']);
  expect(cells[0]?.style.background).toContain('--loss');
  expect(cells[1]?.style.background).toContain('--accent');
  expect(rows[1]?.textContent).toContain('2.94 %');
  expect(rows[2]?.textContent).toContain('no price');
  expect(rows[2]?.textContent).toContain('<b>ODD</b>');
  expect(screen.getByText(/1 without a price count as nothing/)).toBeDefined();
  expect(document.querySelector('[data-mode-label]')?.textContent).toBe('DEVNET');
});

test('columns and the whole add up to what has a price', () => {
  const heat = heatOf(exposure);
  expect(heat.strategies).toEqual(['flash-arbitrage', noStrategy]);
  expect(heat.totals).toEqual([2n * ether, 100n * ether]);
  expect(heat).toMatchObject({ total: 102n * ether, largest: 100n * ether, unpriced: 1, underWay: [0n, 0n] });
});

test('an engine that does not answer is said, and an account that holds nothing', async () => {
  show(() => failure('ENGINE_NOT_STARTED', 'the engine is not running', 'Wait.'));
  expect(await screen.findByText('the engine is not running')).toBeDefined();
});

test('nothing held yet', async () => {
  show(() => success({ ...exposure, holdings: [] }));
  expect(await screen.findByText('Nothing is held yet')).toBeDefined();
});
