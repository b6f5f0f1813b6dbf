// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import type { ImportJobRow, ImportReportRow, KeptSeries, Recognised } from '../../../app/contract/imports.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { fakeBridge } from '../../testing/jsdom.ts';
import { readDraft } from './ImportForm.tsx';
import { ImportControls, ImportsPanel } from './Panel.tsx';

const recognised: Recognised = {
  content: { kind: 'candles', interval: '1h' },
  columnOrder: 'named',
  orderUncertain: false,
  namesSeries: false,
  series: [],
  venue: 'binance',
  symbol: 'BTCUSDT',
  detail: 'bars of 1h',
};
const report: ImportReportRow = {
  rows: 1_000,
  added: 990,
  same: 0,
  differing: 2,
  skipped: 3,
  missing: 5,
  series: 1,
  doneBefore: false,
  blocks: null,
  books: null,
  problems: [
    { problem: 'gap', count: 2, skipped: false },
    { problem: 'outOfOrder', count: 3, skipped: true },
  ],
  findings: [
    { row: 7, problem: 'gap', detail: '4 missing after 2023-03-24 12:00 UTC' },
    { row: 9, problem: 'outOfOrder', detail: '<b>2023-03-24</b>' },
  ],
};
const job = (part: Partial<ImportJobRow>): ImportJobRow => ({
  name: 'BTCUSDT_1h.csv.gz',
  sizeBytes: 2_000_000,
  state: 'chosen',
  recognised,
  order: null,
  progress: null,
  report: null,
  problem: '',
  advice: '',
  ...part,
});
const kept: KeptSeries = {
  id: 'series 1',
  venue: 'binance',
  symbol: 'BTCUSDT',
  kept: 'candles 1h',
  firstMs: Date.UTC(2022, 0, 1),
  lastMs: Date.UTC(2025, 5, 30, 23),
  firstBlock: null,
  lastBlock: null,
  rows: 30_647,
  missing: 1,
};

function show(current: ImportJobRow | null, given: Parameters<typeof fakeBridge>[0] = {}) {
  const bridge = fakeBridge({ importJob: async () => success({ job: current }), ...given });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ImportControls />
      <ImportsPanel />
    </QueryClientProvider>,
  );
  return bridge;
}

