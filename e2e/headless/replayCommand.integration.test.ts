import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../app/contract/summary.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { countersOf, currentEpoch, inputsOf } from './testing/journalView.ts';
import { reorgAndSeen } from './testing/reorg.ts';
import { copyJournal, plant, replayFile, sha256Of } from './testing/replayCommand.ts';
import { type StagedBundles, stageBundles } from './testing/stagedBundles.ts';
import { sleep, until } from './testing/waiting.ts';

const recordedMs = 30_000;

let folder: string;
let file: string;
let live: RunSummary;
let bundles: StagedBundles;

/** A run on the embedded chain with reorgs and an engine that was killed in between. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'syndicate-recorded-'));
  file = join(folder, 'journal.sqlite');
  // Before the run: sources that change meanwhile must not come between the two.
  bundles = await stageBundles({ behindBroker: false });
  const run = await HeadlessRun.start({ seed: 41, data: folder });
  try {
    await run.until(() => (countersOf(run.data)?.blocks ?? 0) > 8, '8 blocks');
    const beganMs = performance.now();
    await run.landMore();
    await reorgAndSeen(run, 3);
    const epoch = currentEpoch(run.data)?.epoch.id ?? '';
    kill(run.pidOf('main/engine') ?? 0);
    await run.until(() => inputsOf(run.data, epoch, 'started').length > 1, 'the engine again');
    await run.landMore();
    await reorgAndSeen(run, 1);
    await sleep(Math.max(0, recordedMs - (performance.now() - beganMs)));
    await run.landMore();
    live = await endWell(run);
  } finally {
    run.dispose();
  }
});

afterAll(() => {
  bundles?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function enginePid(record: string): number | null {
  if (!existsSync(record)) return null;
  const processes = JSON.parse(readFileSync(record, 'utf8')) as readonly { pid: number; marker: string }[];
  return processes.find(({ marker }) => marker === 'main/engine')?.pid ?? null;
}

/** What a replay must have in common with the run: all but what only this run has, and how long things took. */
function recomputed({ mode, seed, durationS, restarts, stageLatencyMs, replayed, ...rest }: RunSummary) {
  const counted = Object.fromEntries(Object.entries(stageLatencyMs).map(([stage, { count }]) => [stage, count]));
  return { ...rest, counted };
}

