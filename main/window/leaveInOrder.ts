import { app } from 'electron';

/** Quitting, closing the window, Ctrl-C and SIGTERM all end the run the same way: the engine finishes first. */
export function leaveInOrder(stop: () => Promise<void>): void {
  let stopping = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    stop().finally(() => app.exit(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
