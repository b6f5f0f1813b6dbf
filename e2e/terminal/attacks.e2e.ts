import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpportunityRow, QuarantineRow, TokenRow } from '../../app/contract/panelStream.ts';
import { tokenAmount, wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { parseAddress } from '../../app/domain/hex.ts';
import { streamInto } from './streamInto.ts';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const preloads = fileURLToPath(new URL('../../out/preload', import.meta.url));
const panelsUrl = 'syndicate://panels/index.html';
const addressOf = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);

/** As long as a symbol may be; runs where it is taken for markup. */
const symbol = '<svg onload=a()>';
/** What an RPC, a relay or a venue may say. */
const hostileWords = `"><img src=x onerror="a()"><script>a()</script>\u202e\u0000{{a()}}\${a()}javascript:a()`;

const tokens: readonly TokenRow[] = [
  { id: addressOf(1), symbol, decimals: 18 },
  { id: addressOf(2), symbol: 'LINK', decimals: 18 },
];
const opportunity: OpportunityRow = {
  id: '7-1',
  serial: 1,
  strategy: 'flash-arbitrage',
  blockNumber: 7,
  seenAtMs: epochMs(1_700_000_000_000),
  hops: [
    [1, 2],
    [2, 1],
  ].map(([from = 0, to = 0]) => ({
    pool: addressOf(100 + from),
    venue: '<b onclick=a()>V2</b>',
    kind: 'uniswapV2',
    feePpm: 3000,
    tokenIn: addressOf(from),
    tokenOut: addressOf(to),
    amountIn: tokenAmount(10n ** 18n),
    amountOut: tokenAmount(10n ** 18n),
  })),
  profitToken: addressOf(1),
  amountIn: tokenAmount(10n ** 18n),
  gross: tokenAmount(10n ** 16n),
  loans: [],
  flashFee: tokenAmount(0n),
  gasUnits: 100_000,
  gasCost: wei(10n ** 14n),
  net: wei(10n ** 16n),
  state: 'lost',
  reason: null,
  detail: hostileWords,
};
const quarantine: QuarantineRow = {
  id: addressOf(101),
  venue: '<b>V2</b>',
  sinceMs: epochMs(1_700_000_000_000),
  reason: hostileWords,
};

const halted = `/halted/i.test(document.querySelector('[data-testid="trading-state"]')?.textContent)`;

