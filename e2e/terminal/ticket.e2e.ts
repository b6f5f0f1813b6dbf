import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, textOf, there } from './terminalApp.ts';

const button = (testId: string): string => `document.querySelector('[data-testid="${testId}"]:not(:disabled)')`;
const orders = `document.querySelectorAll('[data-testid="order-row"]').length`;
const pressed = (testId: string): string => `${button(testId)}?.getAttribute('aria-pressed') === 'true'`;

describe('the ticket around the approve view', () => {
  const folder = temporaryFolder();
  const shots = process.env.SYNDICATE_SHOTS;
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '83']);
    await terminal.until('panels', there('approve-slot'));
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });
  const shoot = async (name: string): Promise<void> => {
    if (shots === undefined) return;
    // The approve view is a page of its own, which the picture of the panels leaves out.
    const picture = await terminal.app.evaluate(async ({ webContents }) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith('syndicate://approve/'));
      return (await page?.capturePage())?.toPNG().toString('base64') ?? '';
    });
    writeFileSync(join(shots, `${name}-approve.png`), Buffer.from(picture, 'base64'));
    await terminal.ask('panels', 'new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 300))');
    await terminal.screenshot(join(shots, `${name}.png`));
  };
  /** Tickets come and go with the market: what is done to one is tried on the next until it is seen. */
  const tryUntil = async (page: 'panels' | 'approve', seen: string, act: () => Promise<unknown>): Promise<void> => {
    const end = Date.now() + 150_000;
    while ((await terminal.ask(page, seen)) !== true) {
      expect(Date.now(), `never seen: ${seen}`).toBeLessThan(end);
      await act();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  };

  it('offers what the settings say, and the engine makes another size of it', async () => {
    const answer = await terminal.ask(
      'panels',
      `window.syndicate.changeSetting({ id: 'ticket.sizesPercent', value: '30 100' })`,
    );
    expect(answer).toMatchObject({ ok: true });
    await terminal.ask('panels', `window.syndicate.changeSetting({ id: 'ticket.secondStepAbove', value: 0 })`);
    await terminal.until('panels', pressed('ticket-size-100'), 120_000);
    await shoot('ticket-choices');
    await tryUntil('panels', pressed('ticket-size-30'), () =>
      terminal.ask('panels', `${button('ticket-size-30')}?.click()`),
    );
    await shoot('ticket-smaller');
    await tryUntil('panels', `${pressed('ticket-least-99')}`, () =>
      terminal.ask('panels', `${button('ticket-least-99')}?.click()`),
    );
    expect(await terminal.ask('panels', orders)).toBe(0);
  });

  it('takes a rejection with its reason, by a key, into the blotter', async () => {
    await terminal.pressKey('F8');
    await tryUntil(
      'panels',
      `[...document.querySelectorAll('[data-testid="opportunity-row"]')].some((row) => /brings too little/.test(row.textContent))`,
      async () => {
        if ((await terminal.ask('approve', there('approve-button'))) === true) await terminal.pressKey('2');
      },
    );
    await shoot('ticket-rejected');
    expect(await terminal.ask('panels', orders)).toBe(0);
  });

  it('lists the reasons in place of the words', async () => {
    await tryUntil('approve', there('reject-tooLarge'), () =>
      terminal.ask('approve', `document.querySelector('[data-testid="reject-because"]')?.click()`),
    );
    await shoot('ticket-reasons');
  });

  it('asks twice above the threshold, and lands what was said yes to twice', async () => {
    const second = `/2 of 2/.test(${textOf('approve-button')})`;
    const landed = `[...document.querySelectorAll('[data-testid="order-row"]')].some((row) => /landed/i.test(row.textContent))`;
    await tryUntil('approve', second, async () => {
      if ((await terminal.ask('approve', `${button('approve-button')} !== null`)) === true)
        await terminal.pressKey('Return');
    });
    await shoot('ticket-second-step');
    await tryUntil('panels', landed, async () => {
      if ((await terminal.ask('approve', `${button('approve-button')} !== null`)) === true)
        await terminal.pressKey('Return');
    });
  });
});
