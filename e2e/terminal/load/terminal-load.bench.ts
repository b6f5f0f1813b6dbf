import { startTerminal, temporaryFolder } from '../terminalApp.ts';
import { startLoad } from './loadWindow.ts';
import { watchFrames } from './pageFrames.ts';

const seconds = 20;

/**
 * The panels' page in the real application: 10,000 opportunities, 1,000 rows changed a second by the engine's own stream. Beside it what
 * the same page shows while nothing changes: on a busy machine the difference counts. Wanted: less than 25 % of a core, p99 of the frames
 * below 50 ms, no task over 100 ms.
 */
export async function bench(emit: (line: object) => void): Promise<void> {
  const folder = temporaryFolder();
  const terminal = await startTerminal(folder.path, ['--seed', '5']);
  try {
    await terminal.until('panels', `document.querySelector('[data-testid="opportunity-row"]') !== null`, 180_000);
    const quiet = { seed: 1, rows: 10_000, updatesPerSecond: 0, bars: 0, barUpdatesPerSecond: 0 };
    for (const updatesPerSecond of [0, 1_000]) {
      await startLoad(terminal, { ...quiet, updatesPerSecond });
      await terminal.until(
        'panels',
        `Number(document.querySelector('[role="grid"][aria-rowcount]')?.getAttribute('aria-rowcount')) === 10000`,
        120_000,
      );
      emit({
        bench: 'terminal-load',
        case: `rows=10000 updates=${updatesPerSecond}/s`,
        ...(await watchFrames(terminal, seconds)),
      });
    }
  } finally {
    await terminal.close();
    folder.remove();
  }
}
