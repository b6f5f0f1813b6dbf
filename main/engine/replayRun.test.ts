import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplaySpeed } from '../../app/contract/replay.ts';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import { type Clock, epochMs, monotonicNs } from '../../app/domain/clock.ts';
import { seededRandom } from '../../app/domain/random.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { PanelTables } from '../../app/engine/panelTables.ts';
import { mispricing, ScriptedWorld } from '../../app/engine/testing/scriptedWorld.ts';
import { openJournal } from '../../app/store/journal.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { EngineRun } from './engineRun.ts';
import { GuardedCommits } from './guardedCommits.ts';
import { openRecording } from './openRecording.ts';
import { program } from './program.ts';
import { ReplayRun } from './replayRun.ts';

const ether = 10n ** 18n;
const folder = mkdtempSync(join(tmpdir(), 'replay-'));
const file = join(folder, 'journal.sqlite');
const epochId = 'epoch-1';
let liveHash = '';
let firstBlock = 0;

/** A recorded run: trades that land and one that reverts, a reorg, and an engine that was started again. */
beforeAll(() => {
  const world = new ScriptedWorld().start();
  firstBlock = (world.kernel.head?.number ?? 0) + 1;
  const again = (more: bigint) => ({ ...mispricing, reserve1: mispricing.reserve1 + more * ether });
  world.next();
  world.start();
  world.next({ move: mispricing });
  world.next({ include: 'reverted' });
  world.next({ move: again(1000n) });
  world.next({ include: 'landed' });
  world.next();
  world.next();
  world.reorg(1);
  world.next();
  world.next({ move: again(2000n) });
  world.next({ include: 'landed' });
  world.next();
  const journal = openJournal(folder, { program });
  const { epoch } = world.kernel;
  journal.beginEpoch(epoch);
  const kernel = newKernel(epoch, createNativeDetector(), () => monotonicNs(0), null);
  const run = new EngineRun(
    kernel,
    journal,
    new PanelTables(kernel),
    () => undefined,
    new GuardedCommits({ onFailed: () => undefined, onMended: () => undefined }, () => 0),
  );
  for (const input of world.inputs) run.push(input);
  expect(kernel.counters.landed).toBe(2);
  expect(kernel.counters.lostToRivals).toBe(1);
  expect(kernel.counters.reorgs).toBe(1);
  run.stop();
  liveHash = journal.decisionHash;
  journal.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function copyOf(change: (database: Database.Database) => void): string {
  const copy = join(mkdtempSync(join(folder, 'copy-')), 'journal.sqlite');
  copyFileSync(file, copy);
  const database = new Database(copy);
  change(database);
  database.close();
  return copy;
}

function replayOf(speed: ReplaySpeed, path = file) {
  const timers = new FakeTimers();
  const clock: Clock = { epochMs: () => epochMs(0), monotonicNs: () => monotonicNs(timers.nowMs() * 1e6) };
  const ended: number[] = [];
  const rewound: PanelTables[] = [];
  const replay = new ReplayRun({
    recording: openRecording(path, null),
    speed,
    restarts: 0,
    newDetector: createNativeDetector,
    clock,
    timers,
    onRewound: (tables) => rewound.push(tables),
    onBlock: () => undefined,
    onEnded: (inputs) => ended.push(inputs),
  });
  replay.begin();
  const row = () => replay.tables.rowsOf('replay').get('replay') as Record<string, unknown>;
  return { replay, timers, ended, rewound, row };
}

const hashOfFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a replay', () => {
  it('decides the same again, says REPLAY everywhere and writes nothing', async () => {
    const before = hashOfFile(file);
    const { replay, timers, ended, row } = replayOf('max');
    await timers.advance(1000);
    const summary = replay.summary();
    expect(ended).toHaveLength(1);
    expect(summary).toMatchObject({ mode: 'REPLAY', decisionHash: liveHash, ledgerMatchesChain: true, errors: [] });
    expect(summary.replayed?.inputs).toBe(ended[0]);
    replay.tables.refresh();
    expect(replay.tables.rowsOf('status').get('status')).toMatchObject({ mode: 'REPLAY', epoch: epochId });
    expect(row()).toMatchObject({ state: 'ended', firstBlock, problem: '' });
    expect(replay.books()).toMatchObject({ kernel: { epoch: { mode: 'REPLAY' } } });
    expect([...replay.books().orders()].flat().flatMap(({ entries }) => entries).length).toBeGreaterThan(2);
    replay.stop();
    expect(hashOfFile(file)).toBe(before);
  });

  it('needs the inputs alone', async () => {
    const bare = copyOf((database) => {
      for (const table of ['decisions', 'orders', 'fills', 'ledger_entries', 'incidents', 'settings'])
        database.exec(`DELETE FROM ${table}`);
    });
    const { replay, timers } = replayOf('max', bare);
    await timers.advance(1000);
    expect(replay.summary()).toMatchObject({ decisionHash: liveHash, ledgerMatchesChain: true, errors: [] });
    replay.stop();
  });

  it('keeps the pace of the recording, a multiple of it, or another from now on', async () => {
    const { replay, timers } = replayOf(1);
    await timers.advance(3_500);
    expect(replay.kernel.counters.blocks).toBe(3);
    replay.act({ kind: 'setSpeed', speed: 10 });
    await timers.advance(100);
    const { blocks: after } = replay.kernel.counters;
    await timers.advance(200);
    expect(replay.kernel.counters.blocks).toBe(after + 2);
    replay.act({ kind: 'setSpeed', speed: 0.5 });
    await timers.advance(900);
    expect(replay.kernel.counters.blocks).toBe(after + 2);
    await timers.advance(200);
    expect(replay.kernel.counters.blocks).toBe(after + 3);
    replay.stop();
  });

  it('pauses, steps by a block with its answers, and goes on', async () => {
    const { replay, timers, row } = replayOf(1);
    await timers.advance(1_500);
    replay.act({ kind: 'pause' });
    await timers.advance(60_000);
    expect(replay.kernel.counters.blocks).toBe(1);
    expect(row()).toMatchObject({ state: 'paused' });
    replay.act({ kind: 'step' });
    await timers.advance(1);
    expect(replay.kernel.counters.blocks).toBe(2);
    expect(replay.kernel.balances?.block.number).toBe(firstBlock + 1);
    expect(row()).toMatchObject({ state: 'paused', blockNumber: firstBlock + 1 });
    replay.act({ kind: 'resume' });
    await timers.advance(60_000);
    expect(replay.summary()).toMatchObject({ decisionHash: liveHash });
    replay.stop();
  });

  it('jumps to a block, forwards and back, to the very state it had there', async () => {
    const { replay, timers, rewound, row } = replayOf(1);
    replay.act({ kind: 'pause' });
    const hashAt = async (blockNumber: number): Promise<string> => {
      replay.act({ kind: 'jump', blockNumber });
      await timers.advance(50);
      expect(row()).toMatchObject({ state: 'paused', blockNumber });
      return replay.summary().decisionHash;
    };
    const early = await hashAt(firstBlock + 2);
    const late = await hashAt(firstBlock + 4);
    expect(rewound).toEqual([]);
    expect(await hashAt(firstBlock + 2)).toBe(early);
    expect(rewound).toEqual([replay.tables]);
    expect(await hashAt(firstBlock + 4)).toBe(late);
    expect(late).not.toBe(early);
    replay.act({ kind: 'setSpeed', speed: 'max' });
    replay.act({ kind: 'resume' });
    await timers.advance(1000);
    expect(replay.summary().decisionHash).toBe(liveHash);
    // From its end it can be gone back too.
    replay.act({ kind: 'pause' });
    expect(await hashAt(firstBlock + 2)).toBe(early);
    replay.stop();
  });
});

