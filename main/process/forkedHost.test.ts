import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { forkedHost } from './forkedHost.ts';
import { entryName } from './processHost.ts';
import { procTable } from './processIdentity.ts';

function hostWith(source: string, lines: string[] = []): ReturnType<typeof forkedHost> {
  const folder = join(mkdtempSync(join(tmpdir(), 'host-')), 'main');
  mkdirSync(join(folder, 'engine'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'engine', 'index.js'), source);
  return forkedHost(folder, (_name, line) => lines.push(line));
}

it('passes bigints both ways, under a command line that names the entry', async () => {
  const lines: string[] = [];
  const child = await hostWith(
    "console.log('hello'); process.on('message', (m) => process.send({ twice: m.value * 2n }))",
    lines,
  ).start('engine');
  const answer = new Promise((resolve) => child.port.listen(resolve));
  child.port.post({ value: 21n });
  expect(await answer).toEqual({ twice: 42n });
  expect(lines).toEqual(['hello']);
  expect(procTable.commandLine(child.pid)).toContain(entryName('engine'));
  const gone = new Promise((resolve) => child.onExit(resolve));
  child.kill();
  expect(await gone).toBe('signal SIGKILL');
  expect(procTable.identify(child.pid)).toBeNull();
  child.port.post({ value: 1n });
});

it('says how a child ended, also to who asks late', async () => {
  const child = await hostWith('process.exit(7)').start('engine');
  expect(await new Promise((resolve) => child.onExit(resolve))).toBe('code 7');
  expect(await new Promise((resolve) => child.onExit(resolve))).toBe('code 7');
});
