import type { TerminalApp } from './terminalApp.ts';

export interface Held {
  readonly nodes: number;
  readonly listeners: number;
  /** Bytes of the page's JavaScript. */
  readonly heap: number;
}

/** What the page of the panels still holds once its garbage is collected. */
export async function heldBy({ app }: TerminalApp): Promise<Held> {
  return app.evaluate(async ({ webContents }) => {
    const contents = webContents
      .getAllWebContents()
      .find((each) => each.getURL().startsWith('syndicate://panels/index'));
    if (contents === undefined) throw new Error('no page of panels');
    if (!contents.debugger.isAttached()) contents.debugger.attach('1.3');
    await contents.debugger.sendCommand('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await contents.debugger.sendCommand('Memory.getDOMCounters');
    const { usedSize } = await contents.debugger.sendCommand('Runtime.getHeapUsage');
    return { nodes, listeners: jsEventListeners, heap: usedSize };
  });
}
