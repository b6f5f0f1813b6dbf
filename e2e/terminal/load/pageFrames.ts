import { readFileSync, rmSync } from 'node:fs';
import type { TerminalApp } from '../terminalApp.ts';

/** How a page fared over a while. Times in milliseconds. */
export interface PageFrames {
  readonly seconds: number;
  readonly framesPerSecond: number;
  readonly frameP50: number;
  readonly frameP99: number;
  readonly frameMost: number;
  /** Tasks over 50 ms, as the page's own observer counts them, and the longest. */
  readonly longTasks: number;
  readonly longestTask: number;
  /** The same by the processor time they took: what other processes take away is not in it. */
  readonly longestTaskCpu: number;
  readonly tasksOver50Cpu: number;
  /** Of the page's process, in per cent of one core. */
  readonly cpuPercent: number;
}

const ticksPerSecond = 100;

/** User and system time of a process so far, in seconds. @see proc_pid_stat(5), fields 14 and 15 */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Watches the frames, the long tasks and the processor time of the panels' page. */
export async function watchFrames(terminal: TerminalApp, seconds: number): Promise<PageFrames> {
  const pid = await terminal.app.evaluate(
    ({ webContents }) =>
      webContents
        .getAllWebContents()
        .find((each) => each.getURL().startsWith('syndicate://panels/index'))
        ?.getOSProcessId() ?? 0,
  );
  await terminal.app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'] }),
  );
  const cpuBefore = cpuSeconds(pid);
  const began = performance.now();
  const seen = (await terminal.ask(
    'panels',
    `new Promise((done) => {
      const frames = [];
      const tasks = [];
      const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) tasks.push(duration); });
      observer.observe({ entryTypes: ['longtask'] });
      let last = performance.now();
      const end = last + ${seconds * 1000};
      const frame = (now) => {
        frames.push(now - last);
        last = now;
        if (now < end) return requestAnimationFrame(frame);
        observer.disconnect();
        frames.shift();
        done({ frames, tasks });
      };
      requestAnimationFrame(frame);
    })`,
  )) as { frames: number[]; tasks: number[] };
  const elapsed = (performance.now() - began) / 1000;
  const cpuAfter = cpuSeconds(pid);
  const trace = await terminal.app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const taskMs = tasksOf(trace, pid);
  rmSync(trace);
  const frames = seen.frames.sort((a, b) => a - b);
  const at = (share: number): number =>
    rounded(frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? 0);
  return {
    seconds: rounded(elapsed),
    framesPerSecond: rounded(frames.length / elapsed),
    frameP50: at(0.5),
    frameP99: at(0.99),
    frameMost: at(1),
    longTasks: seen.tasks.length,
    longestTask: rounded(Math.max(0, ...seen.tasks)),
    longestTaskCpu: rounded(Math.max(0, ...taskMs)),
    tasksOver50Cpu: taskMs.filter((ms) => ms > 50).length,
    cpuPercent: rounded(((cpuAfter - cpuBefore) / elapsed) * 100),
  };
}

interface TraceEvent {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  /** Processor time in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The processor time of each task of a renderer's main thread, in milliseconds. */
function tasksOf(file: string, pid: number): number[] {
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
  const events = traceEvents.filter((event) => event.pid === pid);
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')?.tid;
  return events.flatMap(({ tid, tdur }) => (tid === main && tdur !== undefined ? [tdur / 1000] : []));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
