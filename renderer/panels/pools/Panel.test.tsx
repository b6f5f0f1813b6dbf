// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { heatColumns, type PoolDepth, type Pooled } from '../../../app/contract/liquidity.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { linkStore } from '../../state/links.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { ether, sampleStatus, sampleTokens } from '../../testing/sampleRows.ts';
import { depthSides } from './DepthChart.tsx';
import { displayMove } from './Ladder.tsx';
import { PoolsFacts, PoolsPanel } from './Panel.tsx';
import { steppedArea } from './plot.ts';
import { rangeOutline } from './RangesChart.tsx';

const [weth, link] = sampleTokens.map(({ id, symbol, decimals }) => ({ address: id, symbol, decimals })) as [
  Pooled['token0'],
  Pooled['token0'],
];
const wholeTokens = (text: string) => ether(text) as unknown as Pooled['amount0'];

function pooled(index: number, changed: Partial<Pooled> = {}): Pooled {
  return {
    id: `0x${String(index).padStart(40, '0')}` as Pooled['id'],
    venue: 'UniV3',
    kind: 'uniswapV3',
    feePpm: 500,
    token0: weth,
    token1: link,
    price: 240.5,
    amount0: wholeTokens('10'),
    amount1: wholeTokens('2405'),
    depth: ether('4.2'),
    swaps: 12,
    lastMs: 1_700_000_000_000,
    standing: 'traded',
    reason: '',
    ...changed,
  };
}

function depthOf(pool: Pooled): PoolDepth {
  return {
    pool,
    blockNumber: 18_204,
    levels: [
      { ppm: 10_000, out: wholeTokens('1'), in: wholeTokens('241'), price: 242.9 },
      { ppm: -10_000, out: wholeTokens('239'), in: wholeTokens('1'), price: 238.1 },
    ],
    ranges: [
      { fromPrice: 200, toPrice: 230, liquidity: 5 },
      { fromPrice: 235, toPrice: 250, liquidity: 10 },
    ],
    moreRanges: 0,
    swaps: [
      {
        id: '18204-3',
        blockNumber: 18_204,
        atMs: 1_700_000_000_000,
        transactionHash: `0x${'ab'.repeat(32)}` as PoolDepth['swaps'][number]['transactionHash'],
        buys: true,
        amount0: wholeTokens('0.5'),
        amount1: wholeTokens('120'),
        ours: true,
      },
    ],
    swapsSince: 18_000,
    heat: [{ pool: pool.id, venue: pool.venue, feePpm: pool.feePpm, cells: Array(2 * heatColumns).fill(1) }],
  };
}

const first = pooled(1);
const second = pooled(2, { venue: 'UniV2', kind: 'uniswapV2', standing: 'quarantined', reason: 'a log was lost' });

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <PoolsFacts />
      <PoolsPanel />
    </QueryClientProvider>,
  );
}

function openTab(name: string): void {
  fireEvent.mouseDown(screen.getByRole('tab', { name }));
}

beforeEach(() => {
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus()]);
});

describe('the pools panel', () => {
  test('says what it waits for, and why nothing comes', async () => {
    fakeBridge({ pools: async () => failure('ENGINE_NOT_STARTED', 'the engine is not running', 'Wait.') });
    show();
    expect(screen.getByText('Waiting for the pools')).toBeDefined();
    expect(await screen.findByText('the engine is not running')).toBeDefined();
  });

  test('says so while there is none', async () => {
    fakeBridge();
    show();
    expect(await screen.findByText('No pool yet')).toBeDefined();
  });

  test('lists pools with why one is in no route, and takes the chosen one apart', async () => {
    const asked: string[] = [];
    fakeBridge({
      pools: async () => success({ blockNumber: 18_204, pools: [first, second], more: 3 }),
      poolDepth: async ({ pool }) => {
        asked.push(pool);
        return success(depthOf(pool === second.id ? second : first));
      },
    });
    show();
    const rows = await screen.findAllByTestId('pool-row');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('WETH / LINKUniV3'),
      expect.stringContaining('quarantined'),
    ]);
    expect(rows[1]?.querySelector('[title="a log was lost"]')).not.toBeNull();
    expect(screen.getByText(/2 pools of 5/)).toBeDefined();
    expect((await screen.findByRole('img')).getAttribute('aria-label')).toContain('241');
    fireEvent.click(rows[1] as HTMLElement);
    expect(linkStore.getState().shown.pools?.subject).toEqual({ kind: 'pool', address: second.id });
    openTab('Liquidity');
    expect(await screen.findByText('The same at every price')).toBeDefined();
    expect(asked).toContain(second.id);
  });

  test('ladder, swaps with ours marked, and the heat map', async () => {
    fakeBridge({
      pools: async () => success({ blockNumber: 18_204, pools: [first], more: 0 }),
      poolDepth: async () => success(depthOf(first)),
    });
    show();
    await screen.findByRole('img');
    openTab('Ladder');
    const ladder = (await screen.findByRole('table', { name: 'Ladder' })).textContent ?? '';
    expect(ladder).toContain('+1 %');
    expect(ladder).toMatch(/buys 1\.0+for 241/);
    openTab('Swaps');
    expect((await screen.findByRole('table', { name: 'Time and sales' })).textContent).toContain('▲ buy ours');
    openTab('Heat map');
    const map = await screen.findByRole('table', { name: 'Liquidity by pool and price' });
    expect(map.querySelectorAll('td span')).toHaveLength(2 * heatColumns);
  });
});

describe('what is drawn', () => {
  test('each side begins at the price with nothing, and the larger one reaches the top', () => {
    const { up, down, most } = depthSides(depthOf(first));
    expect(most).toBe(241);
    expect(up).toEqual([
      { x: 0.5, y: 0 },
      { x: 0.55, y: 1 },
    ]);
    expect(down[1]?.x).toBeCloseTo(0.45);
    expect(down[1]?.y).toBeCloseTo(239 / 241);
  });

  test('between ranges the outline falls to nothing', () => {
    const heights = rangeOutline(depthOf(first)).map(({ y }) => y);
    expect(heights).toEqual([0.5, 0, 1, 0]);
  });

  test('an area goes in steps and comes back to the ground', () => {
    expect(
      steppedArea(
        [
          { x: 0, y: 0.5 },
          { x: 1, y: 1 },
        ],
        10,
        10,
      ),
    ).toBe('M0 10L0 5L10 5L10 0L10 10Z');
    expect(steppedArea([], 10, 10)).toBe('');
  });

  test('moves carry their sign', () => {
    expect([displayMove(2_500), displayMove(-500_000)]).toEqual(['+0.25 %', '−50 %']);
  });
});
