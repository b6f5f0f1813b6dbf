import type { PanelRow, PanelTopic } from '../../app/contract/panelStream.ts';
import type { TerminalApp } from './terminalApp.ts';

export type StreamedRows = { readonly [T in PanelTopic]?: readonly PanelRow<T>[] };

/**
 * Takes the place of the engine at the panels' page: its port, its messages, whole tables at once. What the page then shows is what
 * it was sent, until it is loaded anew. Answers what the page has asked of it since.
 */
export async function streamInto({ app }: TerminalApp, tables: StreamedRows): Promise<() => Promise<unknown[]>> {
  const messages = Object.entries(tables).map(([topic, upserts]) => ({
    type: 'snapshot',
    topic,
    seq: 0,
    upserts,
    removes: [],
  }));
  await app.evaluate(
    ({ webContents, MessageChannelMain }, sent) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith('syndicate://panels/index'));
      if (page === undefined) throw new Error('no page of panels');
      const { port1, port2 } = new MessageChannelMain();
      page.postMessage('panels:port', null, [port2]);
      const asked: unknown[] = [];
      (globalThis as unknown as { askedOfStream: unknown[] }).askedOfStream = asked;
      port1.on('message', ({ data }) => asked.push(data));
      for (const message of sent) port1.postMessage(message);
      port1.start();
    },
    messages as unknown as { topic: string }[],
  );
  return () => app.evaluate(() => (globalThis as unknown as { askedOfStream: unknown[] }).askedOfStream);
}
