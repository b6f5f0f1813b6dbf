import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockDataFolder } from './instanceLock.ts';
import { procTable } from './process/processIdentity.ts';

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'lock-'));
const inUse = expect.objectContaining({ code: 'DATA_FOLDER_IN_USE' });

async function sleeper(): Promise<{ pid: number; end(): Promise<void> }> {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

it('lets one in, tells the other who it is, and lets it in afterwards', async () => {
  const folder = folderFor();
  const other = await sleeper();
  const release = lockDataFolder(folder, procTable, other.pid);
  expect(() => lockDataFolder(folder, procTable, process.pid)).toThrow(inUse);
  expect(() => lockDataFolder(folder, procTable, process.pid)).toThrow(`process ${other.pid}`);
  release();
  lockDataFolder(folder, procTable, process.pid)();
  await other.end();
  expect(readdirSync(folder)).toEqual([]);
});

it('takes over from a killed process', async () => {
  const folder = folderFor();
  const other = await sleeper();
  lockDataFolder(folder, procTable, other.pid);
  await other.end();
  const release = lockDataFolder(folder, procTable, process.pid);
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  release();
});

it('takes over from a process whose pid another has now', () => {
  const folder = folderFor();
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...procTable.identify(process.pid), startTicks: '1' }));
  expect(() => lockDataFolder(folder, procTable, process.pid)).not.toThrow();
});

it('takes over from half a file', () => {
  const folder = folderFor();
  writeFileSync(join(folder, 'lock'), '{"pid":');
  expect(() => lockDataFolder(folder, procTable, process.pid)).not.toThrow();
});

it('does not give up a lock that is no longer its own', async () => {
  const folder = folderFor();
  const release = lockDataFolder(folder, procTable, process.pid);
  const other = await sleeper();
  const text = JSON.stringify(procTable.identify(other.pid));
  writeFileSync(join(folder, 'lock'), text);
  release();
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(text);
  await other.end();
});
