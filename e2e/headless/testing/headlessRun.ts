import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunSummary, runSummarySchema } from '../../../app/contract/summary.ts';
import { type BuilderControl, builderControlOver } from '../../../app/devnet/testing/builderControl.ts';
import { brokerVariable } from './devnetBehindBroker.ts';
import type { EndpointBroker } from './endpointBroker.ts';
import { countersOf, currentEpoch } from './journalView.ts';
import { type NodeRpc, nodeRpc } from './nodeRpc.ts';
import { runningProcesses } from './processTable.ts';
import { type StagedBundles, stageBundles } from './stagedBundles.ts';
import { until } from './waiting.ts';

/** How main's record of its processes names each of them. */
export type Part = 'main/engine' | 'main/signer' | 'main/devnet' | 'anvil';

export interface RunOptions {
  readonly seed?: number;
  readonly blockTimeMs?: number;
  /** Of the devnet's crowd, as a multiple of its usual pace. */
  readonly intensity?: number;
  /** Ends by itself after this long; else it is ended by a signal. */
  readonly forMs?: number;
  /** A folder that an earlier run has used. */
  readonly data?: string;
  readonly broker?: EndpointBroker;
  /** Where the report of the run goes. */
  readonly reportFolder?: string;
  /** Added to the environment of the application. */
  readonly environment?: Readonly<Record<string, string>>;
  /** More arguments. */
  readonly args?: readonly string[];
}

/** The real application without a window, as `npm start -- --headless` starts it, and all that can be seen of it. */
export class HeadlessRun {
  readonly data: string;
  /** What it was started with. */
  readonly options: RunOptions;
  readonly #child: ChildProcess;
  readonly #bundles: StagedBundles;
  readonly #broker: EndpointBroker | null;
  readonly #ownsData: boolean;
  readonly #summaryFile: string;
  readonly #exit: Promise<number | null>;
  #output = '';

  static async start(options: RunOptions = {}): Promise<HeadlessRun> {
    const bundles = await stageBundles({ behindBroker: options.broker !== undefined });
    return new HeadlessRun(bundles, options);
  }

  private constructor(bundles: StagedBundles, options: RunOptions) {
    this.data = options.data ?? mkdtempSync(join(tmpdir(), 'syndicate-headless-'));
    this.options = options;
    this.#bundles = bundles;
    this.#broker = options.broker ?? null;
    this.#ownsData = options.data === undefined;
    this.#summaryFile = join(this.data, `summary-${process.hrtime.bigint()}.json`);
    const { seed = 1, blockTimeMs = 500, forMs, broker, reportFolder } = options;
    const args = ['--headless', '--data', this.data, '--json', this.#summaryFile];
    args.push('--seed', String(seed), '--block-time', `${blockTimeMs}ms`);
    if (reportFolder !== undefined) args.push('--report', reportFolder);
    if (options.intensity !== undefined) args.push('--crowd', String(options.intensity));
    if (forMs !== undefined) args.push('--for', `${forMs}ms`);
    args.push(...(options.args ?? []));
    this.#child = spawn(process.execPath, [bundles.headless, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        ...(broker === undefined ? {} : { [brokerVariable]: broker.url }),
        ...options.environment,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    this.#exit = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)));
  }

  get mainPid(): number {
    return this.#child.pid ?? 0;
  }

  get output(): string {
    return this.#output;
  }

  /** The process that plays a part at this moment, as main has recorded it; null while there is none. */
  pidOf(part: Part): number | null {
    return this.recorded().find(({ marker }) => marker === part)?.pid ?? null;
  }

  recorded(): readonly { readonly pid: number; readonly marker: string }[] {
    const file = join(this.data, 'processes.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  }

  /** main and all that descends from it, and what it has recorded. */
  allPids(): readonly number[] {
    const all = runningProcesses();
    const pids = new Set([this.mainPid, ...this.recorded().map(({ pid }) => pid)]);
    for (let size = 0; size !== pids.size; ) {
      size = pids.size;
      for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
    }
    return [...pids];
  }

  /** The block builder of this run's chain. */
  get builder(): BuilderControl {
    return builderControlOver(this.node.call);
  }

  /** The node's own address, ws://. */
  get nodeUrl(): string {
    return this.#broker?.nodeUrl ?? currentEpoch(this.data)?.epoch.chain.endpoints[0] ?? '';
  }

  get node(): NodeRpc {
    return nodeRpc(this.nodeUrl);
  }

  get landed(): number {
    return countersOf(this.data)?.landed ?? 0;
  }

  log(name: 'main' | 'engine' | 'signer' | 'devnet'): string {
    const file = join(this.data, 'logs', `${name}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Waits for something to come true while the run goes on. */
  until<T>(ask: () => T | Promise<T>, what: string, timeoutMs = 30_000): Promise<NonNullable<T>> {
    const askLiving = (): T | Promise<T> => {
      if (this.#child.exitCode !== null) throw new Error(`main ended before this: ${what}\n${this.told()}`);
      return ask();
    };
    return until(askLiving, what, { timeoutMs, told: () => this.told() });
  }

  /** Waits until `count` more trades have landed. */
  async landMore(count = 1, timeoutMs = 30_000): Promise<void> {
    const before = this.landed;
    await this.until(() => this.landed >= before + count, `${count} more landed`, timeoutMs);
  }

  /** What it said and logged, for a message. */
  told(): string {
    const tail = (text: string): string => text.slice(-1_500);
    return [this.#output, this.log('main'), this.log('engine'), this.log('devnet')].map(tail).join('\n---\n');
  }

  /** Ctrl-C, or another signal. Resolves when main is gone. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.#child.kill(signal);
    return this.exit();
  }

  /** The exit status of main, when it is gone. */
  exit(timeoutMs = 45_000): Promise<number | null> {
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new Error(`main did not end\n${this.told()}`)), timeoutMs);
      void this.#exit.then(() => clearTimeout(timer));
    });
    return Promise.race([this.#exit, late]);
  }

  summary(): RunSummary {
    return runSummarySchema.parse(JSON.parse(readFileSync(this.#summaryFile, 'utf8')));
  }

  /** Ends whatever is left and takes its files away. */
  dispose(): void {
    for (const pid of this.allPids()) kill(pid);
    this.leaveBehind();
    if (this.#ownsData) rmSync(this.data, { recursive: true, force: true });
  }

  /** Takes away what only this run needs: another goes on with its data folder and ends its processes. */
  leaveBehind(): void {
    this.#bundles.remove();
  }
}

/** kill -9; a process that is gone already is fine. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