describe('what differs from the recording', () => {
  const replayed = async (path: string) => {
    const { replay, timers, row } = replayOf('max', path);
    await timers.advance(1000);
    const { replayed: facts, errors, decisionHash } = replay.summary();
    const shown = String(row().problem);
    replay.stop();
    return { facts, said: errors.join('\n'), shown, decisionHash };
  };
  /** As another version would have decided: one order with another nonce. */
  const otherwise = (recordedBy: readonly string[], seqOf: (seq: number) => void = () => undefined) =>
    copyOf((database) => {
      const row = database
        .prepare<[], { seq: number; payload: string }>(
          "SELECT seq, payload FROM decisions WHERE kind = 'order' ORDER BY seq LIMIT 1 OFFSET 3",
        )
        .get();
      seqOf(row?.seq ?? 0);
      const payload = row?.payload.replace(/"nonce":(\d+)/, (_all, nonce) => `"nonce":${Number(nonce) + 7}`);
      database.prepare('UPDATE decisions SET payload = ? WHERE seq = ?').run(payload, row?.seq);
      database
        .prepare('UPDATE epochs SET decision_hash = ?, recorded_by = ?')
        .run('f'.repeat(64), JSON.stringify(recordedBy));
    });

  it('is named: record, block, field, what it was and what it is', async () => {
    let seq = 0;
    const { facts, said, shown } = await replayed(
      otherwise(['0.0.1 build abc'], (place) => {
        seq = place;
      }),
    );
    expect(facts?.recordedBy).toEqual(['0.0.1 build abc']);
    expect(facts?.firstDifference).toMatchObject({ record: seq, block: expect.any(Number) });
    expect(facts?.firstDifference?.what).toMatch(/^order: order\.nonce: recorded \d+, now \d+$/);
    expect(said).toContain(`first in record ${seq}, block ${facts?.firstDifference?.block}: order: order.nonce`);
    expect(said).toContain('It was recorded by version 0.0.1 build abc; this is');
    expect(shown).toContain('order.nonce');
  });

  it('is not taken for another version where it was this one', async () => {
    const { said } = await replayed(otherwise([program]));
    expect(said).toContain('It was recorded by this very version: the file was changed');
  });

  it('says that an earlier version did not note its name', async () => {
    const { said } = await replayed(otherwise([]));
    expect(said).toContain('an earlier version, which did not note its name');
  });

  it('is a decision that is missing, or one too many', async () => {
    const without = copyOf((database) => {
      database.exec("DELETE FROM decisions WHERE seq = (SELECT max(seq) FROM decisions WHERE kind = 'fill')");
      database.exec(`UPDATE epochs SET decision_hash = '${'f'.repeat(64)}'`);
    });
    expect((await replayed(without)).facts?.firstDifference?.what).toMatch(
      /^recorded a decision \w+, now a decision fill$/,
    );
    const more = copyOf((database) => {
      database.exec(
        `INSERT INTO decisions SELECT max(seq) + 1, epoch, input_seq, 'error', at_ms, '{"kind":"error"}' FROM decisions`,
      );
      database.exec(`UPDATE epochs SET decision_hash = '${'f'.repeat(64)}'`);
    });
    expect((await replayed(more)).facts?.firstDifference?.what).toBe('recorded a decision error, now no more decision');
  });

  it('is nothing where all is as it was, and who recorded it is said', async () => {
    const { facts, said, shown } = await replayed(file);
    expect({ said, shown }).toEqual({ said: '', shown: '' });
    expect(facts).toMatchObject({ firstDifference: null, recordedBy: [program] });
  });

  it('does without decisions that cannot be read: their hash is enough', async () => {
    const damaged = copyOf((database) => database.exec("UPDATE decisions SET payload = 'no JSON' WHERE seq % 3 = 0"));
    expect(await replayed(damaged)).toMatchObject({
      said: '',
      decisionHash: liveHash,
      facts: { firstDifference: null },
    });
  });
});

