// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BarsRow, ChartColumns, ChartRequest, ChartSeries } from '../../../app/contract/charts.ts';
import { parseAddress } from '../../../app/domain/hex.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { watchedBarsStore } from '../../state/watchedBars.ts';
import { fakeBridge, showRows } from '../../testing/jsdom.ts';
import { chartOf } from './chartStore.ts';
import { ChartPanel } from './Panel.tsx';

/** jsdom has no canvas: what is drawn is noted, and how many drawings live. */
const drawn = vi.hoisted(() => ({ living: 0, most: 0, bars: [] as readonly { timeS: number }[] }));
vi.mock('./drawing.ts', () => ({
  ChartDrawing: class {
    constructor() {
      drawn.living += 1;
      drawn.most = Math.max(drawn.most, drawn.living);
    }
    wearTheme(): void {
      // There are no colours here.
    }
    draw({ bars }: { bars: readonly { timeS: number }[] }): void {
      drawn.bars = bars;
    }
    showMarks(): void {
      // Nothing is painted here.
    }
    showProfile(): void {
      // Nor this.
    }
    showTrades(): void {
      // Nor this.
    }
    pointAt(): void {
      // Nor this.
    }
    hold(): void {
      // Nor this.
    }
    dispose(): void {
      drawn.living -= 1;
    }
  },
}));

const pool = parseAddress(`0x${'ab'.repeat(20)}`);
const allIntervals = ['1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d'] as const;
const live: ChartSeries = {
  source: { kind: 'pool', pool, inverted: false },
  venue: 'Uniswap V3',
  symbol: 'LINK / WETH',
  feePpm: 3_000,
  intervals: [...allIntervals],
  lastMs: 1_700_000_000_000,
  rows: 12,
};
const recorded: ChartSeries = {
  source: { kind: 'recorded', series: 4, inverted: false },
  venue: 'binance',
  symbol: 'BTCUSDT',
  feePpm: null,
  intervals: ['1h', '4h', '1d'],
  lastMs: 1_700_000_000_000,
  rows: 30_000,
};

function columns(times: readonly number[]): ChartColumns {
  const column = (value: (at: number) => number) => Float64Array.from(times, value);
  const one = column(() => 1);
  return {
    timeS: column((at) => at),
    open: one,
    high: column(() => 3),
    low: one,
    close: column(() => 2),
    volume: one,
    trades: one,
  };
}
const minutes = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => (from + i) * 60);

function show(given: Parameters<typeof fakeBridge>[0] = {}) {
  const chartPage = vi.fn(async ({ beforeMs }: ChartRequest<'chartPage'>) =>
    success(
      beforeMs === null
        ? { columns: columns(minutes(50, 100)), earlier: true, gaps: [] }
        : { columns: columns(minutes(0, 50)), earlier: false, gaps: [{ fromS: 600, toS: 660 }] },
    ),
  );
  fakeBridge({ chartSeries: async () => success({ series: [live, recorded], more: 0 }), chartPage, ...given });
  const { unmount } = render(
    <QueryClientProvider client={new QueryClient()}>
      <ChartPanel panel="chart" />
    </QueryClientProvider>,
  );
  return { chartPage, unmount };
}

const canvas = (): DOMStringMap => screen.getByTestId('chart-canvas').dataset;
const row = (part: Partial<BarsRow>): BarsRow => ({
  id: `${pool} 1m`,
  afterS: 98 * 60,
  columns: columns(minutes(99, 102)),
  gaps: [],
  fills: [{ orderId: 'o-1', atS: 101 * 60 + 5, buys: true }],
  trades: [],
  studies: [],
  filling: false,
  ...part,
});

