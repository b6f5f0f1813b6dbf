import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './waiting.ts';

/** A write or a sync as the kernel saw it. `from` and `to` are its places in the trace: when it was begun and when it was over. */
export interface Syscall {
  readonly name: string;
  /** What the file descriptor stands for: a path, or a socket. */
  readonly target: string;
  /** What was written. */
  readonly data: Buffer;
  readonly from: number;
  readonly to: number;
}

const traced = 'write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync';

/** Why no process can be traced here, or null. */
export function whyNotTraceable(): string | null {
  const probe = spawnSync('strace', ['-f', '-e', 'trace=none', 'true'], { encoding: 'utf8' });
  if (probe.error !== undefined) return 'strace is not installed';
  return probe.status === 0 ? null : `strace may not trace: ${probe.stderr.trim().slice(0, 200)}`;
}

/** Traces a process with all its threads while `work` goes on. */
export async function traceProcess(pid: number, work: () => Promise<void>): Promise<readonly Syscall[]> {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-trace-'));
  const file = join(folder, 'trace');
  const options = ['-f', '-y', '-xx', '-s', '1000000', '-e', `trace=${traced}`, '-o', file];
  const tracer = spawn('strace', [...options, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  tracer.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const gone = new Promise((resolve) => tracer.once('exit', resolve));
  try {
    await until(() => /attached/.test(said), 'strace attached', { told: () => said });
    await work();
    tracer.kill('SIGINT');
    await gone;
    return readTrace(readFileSync(file, 'latin1'));
  } finally {
    tracer.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTrace(text: string): readonly Syscall[] {
  const calls: Syscall[] = [];
  const unfinished = new Map<string, { readonly text: string; readonly from: number }>();
  for (const [place, line] of text.split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (resumed !== null) {
      const begun = unfinished.get(thread);
      unfinished.delete(thread);
      if (begun !== undefined) calls.push(readCall(`${begun.text}${resumed[1]}`, begun.from, place));
    } else if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(thread, { text: rest.slice(0, -'<unfinished ...>'.length), from: place });
    } else if (/^\w+\(/.test(rest)) {
      calls.push(readCall(rest, place, place));
    }
  }
  return calls;
}

function readCall(text: string, from: number, to: number): Syscall {
  const [, name = '', target = ''] = /^(\w+)\(\d+<([^>]*)>/.exec(text) ?? [];
  const parts = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => unhex(hex));
  return { name, target: unhex(target).toString('latin1'), data: Buffer.concat(parts), from, to };
}

function unhex(text: string): Buffer {
  return text.startsWith('\\x') ? Buffer.from(text.replaceAll('\\x', ''), 'hex') : Buffer.from(text, 'latin1');
}

/** The texts of the WebSocket frames that one write holds; a client's frames are masked (RFC 6455, section 5.3). */
export function clientFrames(data: Buffer): readonly string[] {
  const texts: string[] = [];
  let at = 0;
  while (at + 6 <= data.length && data[at] === 0x81) {
    let length = (data[at + 1] ?? 0) & 0x7f;
    at += 2;
    if (length === 126) {
      length = data.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(data.readBigUInt64BE(at));
      at += 8;
    }
    const mask = data.subarray(at, at + 4);
    const body = data.subarray(at + 4, at + 4 + length);
    texts.push(Buffer.from(body.map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString('utf8'));
    at += 4 + length;
  }
  return texts;
}

/** Whether `what` was written to a file named so and that file synced, all before the trace came to `place`. */
export function syncedBefore(calls: readonly Syscall[], fileEnd: string, what: string, place: number): boolean {
  const onFile = calls.filter(({ target, to }) => target.endsWith(fileEnd) && to < place);
  const written = onFile.findIndex(({ data }) => data.includes(what, 0, 'latin1'));
  const { to = 0 } = onFile[written] ?? {};
  return written >= 0 && onFile.some(({ name, from }) => /^f(data)?sync$/.test(name) && from > to);
}
