import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import { writeBook, writtenBookMs } from '../../app/history/testing/writtenBook.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const rowsOf = (label: string): string =>
  `[...document.querySelectorAll('table[aria-label="${label}"] tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join(' ').trim())`;

/** A minute of a book that goes on after the one of `writeBook`: long numbers, many levels, and at the end it is lost. */
function goOn(history: MarketHistory): void {
  const [series] = history.allSeries();
  if (series === undefined) throw new Error('no series');
  const { id } = history.importOf({ name: 'more', sizeBytes: 1, fingerprint: 'more' });
  const unit = 10n ** 18n;
  const levels = Array.from({ length: 600 }, (_, i) => {
    const side = i % 2 === 0 ? ('bid' as const) : ('ask' as const);
    const away = BigInt(1 + (i % 80)) * (unit / 8n);
    const price = side === 'bid' ? 99n * unit - away : 102n * unit + away;
    return { atMs: writtenBookMs + 1_000 + i * 100, change: side, price, size: BigInt(i + 1) * 1_234_567_890_123_457n };
  });
  const lost = { atMs: writtenBookMs + 61_000, change: 'lost' as const, price: 0n, size: 0n };
  history.appendBook(series, 'levels', [...levels, lost], id);
  history.commit({ id, position: () => null, rows: levels.length + 1, finished: true });
}

describe('a recorded order book as it stood', { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  const show = (name: string): Promise<void> => terminal.shoot(`order-book-${name}`);
  const open = async (): Promise<void> => {
    terminal = await startTerminal(folder.path, ['--seed', '73']);
    await terminal.showPanel('desk', 'orderBook');
  };
  const seek = (afterMs: number): Promise<unknown> =>
    terminal.ask(
      'panels',
      `(() => {
        const slider = document.querySelector('[data-testid="book-moment"]');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, '${writtenBookMs + afterMs}');
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      })()`,
    );
  const source = async (): Promise<string> => (await terminal.text('panels', 'book-source')) ?? '';

  beforeAll(open, 120_000);
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('says what to import where no book is kept', async () => {
    await terminal.until('panels', `document.body.textContent.includes('No order book is kept yet')`);
    await show('empty');
    expect(await terminal.text('panels', 'order-book-facts')).toBe('RECORDED0 kept');
    expect(terminal.problems).toEqual([]);
    await terminal.close();
    const history = writeBook(join(folder.path, 'history'));
    goOn(history);
    history.close();
    await open();
    await terminal.until('panels', there('book-depth'));
  });

  it('shows depth, ladder and trades of the moment that is chosen, with source, age and mode', async () => {
    expect(await source()).toMatch(
      /^RECORDEDv X as of 2024-08-08 10:00:00\.000Z, last changed 0\.0 s before · recorded/,
    );
    const ladder = (await terminal.ask('panels', rowsOf('Ladder'))) as string[];
    expect(ladder.map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
      '▼ 101 2.000000 4.000000',
      '▼ 100 2.000000 2.000000',
      expect.stringMatching(/^50\.1 bp$/),
      '▲ 99.5 1.000000 1.000000',
    ]);
    await terminal.until('panels', `document.body.textContent.includes('No trade up to this moment')`);
    await terminal.click('panels', 'book-next');
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="book-source"]').textContent.includes('10:00:01.000Z')`,
    );
    expect(await terminal.ask('panels', rowsOf('Time and sales'))).toEqual(['10:00:00.100 ▼ sell 99.5 1.5']);
    expect(terminal.problems).toEqual([]);
  });

  it('holds many levels of long numbers, and goes on by itself', async () => {
    await seek(55_000);
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="book-source"]').textContent.includes('10:00:55.000Z')`,
    );
    const ladder = (await terminal.ask('panels', rowsOf('Ladder'))) as string[];
    expect(ladder.length).toBeGreaterThan(20);
    const inTheMiddle = `(() => {
      const region = document.querySelector('section[aria-label="Ladder by price"]').getBoundingClientRect();
      const row = document.querySelector('table[aria-label="Ladder"] [data-marked]').getBoundingClientRect();
      return row.top > region.top && row.bottom < region.bottom;
    })()`;
    expect(await terminal.ask('panels', inTheMiddle)).toBe(true);
    await show('full');
    await terminal.click('panels', 'book-play');
    await terminal.until(
      'panels',
      `!document.querySelector('[data-testid="book-source"]').textContent.includes('10:00:55.000Z')`,
    );
    await terminal.click('panels', 'book-play');
    expect(terminal.problems).toEqual([]);
  });

  it('draws its measures over time, and a click into them chooses the moment', async () => {
    await terminal.ask(
      'panels',
      `document.querySelector('[data-testid="book-tab-measures"]').dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))`,
    );
    await terminal.until('panels', there('book-measure-line'));
    await show('measures');
    expect(await terminal.text('panels', 'book-measure-says')).toMatch(/five best levels.*240 stretches of 0\.254 s/);
    const before = await source();
    await terminal.ask(
      'panels',
      `(() => {
        const line = document.querySelector('[data-testid="book-measure-line"]');
        const { left, width, top } = line.getBoundingClientRect();
        line.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: left + width / 4, clientY: top + 5 }));
      })()`,
    );
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="book-source"]').textContent !== ${JSON.stringify(before)}`,
    );
    expect(await source()).toMatch(/10:00:15/);
    expect(terminal.problems).toEqual([]);
  });

  it('shows nothing of a book that was lost', async () => {
    await seek(61_000);
    await terminal.until('panels', `document.body.textContent.includes('The book was lost here')`);
    await show('lost');
    expect(await terminal.ask('panels', there('book-depth'))).toBe(false);
    expect(terminal.problems).toEqual([]);
  });
});
