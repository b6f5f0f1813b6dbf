import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../domain/random.ts';

/** A program that was started to be killed. It says on standard output, line by line, what it began and what is stored. */
export interface Victim {
  readonly lines: readonly string[];
  /** The lines so far, once one of them is this. Rejects where it ends before. */
  reached(line: string): Promise<void>;
  kill(): void;
  /** How it ended: by itself and well, or killed. @throws where it failed */
  readonly ended: Promise<'done' | 'killed'>;
}

export function startVictim(program: URL, args: readonly string[]): Victim {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = `${rest}${chunk}`.split('\n');
    // What follows the last line break was perhaps cut short by the kill: it was not acknowledged.
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const look of [...waiting]) look();
  });
  const ended = new Promise<'done' | 'killed'>((resolve, reject) => {
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('done');
      else reject(new Error(`${fileURLToPath(program)} failed: ${signal ?? `code ${code}`}; it said ${lines.at(-1)}`));
    });
  });
  // Whoever asks gets the failure; nobody has to.
  ended.catch(() => undefined);
  return {
    lines,
    reached: (line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!lines.includes(line)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        ended.then(() => reject(new Error(`it ended before it said ${line}`)), reject);
      }),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

/** What a look at the files after a kill found. */
export interface KillFindings {
  readonly lost: number;
  readonly doubled: number;
}

/** A kind of work that is killed again and again over the same files. */
export interface KilledWork {
  readonly name: string;
  /** Starts it; it says `began` when the work proper begins. */
  start(): Victim;
  /** Looks at what is stored, whichever way it ended; makes room for the next start where it came to its end. */
  look(victim: Victim, end: 'done' | 'killed'): KillFindings | Promise<KillFindings>;
  dispose(): void;
}

export interface Kill extends KillFindings {
  /** Until the files were opened and looked through. */
  readonly recoveredMs: number;
}

/** Lets it end once, so that it is known how long it takes; then kills it at random moments of that, so many times. */
export async function killAtRandom(work: KilledWork, times: number, random: Random): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  let longestMs: number | null = null;
  try {
    while (kills.length < times) {
      const victim = work.start();
      await victim.reached('began');
      const fromMs = performance.now();
      const callOff =
        longestMs === null ? null : setTimeout(() => victim.kill(), Math.floor(random.next() * longestMs));
      const end = await victim.ended;
      if (callOff !== null) clearTimeout(callOff);
      const endedAtMs = performance.now();
      longestMs ??= Math.min(endedAtMs - fromMs, longestWaitMs);
      const findings = await work.look(victim, end);
      const isSound = findings.lost === 0 && findings.doubled === 0;
      if (end === 'killed') kills.push({ ...findings, recoveredMs: performance.now() - endedAtMs });
      else if (!isSound) throw new Error(`${work.name} ended by itself with ${JSON.stringify(findings)}`);
    }
  } finally {
    work.dispose();
  }
  return kills;
}

/** Where the first run was held up by the machine, kills would come too late for every other. */
const longestWaitMs = 5_000;
