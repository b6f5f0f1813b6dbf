import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { ProcessTable } from './processIdentity.ts';
import { processRecord } from './processRecord.ts';

interface Row {
  startTicks: string;
  bootId: string;
  line: string;
}

function tableOf(rows: Record<number, Row>): ProcessTable {
  return {
    identify: (pid) =>
      rows[pid] === undefined ? null : { pid, startTicks: rows[pid].startTicks, bootId: rows[pid].bootId },
    commandLine: (pid) => rows[pid]?.line ?? null,
  };
}

const engine: Row = { startTicks: '100', bootId: 'a', line: 'electron out/main/engine/index.js' };
const node: Row = { startTicks: '200', bootId: 'a', line: '/x/anvil --port 0' };
const folderFor = (): string => mkdtempSync(join(tmpdir(), 'record-'));

it('ends exactly what an earlier run left behind', () => {
  const folder = folderFor();
  const first = processRecord(folder, tableOf({ 1: engine, 2: node, 3: engine, 4: engine, 5: engine }), vi.fn());
  first.add(1, 'main/engine');
  first.add(2, 'anvil');
  first.add(3, 'main/engine');
  first.add(4, 'main/engine');
  first.add(5, 'main/engine');
  first.remove(5);
  const kill = vi.fn();
  const now = tableOf({
    1: engine,
    2: { ...node, line: '/bin/other' },
    3: { ...engine, startTicks: '101' },
    4: { ...engine, bootId: 'b' },
    5: engine,
  });
  expect(processRecord(folder, now, kill).reap()).toEqual(['main/engine (pid 1)']);
  expect(kill.mock.calls).toEqual([[1]]);
  expect(processRecord(folder, now, kill).reap()).toEqual([]);
});

it('ends nobody on the word of a record that cannot be read', () => {
  const folder = folderFor();
  writeFileSync(join(folder, 'processes.json'), '[{"pid":1}]');
  const kill = vi.fn();
  expect(processRecord(folder, tableOf({ 1: engine }), kill).reap()).toEqual([]);
  expect(kill).not.toHaveBeenCalled();
});
