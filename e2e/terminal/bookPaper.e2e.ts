import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBook } from '../../app/history/testing/writtenBook.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const disabled = `document.querySelector('[data-testid="book-paper-send"]').disabled`;

describe('orders on paper in a recorded book', { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  const show = (name: string): Promise<void> => terminal.shoot(`book-paper-${name}`);
  /** The panel lies behind another in the workspace of the desk. */
  const open = async (): Promise<void> => {
    terminal = await startTerminal(folder.path, ['--seed', '72']);
    await terminal.showPanel('desk', 'bookPaper');
  };
  const write = (field: string, text: string): Promise<void> => terminal.write(`book-paper-${field}`, text);

  beforeAll(open, 120_000);
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('says what to import where no book is kept', async () => {
    await terminal.until('panels', `document.body.textContent.includes('No order book is kept yet')`);
    await show('empty');
    expect(await terminal.text('panels', 'book-paper-facts')).toBe('PAPERrecorded');
    expect(terminal.problems).toEqual([]);
    await terminal.close();
    writeBook(join(folder.path, 'history')).close();
    await open();
    await terminal.until('panels', there('book-paper-send'));
    expect(await terminal.text('panels', 'book-paper-facts')).toBe('PAPERrecorded to 2024-08-08');
  });

  it('stands in the queue of the recorded book, and says what came of it as PAPER', async () => {
    expect(await terminal.ask('panels', disabled)).toBe(true);
    expect(await terminal.text('panels', 'book-paper-wrong')).toContain('the price');
    await write('at', '2024-08-08T10:00:00.010Z');
    await write('price', '101');
    await write('size', '1.25');
    await write('cancelAfter', '0.5');
    await terminal.until('panels', `!(${disabled})`);
    await terminal.click('panels', 'book-paper-send');
    await terminal.until('panels', there('book-paper-report'));
    const report = (await terminal.text('panels', 'book-paper-report')) ?? '';
    await show('filled');
    expect(report).toMatch(/^PAPERv X: buy limit 1\.25 at 101 — filled, 1\.25 filled at 100 on the average, 0 left/);
    // 125 at 0.04 %.
    expect(report).toContain('Quote -125.05, base 1.25, fees 0.05.');
    expect(report).toMatch(/gone through .* ago/);
    expect(terminal.problems).toEqual([]);
  });

  it('is refused in words at a time that was not recorded', async () => {
    await write('at', '2030-01-01T00:00:00Z');
    await terminal.until('panels', `!(${disabled})`);
    await terminal.click('panels', 'book-paper-send');
    await terminal.until('panels', there('book-paper-refused'));
    await show('refused');
    const refused = await terminal.text('panels', 'book-paper-refused');
    expect(refused).toMatch(/at a time that was not recorded\. Send between 2024-08-08T10:00:00\.000Z and/);
    expect(await terminal.ask('panels', there('book-paper-report'))).toBe(false);
    await write('size', '');
    await terminal.until('panels', there('book-paper-wrong'));
    expect(await terminal.text('panels', 'book-paper-wrong')).toContain('the size');
    expect(terminal.problems).toEqual([]);
  });
});