describe('npm start -- --replay over the journal of a run with reorgs and a kill', () => {
  it('decides the same, has the same figures, says REPLAY and leaves the file as it was', async () => {
    expect(live.durationS).toBeGreaterThan(20);
    expect(live.reorgs).toBeGreaterThan(1);
    const before = sha256Of(file);
    const { status, summary, output } = await replayFile(bundles, file);
    expect({ status, errors: summary.errors }, output).toEqual({ status: 0, errors: [] });
    expect(summary).toMatchObject({ mode: 'REPLAY', seed: null, restarts: 0, ledgerMatchesChain: true });
    // Latencies are of one engine process's life, in the run as in the replay; the kill ended one.
    expect({ ...recomputed(summary), counted: null }).toEqual({ ...recomputed(live), counted: null });
    expect(sha256Of(file)).toBe(before);
    expect(output).toMatch(/^REPLAY block \d+/m);
    expect(output).not.toMatch(/DEVNET/);
    const speed = output.match(/replayed \d+ inputs .*/)?.[0];
    expect(speed).toMatch(/\d+ inputs\/s/);
    console.log(speed);
  });

  it('needs the inputs alone: without decisions and all that was made from them the hash is the same', async () => {
    const bare = copyJournal(file, folder, (database) => {
      for (const table of ['decisions', 'orders', 'fills', 'ledger_entries', 'settings', 'incidents'])
        database.exec(`DELETE FROM ${table}`);
    });
    const { status, summary, output } = await replayFile(bundles, bare);
    expect(status, output).toBe(0);
    expect(summary.decisionHash).toBe(live.decisionHash);
  });

  it('keeps the pace it is given', async () => {
    const fromMs = performance.now();
    const { summary } = await replayFile(bundles, file, { args: ['--speed', '10'] });
    const tookS = (performance.now() - fromMs) / 1000;
    expect(summary.decisionHash).toBe(live.decisionHash);
    expect(tookS).toBeGreaterThan(live.durationS / 10 - 1);
  });

  it('begins again when its engine is killed, and comes to the same end', async () => {
    const { status, summary, output } = await replayFile(bundles, file, {
      args: ['--speed', '10'],
      meanwhile: async (data) => {
        const record = join(data, 'processes.json');
        const engine = await until(() => enginePid(record), 'the engine of the replay');
        await sleep(1_000);
        kill(engine);
      },
    });
    expect(status, output).toBe(0);
    expect(summary).toMatchObject({ restarts: 1, decisionHash: live.decisionHash });
  });

  it('compares with the recorded balances: one wei less and the books do not match', async () => {
    const short = copyJournal(file, folder, (database) => {
      const row = database
        .prepare<[], { seq: number; payload: string }>(
          "SELECT seq, payload FROM inputs WHERE kind = 'account' ORDER BY seq DESC LIMIT 1",
        )
        .get();
      const payload = row?.payload.replace(
        /(\["native",\{"\$n":")(\d+)/g,
        (_all, start, amount) => `${start}${BigInt(amount) - 1n}`,
      );
      expect(payload).not.toBe(row?.payload);
      database.prepare('UPDATE inputs SET payload = ? WHERE seq = ?').run(payload, row?.seq);
    });
    const { status, summary } = await replayFile(bundles, short);
    expect(status).toBe(1);
    expect(summary.ledgerMatchesChain).toBe(false);
    expect(summary.errors.join('\n')).toMatch(/do not agree with the chain/);
  });
});

describe('a replay that could differ does', () => {
  const plants: readonly [string, string, string][] = [
    ['a clock that is read', 'createdAtMs: input.atMs,', 'createdAtMs: Date.now(),'],
    [
      'a Map in no order',
      'routes: /* @__PURE__ */ new Map(),',
      'routes: new (class extends Map { *[Symbol.iterator]() { yield* this.values2(); } *values() { for (const [, v] of this.values2()) yield v; } values2() { return [...super.entries()].sort(() => Math.random() - 0.5); } })(),',
    ],
  ];

  it.each(plants)('%s', async (_what, line, planted) => {
    const staged = await stageBundles({ behindBroker: false });
    try {
      plant(staged, line, planted);
      const first = await replayFile(staged, file);
      const second = await replayFile(staged, file);
      expect(first.summary.decisionHash).not.toBe(second.summary.decisionHash);
      expect(first.summary.decisionHash).not.toBe(live.decisionHash);
      expect(first.status).toBe(1);
      expect(first.summary.errors.join('\n')).toMatch(/not those that were recorded/);
    } finally {
      staged.remove();
    }
  });
});

describe('a file that cannot be replayed is refused with what to do', () => {
  const refused = async (path: string, args: readonly string[] = []): Promise<string> => {
    const { status, summary, output } = await replayFile(bundles, path, { args: ['--speed', 'max', ...args] });
    expect(status, output).toBe(1);
    expect(summary.mode).toBe('REPLAY');
    expect(summary.ledgerMatchesChain).toBe(false);
    return summary.errors.join('\n');
  };

  it('foreign, truncated, damaged; an epoch that is not there', async () => {
    const foreign = join(folder, 'foreign.sqlite');
    writeFileSync(foreign, 'not a database at all');
    expect(await refused(foreign)).toMatch(/STORE_NOT_A_DATABASE.*Give --replay the journal\.sqlite/s);
    const truncated = join(folder, 'truncated.sqlite');
    copyFileSync(file, truncated);
    truncateSync(truncated, 100_000);
    expect(await refused(truncated)).toMatch(/STORE_CORRUPT.*Give --replay the journal\.sqlite/s);
    const flipped = join(folder, 'flipped.sqlite');
    const bytes = readFileSync(file);
    for (let page = 8192; page < bytes.length; page += 65_536) bytes[page] = (bytes[page] ?? 0) ^ 0x40;
    writeFileSync(flipped, bytes);
    expect(await refused(flipped)).toMatch(/STORE_CORRUPT.*Give --replay the journal\.sqlite/s);
    expect(await refused(file, ['--epoch', 'no-such-epoch'])).toContain(live.epoch);
  });
});