describe('attacks on the pages', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;
  let asked = 0;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '21']);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 0`, 120_000);
    await followNavigation();
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  /** Where the panels' page tried to go since it was last asked, as main was told. */
  const followNavigation = (): Promise<void> =>
    terminal.app.evaluate(({ webContents }, url) => {
      const seen = globalThis as unknown as { tried: string[] };
      seen.tried = [];
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL() === url)
        ?.on('will-navigate', (happened) =>
          seen.tried.push(`${happened.url} ${happened.defaultPrevented ? 'prevented' : 'went'}`),
        );
    }, panelsUrl);
  const tried = (): Promise<string[]> =>
    terminal.app.evaluate(() => (globalThis as unknown as { tried: string[] }).tried.splice(0));
  const answer = (expression: string): Promise<unknown> =>
    terminal.ask(
      'panels',
      `(async () => { try { return await (${expression}) } catch (error) { return error.name } })()`,
    );

  it.each([
    ['another site', 'https://example.com/'],
    ['a file of this machine', 'file:///etc/passwd'],
    ['markup of its own', 'data:text/html,<script>1</script>'],
    ['the page that signs', 'syndicate://approve/approve/index.html'],
  ])('a page cannot go to %s', async (_name, url) => {
    asked += 1;
    await terminal.ask('panels', `window.stays = ${asked}; location.href = ${JSON.stringify(url)}; true`);
    // A place that Chromium itself refuses is never asked about; what it would have left behind counts in both cases.
    if (url.startsWith('https') || url.startsWith('syndicate'))
      await expect.poll(tried, { timeout: 30_000 }).toContain(`${url} prevented`);
    expect(await terminal.ask('panels', `[location.href, window.stays].join(' ')`)).toBe(`${panelsUrl} ${asked}`);
  });

  it('a page opens no window, and only what is on the list goes to the browser', async () => {
    await terminal.app.evaluate(({ shell }) => {
      const seen = globalThis as unknown as { opened: string[] };
      seen.opened = [];
      shell.openExternal = async (url) => void seen.opened.push(url);
    });
    const windows = (): Promise<number> =>
      terminal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    const before = await windows();
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      panelsUrl,
      'https://www.tradingview.com.evil.example/',
    ])
      expect([url, await terminal.ask('panels', `window.open(${JSON.stringify(url)}) === null`)]).toEqual([url, true]);
    await terminal.ask('panels', `window.open('https://www.tradingview.com/') === null`);
    await expect
      .poll(() => terminal.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
      .toEqual(['https://www.tradingview.com/']);
    expect(await windows()).toBe(before);
  });

  it('a page is given no permission, no device and no network', async () => {
    expect(await answer(`Notification.requestPermission()`)).toBe('denied');
    // A machine without a microphone says that it found none.
    expect(await answer(`navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given')`)).toMatch(
      /^Not(Allowed|Found)Error$/,
    );
    for (const name of ['geolocation', 'camera', 'microphone', 'clipboard-read', 'notifications', 'midi'])
      expect([
        name,
        await answer(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`),
      ]).toEqual([name, 'denied']);
    expect(
      await answer(
        `new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), ({ code }) => done(code)))`,
      ),
    ).toBe(1);
    expect(await answer(`fetch('http://127.0.0.1:1/').then(() => 'given')`)).toBe('TypeError');
    expect(await answer(`fetch('${panelsUrl}').then(() => 'given')`)).toBe('TypeError');
    expect(
      await answer(
        `new Promise((done) => { const image = new Image(); image.onload = () => done('given'); image.onerror = () => done('refused'); image.src = 'https://example.com/x.png'; })`,
      ),
    ).toBe('refused');
  });

  it('the session refuses by itself what the page’s own rules already refuse', async () => {
    // A page without our rules, in the same session: nothing but the session stands between it and the network.
    const answered = await terminal.app.evaluate(async ({ BrowserWindow, session }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { sandbox: true, session: session.fromPartition('persist:panels') },
      });
      try {
        const failed = await window.loadURL('http://127.0.0.1:1/').then(
          () => 'loaded',
          (error: Error) => error.message,
        );
        return [failed, window.webContents.getURL()];
      } finally {
        window.destroy();
      }
    });
    expect(answered[0]).toMatch(/ERR_BLOCKED_BY_CLIENT/);
  });

  it('runs no script that is not a file of ours', async () => {
    await terminal.ask('panels', `window.ran = []; true`);
    await terminal.ask(
      'panels',
      `new Promise((done) => {
        const place = document.createElement('div');
        document.body.append(place);
        const script = document.createElement('script');
        script.textContent = 'window.ran.push("inline")';
        place.append(script);
        place.insertAdjacentHTML('beforeend', '<img src="syndicate://panels/none.png" onerror="window.ran.push(1)"><a id="attack" href="javascript:window.ran.push(2)">x</a>');
        const far = document.createElement('script');
        far.src = 'data:text/javascript,window.ran.push(3)';
        far.onerror = () => { document.querySelector('#attack').click(); setTimeout(() => { place.remove(); done(1); }, 200); };
        place.append(far);
      })`,
    );
    expect(await terminal.ask('panels', `window.ran`)).toEqual([]);
    for (const made of [`(0, eval)('1')`, `new Function('return 1')()`, `setTimeout('window.ran.push(4)')`])
      expect(await answer(`(() => { ${made}; return 'ran' })()`)).not.toBe(
        made.startsWith('setTimeout') ? null : 'ran',
      );
    expect(await terminal.ask('panels', `window.ran`)).toEqual([]);
  });

  it('has nothing of Node, of Electron or of the page that signs', async () => {
    expect(
      await terminal.ask(
        'panels',
        `['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', 'syndicateApprove', 'syndicateDetached'].filter((name) => name in window)`,
      ),
    ).toEqual([]);
    expect(
      await terminal.ask(
        'approve',
        `['require', 'process', 'syndicate', 'syndicateDetached'].filter((name) => name in window)`,
      ),
    ).toEqual([]);
    // Nobody can put a function of his own in the place of one of the bridge.
    await answer(`(() => { window.syndicate = { halt: () => 'mine' }; window.syndicate.halt = () => 'mine'; })()`);
    expect(await answer(`window.syndicate.halt.toString().includes('mine')`)).toBe(false);
  });

  it('answers requests of no other page, whatever preload it has', async () => {
    const answers = await terminal.app.evaluate(
      async ({ BrowserWindow, session }, { preload, url }) => {
        const ask = async (file: string, code: string): Promise<unknown> => {
          const window = new BrowserWindow({
            show: false,
            webPreferences: {
              sandbox: true,
              contextIsolation: true,
              session: session.fromPartition('persist:panels'),
              preload: `${preload}/${file}`,
            },
          });
          try {
            await window.loadURL(url);
            // The frame is asked: the contents would wait for the end of whatever the refused page loads next.
            return await window.webContents.mainFrame.executeJavaScript(code);
          } finally {
            window.destroy();
          }
        };
        return [
          await ask('panels.cjs', `syndicate.halt({})`),
          await ask('detached.cjs', `syndicate.halt({})`),
          await ask('approve.cjs', `syndicateApprove[Object.keys(syndicateApprove)[0]]({})`),
        ];
      },
      { preload: preloads, url: panelsUrl },
    );
    for (const each of answers) expect(each).toMatchObject({ ok: false, code: 'REQUEST_FORBIDDEN' });
    expect(await terminal.ask('panels', halted)).toBe(false);
  });

  it('answers no request that is forged: another frame, another origin, another name, another shape', async () => {
    const answers = await terminal.app.evaluate(
      async ({ ipcMain, webContents }, { url }) => {
        type Handler = (event: unknown, message: unknown) => Promise<{ ok: boolean; code?: string }>;
        // Electron has no other way to a handler than a message, whose sender nobody can choose.
        const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
        const handle = handlers.get('window:request');
        const sender = webContents.getAllWebContents().find((each) => each.getURL() === url);
        if (handle === undefined || sender === undefined) throw new Error('nothing to forge');
        const about = { name: 'about', body: {} };
        const frames: readonly unknown[] = [sender.mainFrame, { url, parent: sender.mainFrame }, null];
        const codes: (string | boolean | undefined)[] = [];
        for (const senderFrame of frames) {
          const { ok, code } = await handle({ sender, senderFrame }, about);
          codes.push(ok || code);
        }
        const other = webContents.getAllWebContents().find((each) => each.getURL().startsWith('syndicate://approve/'));
        const { ok, code } = await handle({ sender: other, senderFrame: other?.mainFrame }, about);
        codes.push(ok || code);
        const { senderFrame } = { senderFrame: sender.mainFrame };
        for (const message of [
          null,
          'about',
          { name: 'about' },
          { ...about, more: 1 },
          { name: '__proto__', body: {} },
          { name: 'constructor', body: {} },
          { name: 'about', body: { more: 1 } },
        ]) {
          const forged = await handle({ sender, senderFrame }, message);
          codes.push(forged.ok || forged.code);
        }
        return codes;
      },
      { url: panelsUrl },
    );
    const [ours, subFrame, noFrame, otherPage, ...shapes] = answers;
    // The same call by the page itself is answered: what refuses the others is who they are.
    expect(ours).toBe(true);
    expect([subFrame, noFrame, otherPage]).toEqual(['REQUEST_FORBIDDEN', 'REQUEST_FORBIDDEN', 'REQUEST_FORBIDDEN']);
    for (const code of shapes) expect(code).toMatch(/^REQUEST_(MALFORMED|UNKNOWN)$/);
  });

  it('gives a sub-frame no bridge, loads none from elsewhere, and takes no stream from one', async () => {
    await terminal.ask('panels', `document.body.append(document.createElement('iframe')); true`);
    const bySubFrame = await terminal.app.evaluate(async ({ webContents }, url) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL() === url);
      const frame = page?.mainFrame.frames[0];
      if (page === undefined || frame === undefined) throw new Error('no frame');
      // Whoever takes a stream answers on its port at once: with what it lists, or with credit.
      const offer = `(() => { const { port1, port2 } = new MessageChannel(); window.taken = false; port1.onmessage = () => { window.taken = true };
        (window === top ? window : parent).postMessage({ type: 'syndicate:panelPort' }, '*', [port2]); })()`;
      await frame.executeJavaScript(offer);
      const names = `['syndicate', 'syndicateApprove', 'syndicateDetached', 'require', 'process'].filter((name) => name in window)`;
      const bridge: unknown = await frame.executeJavaScript(names);
      await page.executeJavaScript(offer);
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      for (let tries = 0; tries < 300 && !(await page.executeJavaScript('window.taken')); tries += 1) await pause(100);
      return {
        bridge,
        own: await page.executeJavaScript('window.taken'),
        frames: await frame.executeJavaScript('window.taken'),
      };
    }, panelsUrl);
    // The page itself is believed, as it has to be: what the frame says is not.
    expect(bySubFrame).toEqual({ bridge: [], own: true, frames: false });
    const far = await answer(`new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/';
      document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => done(effectiveDirective + ' ' + blockedURI), { once: true });
      document.body.append(frame);
    })`);
    expect(far).toMatch(/^frame-src https:\/\/example\.com/);
    await terminal.ask('panels', `for (const frame of document.querySelectorAll('iframe')) frame.remove(); true`);
  });

  it('shows hostile names of tokens and hostile words of nodes as the letters that they are', async () => {
    await terminal.ask('panels', `window.hits = 0; window.a = () => { window.hits += 1 }; true`);
    await streamInto(terminal, {
      tokens,
      opportunities: [opportunity],
      ranking: [
        {
          id: 'opportunities',
          revision: 1,
          serials: Uint32Array.of(1),
          total: 1,
          through: 1,
          problem: hostileWords.slice(0, 300),
        },
      ],
      quarantine: [quarantine],
    });
    const body = `[...document.querySelectorAll('[data-panel], .dv-groupview')]`;
    await terminal.until(
      'panels',
      `${body}.some(({ textContent }) => textContent.includes(${JSON.stringify(symbol)}))`,
    );
    await terminal.until('panels', `${body}.some(({ textContent }) => textContent.includes('<img src=x onerror='))`);
    await terminal.shoot('attack-words');
    expect(
      await terminal.ask(
        'panels',
        `[...document.querySelectorAll('img[src="x"], svg[onload], b[onclick], [onerror]')].length`,
      ),
    ).toBe(0);
    expect(await terminal.ask('panels', `window.hits`)).toBe(0);
  });

  it('asks for rows anew instead of showing one that is longer than it may be', async () => {
    const long = 'x'.repeat(17);
    const asked = await streamInto(terminal, { tokens: [{ id: addressOf(3), symbol: long, decimals: 18 }] });
    await expect.poll(asked, { timeout: 30_000 }).toContainEqual({ type: 'resync', topic: 'tokens' });
    expect(await terminal.ask('panels', `document.body.textContent.includes('${long}')`)).toBe(false);
  });
});
