import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { readJournal } from '../../app/store/readJournal.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const canvas = `document.querySelector('[data-testid="chart-canvas"]')?.dataset`;
const shown = (series: string, interval: string): string =>
  `${canvas}?.phase === 'ready' && ${canvas}.series.startsWith('${series}') && ${canvas}.interval === '${interval}' && Number(${canvas}.bars) > 0`;
/** The bars of a page with each column as numbers. */
const page = (source: string, interval: string, beforeMs = 'null', count = 2_000): string =>
  `syndicate.chartPage({ source: ${source}, interval: '${interval}', beforeMs: ${beforeMs}, count: ${count} })
    .then(({ value: { columns, earlier, gaps } }) => ({ earlier, gaps, columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]])) }))`;
interface Page {
  readonly earlier: boolean;
  readonly gaps: readonly { readonly fromS: number; readonly toS: number }[];
  readonly columns: Readonly<Record<'timeS' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'trades', number[]>>;
}

const hourMs = 3_600_000;
const startMs = Date.UTC(2023, 0, 1);
const hours = 3_000;
/** Hourly bars with twelve digits, of which one stretch is missing. */
const recordedRows = Array.from({ length: hours }, (_, i) => i)
  .filter((i) => i < 1_500 || i >= 1_510)
  .map((i) => {
    const base = 16_000 + ((i * 7_919) % 997) / 8;
    const text = (value: number): string => value.toFixed(8);
    return {
      atMs: startMs + i * hourMs,
      open: text(base),
      high: text(base + 9.5),
      low: text(base - 3.25),
      close: text(base + 1.125),
      volume: text(5 + (i % 13) / 16),
    };
  });

/** Choosing by words and Enter, as a person does. */
async function choose(terminal: TerminalApp, words: string): Promise<void> {
  await terminal.click('panels', 'chart-series');
  await terminal.until('panels', `document.activeElement?.dataset.testid === 'chart-search'`);
  await terminal.ask('panels', `document.execCommand('insertText', false, ${JSON.stringify(words)})`);
  await terminal.until(
    'panels',
    `document.querySelector('[data-testid="chart-choice"][data-selected="true"]') !== null`,
  );
  await terminal.pressKey('Enter');
}