describe('the panel of recorded data', () => {
  test('says what to do while nothing is kept, and when the history cannot be read', async () => {
    show(null);
    expect(await screen.findByText('Nothing recorded is kept yet')).toBeDefined();
  });

  test('lists what is kept with span, rows and what is missing, in UTC', async () => {
    show(null, { keptHistory: async () => success({ series: [kept], more: 0 }) });
    const row = await screen.findByTestId('kept-row');
    expect(row.textContent).toMatch(/binanceBTCUSDTcandles 1h2022-01-01 00:002025-06-30 23:0030.6471/);
  });

  test('completes what a file was recognised as, and begins with it', async () => {
    const startImport = vi.fn(async () => success({}));
    show(job({}), { startImport });
    const venue = await screen.findByTestId<HTMLInputElement>('import-venue');
    expect(screen.getByText(/bars of 1h/)).toBeDefined();
    fireEvent.change(venue, { target: { value: ' ' } });
    expect(screen.getByText('Say which venue these are of.')).toBeDefined();
    expect(screen.getByTestId<HTMLButtonElement>('import-start').disabled).toBe(true);
    fireEvent.change(venue, { target: { value: 'kraken' } });
    fireEvent.click(screen.getByTestId('import-start'));
    expect(startImport).toHaveBeenCalledWith({
      content: { kind: 'candles', interval: '1h' },
      venue: 'kraken',
      symbol: 'BTCUSDT',
      columnOrder: 'named',
    });
  });

  test('shows progress with rate and time left, and can pause and cancel', async () => {
    const controlImport = vi.fn(async () => success({}));
    const progress = {
      rows: 120_000,
      bytesRead: 1_000_000,
      sizeBytes: 2_000_000,
      rowsPerSecond: 60_000,
      leftMs: 2_000,
    };
    show(job({ state: 'running', progress }), { controlImport });
    expect((await screen.findByTestId('import-progress')).textContent).toMatch(
      /50 % · 120.000 rows · 60.000 a second · 2.0 s left/,
    );
    expect(screen.getByTestId<HTMLButtonElement>('import-choose').disabled).toBe(true);
    fireEvent.click(screen.getByTestId('import-pause'));
    fireEvent.click(screen.getByTestId('import-cancel'));
    expect(controlImport.mock.calls).toEqual([[{ action: 'pause' }], [{ action: 'cancel' }]]);
  });

  test('says what was skipped and what is odd, as text', async () => {
    show(job({ state: 'finished', report }));
    const found = (await screen.findByTestId('import-report')).textContent ?? '';
    for (const words of [
      '990 stored',
      '3 skipped',
      '5 missing in gaps',
      'are kept as they were',
      'gap kept, flagged2',
      'out of order skipped3',
    ])
      expect(found).toContain(words);
    expect(found).toContain('4 missing after 2023-03-24 12:00 UTC');
    expect(found).toContain('<b>2023-03-24</b>');
    expect(found).toContain('and 2 more');
  });

  test('says what was found in a recording of order books, as text', async () => {
    const books = {
      instruments: 1,
      messages: [{ name: 'spot diff', count: 40 }],
      unknown: [{ name: '<i>x</i>', count: 2 }],
      ...{ trades: 10, quotes: 20, levels: 300, gaps: 1, crossed: 2, compared: 50, equal: 49, clockBehindMs: 1234.5 },
      figures: [{ symbol: 'BTCUSDT', trades: 10, spreadBps: 0.01234, impactBps: null, lambda: 3 }],
    };
    show(job({ state: 'finished', report: { ...report, books } }));
    const found = (await screen.findByTestId('import-report')).textContent ?? '';
    for (const words of [
      '10 trades, 20 best quotes, 300 changes of levels',
      'spot diff 40',
      '<i>x</i> 2',
      '1 gaps, 2 crossed; 49 of 50',
      'at least 1 235 ms behind',
      'spread 0.0123 bp',
    ])
      expect(found.replaceAll(/\s/gu, ' ')).toContain(words);
  });

  test('says why an import failed and what to do, and can go on', async () => {
    const order = { content: { kind: 'trades' }, venue: 'v', symbol: null, columnOrder: 'named' } as const;
    const bridge = show(job({ state: 'failed', order, problem: 'the disk is full', advice: 'Make room.' }));
    expect((await screen.findByRole('alert')).textContent).toBe('the disk is full. Make room.');
    fireEvent.click(screen.getByTestId('import-resume'));
    expect(bridge.controlImport).toHaveBeenCalledWith({ action: 'resume' });
  });

  test('does not fail when main does not answer', async () => {
    show(null, { importJob: async () => failure('X', 'busy', 'wait') });
    expect(await screen.findByText('Nothing recorded is kept yet')).toBeDefined();
  });
});

describe('what a person says of a file', () => {
  const draft = {
    kind: 'trades',
    interval: '1m',
    protocol: 'okx',
    chain: '1',
    venue: 'v',
    symbol: '',
    columnOrder: 'bybit',
  } as const;

  test.each([
    [draft, true, { content: { kind: 'trades' }, venue: 'v', symbol: null, columnOrder: 'bybit' }],
    [
      { ...draft, kind: 'recording', venue: 'okx-spot' } as const,
      true,
      { content: { kind: 'recording', protocol: 'okx' }, venue: 'okx-spot', symbol: null, columnOrder: 'named' },
    ],
    [
      { ...draft, kind: 'blocks', chain: '8453', venue: '' } as const,
      true,
      { content: { kind: 'blocks', chain: 8453 }, venue: 'evm-8453', symbol: null, columnOrder: 'named' },
    ],
  ])('%o is an order', (given, names, order) => {
    expect(readDraft(given, names)).toEqual({ order });
  });

  test.each([
    [draft, false],
    [{ ...draft, venue: '  ' }, true],
    [{ ...draft, kind: 'blocks', chain: 'mainnet' } as const, true],
    [{ ...draft, kind: 'blocks', chain: '0' } as const, true],
  ])('%o lacks something', (given, names) => {
    expect(readDraft(given, names)).toHaveProperty('problem');
  });
});
