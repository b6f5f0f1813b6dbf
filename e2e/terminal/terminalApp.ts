import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';

/** The repository: a bundle of this lies as deep, in .syndicate/scripts. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export type PageName = 'panels' | 'approve' | 'detached';

/** What the address of each page begins with. */
const addresses: Readonly<Record<PageName, string>> = {
  panels: 'syndicate://panels/index.html',
  approve: 'syndicate://approve/',
  detached: 'syndicate://panels/detached/',
};

/** The real terminal, driven from outside: its pages are asked by script, its keys and clicks are input events. */
export interface TerminalApp {
  readonly app: ElectronApplication;
  readonly folder: string;
  /** The value of an expression in a page; null where the page is not there. */
  ask(page: PageName, expression: string): Promise<unknown>;
  /** Waits until the expression is truthy in the page. */
  until(page: PageName, expression: string, timeoutMs?: number): Promise<unknown>;
  /** The text of the first element with this test id, or null. */
  text(page: PageName, testId: string): Promise<string | null>;
  press(page: PageName, key: string): Promise<void>;
  /** Presses a key wherever the keyboard is, as a person does, and answers which page that was. */
  pressKey(key: string, modifiers?: readonly 'control'[]): Promise<PageName>;
  /** Which page has the keyboard. */
  keyboardPage(): Promise<PageName | null>;
  /** A mouse click in the middle of the element, which is scrolled to first. */
  click(page: PageName, testId: string): Promise<void>;
  /** Writes into a field of the panels' page in place of what it held, as typing does. */
  write(testId: string, text: string): Promise<void>;
  /** Runs the command whose name begins so, through the palette. */
  command(words: string): Promise<void>;
  /** What the click on this writes into the file that the person chooses. */
  exported(testId: string): Promise<string>;
  /** The mouse goes down in the middle of the one element, moves to a place in the other (shares of its width and height), and up. */
  drag(page: PageName, from: string, to: string, place?: { readonly x: number; readonly y: number }): Promise<void>;
  /** Shows a panel of a workspace, as a person does: the workspace, then the panel's tab. */
  showPanel(workspace: string, panel: string): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Where SYNDICATE_SHOTS names a folder: a picture of this name there, once what is on the page has been drawn. */
  shoot(name: string): Promise<void>;
  /** What the pages wrote to their consoles as errors, and what they threw. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'syndicate-e2e-'));
  // Processes that are ending may still write there.
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}

/** True in a page that has an element with this test id. */
export function there(testId: string): string {
  return `document.querySelector('[data-testid="${testId}"]') !== null`;
}

/** The text of the element in a page; empty where it is not there. */
export function textOf(testId: string): string {
  return `(document.querySelector('[data-testid="${testId}"]')?.textContent ?? '')`;
}

/** True in a page in which the element's text has these words. */
export function said(testId: string, words: RegExp): string {
  return `${words}.test(${textOf(testId)})`;
}

export async function startTerminal(folder: string, options: readonly string[] = []): Promise<TerminalApp> {
  const isRoot = process.getuid?.() === 0;
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  delete env.ELECTRON_RUN_AS_NODE;
  const app = await _electron.launch({
    executablePath: process.execPath,
    args: [...(isRoot ? ['--no-sandbox'] : []), root, '--data', folder, ...options],
    env,
    timeout: 60_000,
  });
  const problems: string[] = [];
  app.context().on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  app.context().on('weberror', (error) => problems.push(String(error.error())));
  const ask = (page: PageName, expression: string): Promise<unknown> =>
    app.evaluate(
      ({ webContents }, { address, code }) => {
        const contents = webContents.getAllWebContents().find((candidate) => candidate.getURL().startsWith(address));
        if (contents === undefined || contents.isCrashed()) return null;
        // A page that dies while it is asked never answers.
        return new Promise((resolve, reject) => {
          const died = (): void => resolve(null);
          contents.once('render-process-gone', died);
          contents
            .executeJavaScript(code)
            .then(resolve, reject)
            .finally(() => contents.off('render-process-gone', died));
        });
      },
      { address: addresses[page], code: expression },
    );
  const until: TerminalApp['until'] = async (page, expression, timeoutMs = 60_000) => {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const value = await ask(page, `(() => { try { return ${expression} } catch { return null } })()`);
      if (value) return value;
      if (Date.now() > end) throw new Error(`${page}: not within ${timeoutMs} ms: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const click: TerminalApp['click'] = async (page, testId) => {
    const box = (await until(
      page,
      `((element) => { element.scrollIntoView({ block: 'nearest', inline: 'nearest' }); const { x, y, width, height } = element.getBoundingClientRect(); return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) }; })(document.querySelector('[data-testid="${testId}"]'))`,
    )) as { x: number; y: number };
    await app.evaluate(
      ({ webContents }, { address, x, y }) => {
        const contents = webContents.getAllWebContents().find((candidate) => candidate.getURL().startsWith(address));
        contents?.sendInputEvent({ type: 'mouseDown', x, y, button: 'left', clickCount: 1 });
        contents?.sendInputEvent({ type: 'mouseUp', x, y, button: 'left', clickCount: 1 });
      },
      { address: addresses[page], ...box },
    );
  };
  const terminal: TerminalApp = {
    app,
    folder,
    ask,
    until,
    text: async (page, testId) =>
      (await ask(page, `document.querySelector('[data-testid="${testId}"]')?.textContent ?? null`)) as string | null,
    press: (page, key) =>
      app.evaluate(
        ({ webContents }, { address, keyCode }) => {
          const contents = webContents.getAllWebContents().find((candidate) => candidate.getURL().startsWith(address));
          contents?.sendInputEvent({ type: 'keyDown', keyCode });
          contents?.sendInputEvent({ type: 'keyUp', keyCode });
        },
        { address: addresses[page], keyCode: key },
      ),
    keyboardPage: () =>
      app.evaluate(({ webContents }) => {
        const url = webContents.getFocusedWebContents()?.getURL();
        return url === undefined ? null : new URL(url).host === 'approve' ? 'approve' : 'panels';
      }),
    pressKey: async (key, modifiers = []) => {
      // A window that has just opened gets the keyboard a moment later.
      for (let tries = 0; tries < 100; tries += 1) {
        const page = await app.evaluate(
          ({ webContents }, { keyCode, held }) => {
            const contents = webContents.getFocusedWebContents();
            contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers: held });
            contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers: held });
            return contents === null ? null : new URL(contents.getURL()).host;
          },
          { keyCode: key, held: [...modifiers] },
        );
        if (page === 'approve' || page === 'panels') return page;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('no page has the keyboard');
    },
    click,
    write: async (testId, text) => {
      await until('panels', there(testId));
      const put = text === '' ? `'delete'` : `'insertText', false, ${JSON.stringify(text)}`;
      await ask(
        'panels',
        `document.querySelector('[data-testid="${testId}"]').focus(); document.execCommand('selectAll'); document.execCommand(${put})`,
      );
    },
    command: async (words) => {
      await terminal.pressKey('K', ['control']);
      await until('panels', `document.querySelector('[cmdk-input]') !== null`);
      await ask(
        'panels',
        `document.querySelector('[cmdk-input]').focus(); document.execCommand('selectAll'); document.execCommand('insertText', false, ${JSON.stringify(words)})`,
      );
      await until(
        'panels',
        `document.querySelector('[cmdk-item][data-selected="true"]').textContent.toLowerCase().startsWith(${JSON.stringify(words.toLowerCase())})`,
      );
      await terminal.press('panels', 'Return');
      await until('panels', `document.querySelector('[cmdk-input]') === null`);
    },
    exported: async (testId) => {
      const file = join(folder, `${testId}.out`);
      rmSync(file, { force: true });
      await app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
      }, file);
      await click('panels', testId);
      const end = Date.now() + 30_000;
      for (;;) {
        const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
        if (written !== '') return written;
        if (Date.now() > end) throw new Error(`${testId} wrote nothing within 30 s`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    showPanel: async (workspace, panel) => {
      for (const testId of [`workspace-${workspace}`, `tab-${panel}`]) {
        await until('panels', `document.querySelector('[data-testid="${testId}"]') !== null`);
        await click('panels', testId);
      }
    },
    drag: async (page, from, to, { x, y } = { x: 0.5, y: 0.5 }) => {
      const place = async (selector: string, across: number, down: number): Promise<{ x: number; y: number }> =>
        (await until(
          page,
          `(({x, y, width, height}) => ({x: Math.round(x + width * ${across}), y: Math.round(y + height * ${down})}))(document.querySelector('${selector}').getBoundingClientRect())`,
        )) as { x: number; y: number };
      const start = await place(from, 0.5, 0.5);
      const end = await place(to, x, y);
      const steps = 12;
      const between = (step: number): { x: number; y: number } => ({
        x: Math.round(start.x + ((end.x - start.x) * step) / steps),
        y: Math.round(start.y + ((end.y - start.y) * step) / steps),
      });
      const events = [
        { type: 'mouseMove', ...start },
        { type: 'mouseDown', ...start },
        ...Array.from({ length: steps }, (_, step) => ({ type: 'mouseMove' as const, ...between(step + 1) })),
        { type: 'mouseMove', ...end },
        { type: 'mouseUp', ...end },
      ] as const;
      await app.evaluate(
        async ({ webContents }, { address, all }) => {
          const contents = webContents.getAllWebContents().find((candidate) => candidate.getURL().startsWith(address));
          let held = false;
          for (const { type, x: atX, y: atY } of all) {
            if (type === 'mouseDown') held = true;
            contents?.sendInputEvent({
              type,
              x: atX,
              y: atY,
              button: 'left',
              clickCount: type === 'mouseMove' ? 0 : 1,
              modifiers: held ? ['leftbuttondown'] : [],
            });
            // As a hand does: each place is drawn before the next.
            await new Promise((resolve) => setTimeout(resolve, 30));
          }
        },
        { address: addresses[page], all: events },
      );
    },
    screenshot: async (path) => {
      const png = await app.evaluate(async ({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows()[0];
        return window === undefined ? '' : (await window.capturePage()).toPNG().toString('base64');
      });
      const { writeFileSync } = await import('node:fs');
      writeFileSync(path, Buffer.from(png, 'base64'));
    },
    shoot: async (name) => {
      const shots = process.env.SYNDICATE_SHOTS;
      if (shots === undefined) return;
      await ask('panels', 'new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 300))');
      await terminal.screenshot(join(shots, `${name}.png`));
    },
    problems,
    close: () => app.close(),
  };
  return terminal;
}