describe('charts in the window', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '83']);
    await terminal.until('panels', there('workspace-research'));
    await terminal.click('panels', 'workspace-research');
  });
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
  });

  it('begin with the pool that is traded most, whose bars go on by themselves', async () => {
    await terminal.until('panels', shown('pool', '1m'), 120_000);
    await terminal.click('panels', 'chart-1s');
    await terminal.until('panels', shown('pool', '1s'));
    const last = Number(await terminal.ask('panels', `Number(${canvas}.last)`));
    await terminal.until('panels', `Number(${canvas}.last) > ${last}`);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="chart-canvas"] canvas').length > 0`);
    expect(terminal.problems).toEqual([]);
  });

  it('show each bar of the stream once, as the engine has it', async () => {
    const key = String(await terminal.ask('panels', `${canvas}.series`));
    const source = `{ kind: 'pool', pool: '${key.slice('pool '.length)}' }`;
    // Both are asked in one turn of the page, between two messages of the stream; a block that falls between is another try.
    await expect
      .poll(
        async () => {
          const { columns } = (await terminal.ask('panels', page(source, '1s'))) as Page;
          const { bars, first, last } = (await terminal.ask('panels', `({ ...${canvas} })`)) as DOMStringMap;
          return (
            [columns.timeS.length, columns.timeS[0], columns.timeS.at(-1)].map(String).join() ===
            [bars, first, last].join()
          );
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    const { columns } = (await terminal.ask('panels', page(source, '1s'))) as Page;
    expect(new Set(columns.timeS).size).toBe(columns.timeS.length);
    expect(columns.timeS).toEqual([...columns.timeS].sort((a, b) => a - b));
  });

  it('answer with what the journal’s own swaps come to', async () => {
    const key = String(await terminal.ask('panels', `${canvas}.series`));
    const pool = key.slice('pool '.length);
    await terminal.until('panels', `Number(${canvas}.bars) > 12`, 120_000);
    const { columns } = (await terminal.ask('panels', page(`{ kind: 'pool', pool: '${pool}' }`, '1s'))) as Page;
    // The journal has what was applied, a moment later; the last bars may still have grown.
    const until = columns.timeS.at(-3) ?? 0;
    const swaps = (): Map<number, { close: number; trades: number; volume: bigint }> => {
      const bars = new Map<number, { close: number; trades: number; volume: bigint }>();
      const journal = readJournal(join(folder.path, 'journal.sqlite'));
      try {
        const epoch = journal.epochs().at(-1)?.epoch.id ?? '';
        for (const { input } of journal.inputs(epoch)) take(bars, input, pool);
      } finally {
        journal.close();
      }
      return bars;
    };
    const bars = swaps();
    const settled = columns.timeS.filter((at) => at < until && bars.has(at));
    expect(settled.length).toBe(columns.timeS.filter((at) => at < until).length);
    expect(settled.length).toBeGreaterThan(3);
    for (const at of settled) {
      const place = columns.timeS.indexOf(at);
      const bar = bars.get(at);
      expect(columns.trades[place]).toBe(bar?.trades);
      // Decimals of the tokens are one factor for the whole pool: the ratio is that of the first bar.
      const factor = (columns.close[0] ?? 1) / (bars.get(columns.timeS[0] ?? 0)?.close ?? 1);
      expect((columns.close[place] ?? 0) / (bar?.close ?? 1) / factor).toBeCloseTo(1, 12);
      const volumeFactor = (columns.volume[0] ?? 1) / Number(bars.get(columns.timeS[0] ?? 0)?.volume ?? 1n);
      expect((columns.volume[place] ?? 0) / Number(bar?.volume ?? 1n) / volumeFactor).toBeCloseTo(1, 12);
    }
  });

  it('show a recorded series equal to the history to the last digit, a gap as a gap, and page back to its first bar', async () => {
    const file = join(folder.path, 'BTCUSDT_1h.csv');
    const lines = recordedRows.map(({ atMs, open, high, low, close, volume }) =>
      [atMs, open, high, low, close, volume].join(),
    );
    writeFileSync(file, ['open_time_ms,open,high,low,close,volume_base', ...lines].join('\n'));
    await terminal.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, file);
    await terminal.ask('panels', `syndicate.chooseImport({})`);
    await terminal.until('panels', `syndicate.importJob({}).then(({ value }) => value.job?.state === 'chosen')`);
    const order = `{ content: { kind: 'candles', interval: '1h' }, venue: 'binance', symbol: 'BTCUSDT', columnOrder: 'named' }`;
    await terminal.ask('panels', `syndicate.startImport(${order})`);
    await terminal.until('panels', `syndicate.importJob({}).then(({ value }) => value.job?.state === 'finished')`);

    await terminal.until(
      'panels',
      `syndicate.chartSeries({}).then(({ value }) => value.series.some(({ symbol }) => symbol === 'BTCUSDT'))`,
    );
    await expect
      .poll(
        async () => {
          await choose(terminal, 'BTCUSDT');
          return terminal.ask('panels', `${canvas}?.series?.startsWith('recorded') ?? false`);
        },
        { timeout: 60_000, interval: 2_000 },
      )
      .toBe(true);
    await terminal.until('panels', shown('recorded', '1h'));
    const source = `{ kind: 'recorded', series: ${String(await terminal.ask('panels', `${canvas}.series`)).slice('recorded '.length)} }`;

    let before = 'null';
    const times: number[] = [];
    for (let pages = 0; pages < 20; pages += 1) {
      const { columns, earlier, gaps } = (await terminal.ask('panels', page(source, '1h', before, 700))) as Page;
      times.unshift(...columns.timeS);
      for (const [i, at] of columns.timeS.entries()) {
        const row = recordedRows.find(({ atMs }) => atMs === at * 1_000);
        for (const name of ['open', 'high', 'low', 'close', 'volume'] as const)
          expect(columns[name][i], `${name} at ${at}`).toBe(Number(row?.[name]));
      }
      const missing = (startMs + 1_500 * hourMs) / 1_000;
      if (columns.timeS.includes(missing - 3_600)) expect(gaps).toEqual([{ fromS: missing, toS: missing + 36_000 }]);
      if (!earlier) break;
      before = String((columns.timeS[0] ?? 0) * 1_000);
    }
    expect(times).toEqual(recordedRows.map(({ atMs }) => atMs / 1_000));

    // The wheel goes back until older bars come into view.
    const wheel = `(() => {
      const target = document.querySelector('[data-testid="chart-canvas"] canvas');
      const { left, top, width, height } = target.getBoundingClientRect();
      const place = { clientX: left + width - 80, clientY: top + height / 2 };
      target.dispatchEvent(new WheelEvent('wheel', { deltaX: -600, bubbles: true, cancelable: true, ...place }));
      return Number(${canvas}.first) === ${startMs / 1_000};
    })()`;
    await terminal.until('panels', wheel, 60_000);
    expect(await terminal.ask('panels', `Number(${canvas}.bars)`)).toBe(recordedRows.length);
    expect(await terminal.text('panels', 'chart-notes')).toContain('1 gap');
    expect(await terminal.text('panels', 'chart-facts')).toMatch(/recorded · binance · to 2023-05-05 23:00 UTC/);

    const exact = (await terminal.ask(
      'panels',
      `syndicate.chartBar({ source: ${source}, interval: '1d', openTimeMs: ${startMs} }).then(({ value }) => value.bar)`,
    )) as { open: string; close: string; volume: string };
    expect([Number(exact.open), Number(exact.close)]).toEqual([
      Number(recordedRows[0]?.open),
      Number(recordedRows[23]?.close),
    ]);
    await terminal.click('panels', 'chart-1d');
    await terminal.until('panels', `${shown('recorded', '1d')} && Number(${canvas}.bars) === ${hours / 24}`);
    expect(await terminal.ask('panels', `document.querySelector('[data-testid="chart-1m"]').disabled`)).toBe(true);
    expect(terminal.problems).toEqual([]);
  });

  it('never let a page name a file or a table', async () => {
    const refused = [
      `{ source: { kind: 'recorded', series: 1, file: '/etc/passwd' }, interval: '1h', beforeMs: null, count: 1 }`,
      `{ source: { kind: 'recorded', series: '1 OR 1' }, interval: '1h', beforeMs: null, count: 1 }`,
      `{ source: { kind: 'pool', pool: 'x' }, interval: '1h', beforeMs: null, count: 1 }`,
      `{ source: { kind: 'recorded', series: 1 }, interval: '2h', beforeMs: null, count: 1 }`,
      `{ source: { kind: 'recorded', series: 1 }, interval: '1h', beforeMs: null, count: 100000 }`,
    ];
    for (const request of refused)
      expect(await terminal.ask('panels', `syndicate.chartPage(${request}).then(({ code }) => code)`)).toBe(
        'REQUEST_MALFORMED',
      );
    const unknown = `syndicate.chartPage({ source: { kind: 'recorded', series: 999 }, interval: '1h', beforeMs: null, count: 1 }).then(({ code }) => code)`;
    expect(await terminal.ask('panels', unknown)).toBe('CHART_UNKNOWN');
  });

  it('are the same in a replay of that run, and of the same history', async () => {
    const key = (await terminal.ask(
      'panels',
      `syndicate.chartSeries({}).then(({ value }) => value.series.find(({ source }) => source.kind === 'pool').source.pool)`,
    )) as string;
    const source = `{ kind: 'pool', pool: '${key}' }`;
    const live = (await terminal.ask('panels', page(source, '5s'))) as Page;
    await terminal.close();
    const history = new MarketHistory(join(folder.path, 'history'));
    const [series] = history.allSeries();
    expect(series === undefined ? 0 : history.countCandles(series, '1h')).toBe(recordedRows.length);
    history.close();

    const replayed = temporaryFolder();
    terminal = await startTerminal(replayed.path, ['--replay', join(folder.path, 'journal.sqlite'), '--speed', 'max']);
    try {
      await terminal.until(
        'panels',
        `document.querySelector('[data-testid="replay-bar"]')?.dataset.stateName === 'ended'`,
        120_000,
      );
      await terminal.click('panels', 'workspace-research');
      await terminal.until('panels', shown('pool', '1m'));
      const again = (await terminal.ask('panels', page(source, '5s'))) as Page;
      // The last bars went on growing after they were asked for.
      const settled = live.columns.timeS.length - 2;
      expect(settled).toBeGreaterThan(0);
      for (const name of ['timeS', 'open', 'high', 'low', 'close', 'volume', 'trades'] as const)
        expect(again.columns[name].slice(0, settled), name).toEqual(live.columns[name].slice(0, settled));
      expect(terminal.problems).toEqual([]);
    } finally {
      replayed.remove();
    }
  });
});

/** A pool's swaps of one input into bars of a second, by floating point and nothing of the product's own. */
function take(
  bars: Map<number, { close: number; trades: number; volume: bigint }>,
  input: EngineInput,
  pool: string,
): void {
  if (input.kind === 'rollback') throw new Error('this run was to have no reorg');
  if (input.kind !== 'block') return;
  let reserves = [0n, 1n];
  for (const event of input.events) {
    if (event.pool !== pool) continue;
    if (event.kind === 'v2Sync') reserves = [event.reserve1, event.reserve0];
    if (event.kind !== 'v2Swap' && event.kind !== 'v3Swap') continue;
    const close =
      event.kind === 'v2Swap' ? Number(reserves[0]) / Number(reserves[1]) : (Number(event.sqrtPriceX96) / 2 ** 96) ** 2;
    const size = event.amount0 < 0n ? -event.amount0 : event.amount0;
    const bar = bars.get(input.head.timestampS) ?? { close, trades: 0, volume: 0n };
    bars.set(input.head.timestampS, { close, trades: bar.trades + 1, volume: bar.volume + size });
  }
}
