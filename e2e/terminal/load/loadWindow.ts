import { join } from 'node:path';
import type { PanelLoad, PanelLoadOptions } from '../../../app/engine/testing/panelLoad.ts';
import { root, type TerminalApp } from '../terminalApp.ts';

type Running = { load?: PanelLoad };

/** Where the module of the load lies: Electron reads TypeScript by itself. */
const loadFile = 'app/engine/testing/panelLoad.ts';

/**
 * Puts a load in the place of the engine at the panels' page: the engine's own stream over a port of its own, from the main process.
 */
export async function startLoad({ app }: TerminalApp, options: Omit<PanelLoadOptions, 'nowMs'>): Promise<void> {
  await app.evaluate(
    ({ webContents, MessageChannelMain }, { file, given }) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith('syndicate://panels/index'));
      if (page === undefined) throw new Error('no page of panels');
      const { createRequire } = process.getBuiltinModule('node:module');
      const module = createRequire(file)(file) as { PanelLoad: typeof PanelLoad };
      const { port1, port2 } = new MessageChannelMain();
      const load = new module.PanelLoad(
        {
          post: (message) => port1.postMessage(message),
          listen: (receive) => {
            const onMessage = ({ data }: { data: unknown }): void => receive(data);
            port1.on('message', onMessage);
            port1.start();
            return () => {
              port1.off('message', onMessage);
              port1.close();
            };
          },
        },
        { ...given, nowMs: () => Date.now() },
      );
      const running = globalThis as unknown as Running;
      running.load?.stop();
      running.load = load;
      page.postMessage('panels:port', null, [port2]);
      load.start();
    },
    { file: join(root, loadFile), given: options },
  );
}

export async function stopLoad({ app }: TerminalApp): Promise<void> {
  await app.evaluate(() => (globalThis as unknown as Running).load?.stop());
}