describe('the chart', () => {
  beforeEach(() => {
    drawn.most = 0;
  });

  test('begins with the pool that is traded most, follows its newest bars and goes back a page', async () => {
    const { chartPage } = show();
    await waitFor(() => expect(canvas().bars).toBe('50'));
    expect(watchedBarsStore.getState().bars).toEqual([
      { pool, inverted: false, interval: '1m', fromMs: 3_000_000, studies: [] },
    ]);
    act(() => showRows('bars', [row({})]));
    await waitFor(() => expect(canvas().bars).toBe('52'));
    expect(canvas().fills).toBe('1');
    expect(screen.getByTestId('chart-legend').textContent).toContain('ours 1');
    await act(() => chartOf('chart').loadEarlier());
    expect(chartPage).toHaveBeenLastCalledWith({
      source: live.source,
      interval: '1m',
      beforeMs: 3_000_000,
      count: 1_000,
    });
    expect(canvas().bars).toBe('102');
    expect(drawn.bars.map(({ timeS }) => timeS)).toEqual(minutes(0, 102));
    expect(screen.getByTestId('chart-notes').textContent).toBe('1 gap in what is known');
    await act(() => chartOf('chart').loadEarlier());
    expect(chartPage).toHaveBeenCalledTimes(2);
  });

  test('asks for the newest page again where bars were missed', async () => {
    const { chartPage } = show();
    await waitFor(() => expect(canvas().bars).toBe('50'));
    act(() => showRows('bars', [row({ afterS: 200 * 60, columns: columns([201 * 60]) })]));
    await waitFor(() => expect(chartPage).toHaveBeenCalledTimes(2));
    expect(canvas().bars).toBe('50');
  });

  test('is chosen by words and keys alone, and offers no interval that nothing makes', async () => {
    show();
    await waitFor(() => expect(canvas().bars).toBe('50'));
    fireEvent.click(screen.getByTestId('chart-series'));
    const search = screen.getByTestId('chart-search');
    fireEvent.change(search, { target: { value: 'binance' } });
    await waitFor(() => expect(screen.getAllByTestId('chart-choice')).toHaveLength(1));
    fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(canvas().series).toBe('recorded 4'));
    expect(canvas().interval).toBe('1h');
    expect(screen.getByTestId<HTMLInputElement>('chart-1m').disabled).toBe(true);
    expect(watchedBarsStore.getState().bars).toEqual([]);
    expect(document.activeElement).toBe(screen.getByTestId('chart-series'));
    fireEvent.click(screen.getByTestId('chart-4h'));
    await waitFor(() => expect(canvas().interval).toBe('4h'));
  });

  test('says why there are no bars and what to do', async () => {
    const chartPage = vi.fn(async () =>
      failure('HISTORY_LOCKED', 'The history is in use', 'Close the other instance.'),
    );
    show({ chartPage });
    expect(await screen.findByText('This cannot be charted now')).toBeDefined();
    expect(screen.getByText(/The history is in use. Close the other instance./)).toBeDefined();
    fireEvent.click(screen.getByText('Ask again'));
    await waitFor(() => expect(chartPage).toHaveBeenCalledTimes(2));
  });

  test('says that nothing is there, and that a list cannot be had', async () => {
    const { unmount } = show({ chartSeries: async () => success({ series: [], more: 0 }) });
    expect(await screen.findByText('Nothing to chart yet')).toBeDefined();
    unmount();
    show({ chartSeries: async () => failure('X', 'the engine is gone', 'wait') });
    expect(await screen.findByText(/the engine is gone/)).toBeDefined();
  });

  test('an answer that comes after another series was chosen is not shown', async () => {
    let answer: (() => void) | null = null;
    const chartPage = vi.fn(async ({ source }: ChartRequest<'chartPage'>) => {
      if (source.kind === 'recorded') return success({ columns: columns([3_600, 7_200]), earlier: false, gaps: [] });
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return success({ columns: columns(minutes(0, 9)), earlier: false, gaps: [] });
    });
    show({ chartPage });
    await waitFor(() => expect(answer).not.toBeNull());
    fireEvent.click(screen.getByTestId('chart-series'));
    fireEvent.click((await screen.findAllByTestId('chart-choice'))[1] as HTMLElement);
    await waitFor(() => expect(canvas().bars).toBe('2'));
    await act(async () => answer?.());
    expect(canvas().bars).toBe('2');
    expect(canvas().series).toBe('recorded 4');
  });

  test('does not grow while series are switched two hundred times', async () => {
    const listeners = vi.spyOn(window, 'addEventListener');
    const { unmount } = show();
    await waitFor(() => expect(canvas().bars).toBe('50'));
    const sizes: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      fireEvent.click(screen.getByTestId('chart-series'));
      const wanted = i % 2 === 0 ? 1 : 0;
      fireEvent.click((await screen.findAllByTestId('chart-choice'))[wanted] as HTMLElement);
      await waitFor(() => expect(canvas().phase).toBe('ready'));
      if (i % 2 === 1) sizes.push(document.querySelectorAll('*').length);
    }
    expect(new Set(sizes).size).toBe(1);
    expect([drawn.living, drawn.most]).toEqual([1, 1]);
    expect(chartOf('chart').store.getState().loaded.bars).toHaveLength(50);
    expect(listeners.mock.calls.length).toBeLessThan(20);
    unmount();
    expect(drawn.living).toBe(0);
    expect(watchedBarsStore.getState().bars).toEqual([]);
  }, 120_000);
});