describe('places to go back to', () => {
  /** A machine that takes a while for everything, so that stages are kept. */
  function slowReplay() {
    const fake = new FakeTimers();
    let workMs = 0;
    const timers = {
      nowMs: () => {
        // Just below the length of a slice: one input each.
        workMs += 11;
        return fake.nowMs() + workMs;
      },
      after: (delayMs: number, action: () => void) => fake.after(delayMs, action),
    };
    let built = 0;
    const replay = new ReplayRun({
      recording: openRecording(file, null),
      speed: 'max',
      restarts: 0,
      newDetector: () => {
        built += 1;
        return createNativeDetector();
      },
      clock: { epochMs: () => epochMs(0), monotonicNs: () => monotonicNs(0) },
      timers,
      onRewound: () => undefined,
      onBlock: () => undefined,
      onEnded: () => undefined,
    });
    replay.begin();
    return { replay, fake, builtSoFar: () => built };
  }

  it('show and decide what the whole way shows and decides, whichever block is gone to', async () => {
    const straight = replayOf('max');
    await straight.timers.advance(1000);
    straight.replay.tables.refresh();
    const { replay, fake } = slowReplay();
    await fake.advance(1000);
    const last = Number(straight.row().lastBlock);
    for (let block = last; block >= firstBlock; block -= 1) {
      replay.act({ kind: 'pause' });
      replay.act({ kind: 'jump', blockNumber: block });
      await fake.advance(1000);
      const fromStart = replayOf('max');
      fromStart.replay.act({ kind: 'pause' });
      fromStart.replay.act({ kind: 'jump', blockNumber: block });
      await fromStart.timers.advance(1000);
      for (const each of [replay, fromStart.replay]) each.tables.refresh();
      for (const topic of ['orders', 'tickets', 'opportunities', 'ledger', 'balances', 'breakdown', 'equity'] as const)
        expect([...replay.tables.rowsOf(topic)], `${topic} at ${block}`).toEqual([
          ...fromStart.replay.tables.rowsOf(topic),
        ]);
      expect(replay.summary()).toMatchObject({
        decisionHash: fromStart.replay.summary().decisionHash,
        blocks: fromStart.replay.summary().blocks,
      });
      expect([...replay.books().orders()]).toEqual([...fromStart.replay.books().orders()]);
      fromStart.replay.stop();
      replay.act({ kind: 'resume' });
      await fake.advance(1000);
      expect(replay.summary()).toMatchObject({ decisionHash: liveHash, ledgerMatchesChain: true, errors: [] });
    }
    replay.stop();
    straight.replay.stop();
  });

  it('are used: going back does not begin at the start', async () => {
    const { replay, fake } = slowReplay();
    await fake.advance(1000);
    const { inputs } = replay.summary().replayed ?? { inputs: 0 };
    const last = replay.kernel.head?.number ?? 0;
    replay.act({ kind: 'pause' });
    replay.act({ kind: 'jump', blockNumber: last });
    const { inputs: from } = replay.summary().replayed ?? { inputs: 0 };
    expect(from).toBeGreaterThan(inputs / 2);
    replay.stop();
  });
});

