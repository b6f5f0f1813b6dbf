import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../app/domain/random.ts';
import { keepFaults, reportFaults } from '../headless/testing/faults/report.ts';
import { FaultTable } from '../headless/testing/faults/table.ts';
import { kill } from '../headless/testing/headlessRun.ts';
import { currentEpoch } from '../headless/testing/journalView.ts';
import { type RunningProcess, runningProcesses } from '../headless/testing/processTable.ts';
import { sleep, until } from '../headless/testing/waiting.ts';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

/** Of 30 minutes' budget. */
const timesEach = 30;
const fullBudgetMs = 30 * 60_000;
const {
  SYNDICATE_SLOW_BUDGET_MS: budget = '0',
  SYNDICATE_SLOW_SEED: seed = '1',
  SYNDICATE_FAULTS: wanted = '',
  SYNDICATE_FAULT_TIMES: wantedTimes = '',
} = process.env;
const timesOfBudget = Math.max(1, Math.round((timesEach * Number(budget)) / fullBudgetMs));
const times = wantedTimes === '' ? timesOfBudget : Number(wantedTimes);
/** Of the file that says what failed. */
const reportName = 'faults-window';

const faults = [
  { name: 'kill -9 of the renderer of a page', type: '--type=renderer' },
  { name: "kill -9 of the window's GPU process", type: '--type=gpu-process' },
].filter(({ name }) => wanted.split(',').some((part) => name.includes(part)));

const folder = temporaryFolder();
const table = new FaultTable(faults.map(({ name }) => name));
let terminal: TerminalApp;

beforeAll(async () => {
  delete process.env.ELECTRON_RUN_AS_NODE;
  terminal = await startTerminal(folder.path, ['--seed', seed, '--block-time', '500ms']);
  await shown();
});
afterAll(async () => {
  await terminal.close();
  folder.remove();
  reportFaults(table, reportName);
});

/** Chromium's processes below the application's own. */
function processesOf(type: string): readonly RunningProcess[] {
  const all = runningProcesses();
  const pids = new Set([terminal.app.process().pid ?? 0]);
  for (let size = 0; size !== pids.size; ) {
    size = pids.size;
    for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
  }
  return all.filter(({ pid, commandLine }) => pids.has(pid) && commandLine.includes(type));
}

/** Both pages are there, and the panels show what the engine sends: rows, books, and text that goes on changing. */
async function shown(): Promise<void> {
  const panels = '[...document.querySelectorAll("[data-testid=opportunity-row]")]';
  await terminal.until('approve', `document.body.childElementCount > 0`);
  await terminal.until('panels', `${panels}.length > 0`);
  await terminal.until('panels', `/chain/.test(document.querySelector('[data-testid="books-state"]').textContent)`);
  const before = JSON.stringify(await terminal.ask('panels', 'document.body.textContent'));
  await terminal.until('panels', `document.body.textContent !== ${before}`);
}

it.runIf(faults.length > 0)(
  'shows everything again after a kill of a page or of the GPU process, and the engine never notices',
  { retry: 0 },
  async () => {
    const random = seededRandom(Number(seed));
    const enginePids = (): readonly number[] => processesOf('main/engine').map(({ pid }) => pid);
    const engines = enginePids();
    expect(engines).toHaveLength(1);
    for (let round = 0; round < times; round += 1)
      for (const { name, type } of faults) {
        await sleep(random.below(1_500));
        const found = processesOf(type);
        const victim = found[random.below(found.length)];
        if (victim === undefined) {
          table.note(name, 'not here: there is no such process');
          continue;
        }
        kill(victim.pid);
        const killedAtMs = performance.now();
        try {
          await until(() => !processesOf(type).some(({ pid }) => pid === victim.pid), 'it is gone');
          await shown();
          expect(enginePids()).toEqual(engines);
          table.struck(name, {
            idle: false,
            recoveredMs: performance.now() - killedAtMs,
            findings: { lost: [], twice: [], books: [] },
          });
          keepFaults(table, reportName);
        } catch (error) {
          table.failed(name, `round ${round}: ${String(error)}`);
          throw error;
        }
      }
    expect(currentEpoch(folder.path)?.incidents).toEqual([]);
    expect(table.failures).toEqual([]);
  },
);
