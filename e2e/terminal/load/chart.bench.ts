import { startTerminal, temporaryFolder } from '../terminalApp.ts';
import { startLoad } from './loadWindow.ts';
import { watchFrames } from './pageFrames.ts';

const seconds = 20;
const canvas = `document.querySelector('[data-testid="chart-canvas"]')?.dataset`;

/**
 * A chart in the real application with some 5,000 bars of a second, the newest changed 50 times a second and a new one each second. Beside
 * it the same chart while nothing changes. Wanted: 60 frames a second.
 */
export async function bench(emit: (line: object) => void): Promise<void> {
  const folder = temporaryFolder();
  const terminal = await startTerminal(folder.path, ['--seed', '5']);
  try {
    await terminal.until('panels', `document.querySelector('[data-testid="workspace-research"]') !== null`, 180_000);
    await terminal.click('panels', 'workspace-research');
    await terminal.until('panels', `${canvas}?.phase === 'ready' && Number(${canvas}.bars) > 0`, 180_000);
    await terminal.click('panels', 'chart-1s');
    await terminal.until('panels', `${canvas}?.interval === '1s' && ${canvas}.phase === 'ready'`);
    for (const barUpdatesPerSecond of [50, 0]) {
      const options = { seed: 1, rows: 50, updatesPerSecond: 0, bars: 5_000, barUpdatesPerSecond };
      if (barUpdatesPerSecond > 0) {
        await startLoad(terminal, options);
        await terminal.until('panels', `Number(${canvas}?.bars) >= 5000`, 120_000);
      } else await startLoad(terminal, { ...options, bars: 0 });
      const bars = await terminal.ask('panels', `Number(${canvas}?.bars)`);
      emit({
        bench: 'chart',
        case: `bars=${String(bars)} updates=${barUpdatesPerSecond}/s`,
        ...(await watchFrames(terminal, seconds)),
      });
    }
  } finally {
    await terminal.close();
    folder.remove();
  }
}