describe('a file that is not the recording it was', () => {
  const digitIn = (kind: string, change: (payload: string) => string): string =>
    copyOf((database) => {
      const row = database
        .prepare<[string], { seq: number; payload: string }>(
          'SELECT seq, payload FROM inputs WHERE kind = ? ORDER BY seq DESC LIMIT 1 OFFSET 1',
        )
        .get(kind);
      database.prepare('UPDATE inputs SET payload = ? WHERE seq = ?').run(change(row?.payload ?? ''), row?.seq);
    });

  it.each([
    [
      'another amount',
      'account',
      (text: string) => text.replace(/\["native",\{"\$n":"(\d)/, '["native",{"$n":"7'),
      /not those that were recorded|books/,
    ],
    ['no JSON', 'account', (text: string) => text.replace('"', '\u0001'), /cannot be read/],
    [
      'an unknown kind',
      'block',
      (text: string) => text.replace('"kind":"block"', '"kind":"blocc"'),
      /cannot be applied/,
    ],
  ])('is found out: %s', async (_what, kind, change, words) => {
    const { replay, timers, ended } = replayOf('max', digitIn(kind, change));
    await timers.advance(1000);
    expect(ended).toHaveLength(1);
    expect(replay.summary().errors.join('\n')).toMatch(words);
    replay.stop();
  });

  it('is refused with what to do: foreign, truncated, damaged, empty, absent', () => {
    const foreign = join(folder, 'foreign.sqlite');
    const other = new Database(foreign);
    other.exec('CREATE TABLE t (a)');
    other.close();
    const text = join(folder, 'text.sqlite');
    writeFileSync(text, 'SQLite format 4, or so it says');
    const empty = join(folder, 'empty.sqlite');
    writeFileSync(empty, '');
    const truncated = copyOf(() => undefined);
    truncateSync(truncated, 3 * 4096);
    const flipped = copyOf(() => undefined);
    const bytes = readFileSync(flipped);
    // The first bytes of every page but the first say what it is and where its cells are.
    for (let page = 4096; page < bytes.length; page += 4096) bytes[page] = (bytes[page] ?? 0) ^ 0x40;
    writeFileSync(flipped, bytes);
    const noRun = copyOf((database) => database.exec('DELETE FROM inputs'));
    for (const path of [foreign, text, empty, truncated, flipped, noRun, join(folder, 'absent.sqlite'), folder])
      expect(() => openRecording(path, null), path).toThrow(
        expect.objectContaining({ code: 'REPLAY_REFUSED', advice: expect.stringContaining('journal.sqlite') }),
      );
  });

  it('never comes to other decisions without a word, whichever bit is flipped', async () => {
    const random = seededRandom(1);
    const whole = readFileSync(file);
    const outcomes = { refused: 0, found: 0, harmless: 0 };
    for (let flip = 0; flip < 200; flip += 1) {
      const bytes = Buffer.from(whole);
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      const flipped = join(folder, 'flipped-bit.sqlite');
      writeFileSync(flipped, bytes);
      let started: ReturnType<typeof replayOf>;
      try {
        started = replayOf('max', flipped);
      } catch (error) {
        expect(error).toMatchObject({ code: 'REPLAY_REFUSED' });
        outcomes.refused += 1;
        continue;
      }
      await started.timers.advance(1000);
      const { decisionHash, errors } = started.replay.summary();
      started.replay.stop();
      expect(started.ended, `byte ${at}`).toHaveLength(1);
      if (errors.length === 0) expect(decisionHash, `byte ${at}`).toBe(liveHash);
      outcomes[errors.length === 0 ? 'harmless' : 'found'] += 1;
    }
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(outcomes.found).toBeGreaterThan(5);
    console.log(outcomes);
  });

  it('names the epochs there are when another is asked for', () => {
    const recording = openRecording(file, epochId);
    expect(recording.recorded.epoch.id).toBe(epochId);
    recording.journal.close();
    expect(() => openRecording(file, 'epoch-2')).toThrow(
      expect.objectContaining({ code: 'REPLAY_UNKNOWN_EPOCH', advice: expect.stringContaining(epochId) }),
    );
  });
});
