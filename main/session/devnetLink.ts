import { type DevnetReady, type DevnetStart, devnetRequests } from '../../app/contract/devnet.ts';
import { type Requester, requesterOn } from '../../app/contract/requests.ts';
import type { Wei } from '../../app/domain/amount.ts';
import type { Address } from '../../app/domain/hex.ts';
import { type ChildHandle, entryName } from '../process/processHost.ts';
import { procTable, sameProcess } from '../process/processIdentity.ts';
import { Supervisor } from '../process/supervisor.ts';
import type { LinkContext } from './link.ts';

const startTimeoutMs = 180_000;
const nodeCheckMs = 500;

/** A devnet whose node answers. */
export interface RunningDevnet {
  readonly ready: DevnetReady;
  /** Gives the owner ether and an executor of its own. */
  provision(owner: Address, wei: Wei): Promise<Address>;
}

/** The devnet's node, while somebody looks after it. */
interface WatchedNode {
  unwatch(): void;
  /** Ends it if it still runs. */
  end(): void;
}

/**
 * The devnet process and the node it reports. A node that dies takes its chain with it, so the process is replaced and a
 * new epoch begins; a process that dies leaves its node behind, which is ended here.
 */
export class DevnetLink {
  readonly supervisor: Supervisor;
  readonly #context: LinkContext;
  #requester: Requester<typeof devnetRequests> | null = null;
  #node: WatchedNode | null = null;

  constructor(context: LinkContext, start: DevnetStart, onRunning: (devnet: RunningDevnet) => Promise<void>) {
    this.#context = context;
    this.supervisor = new Supervisor({
      name: 'devnet',
      host: context.host,
      timers: context.timers,
      prepare: async (child) => {
        const requester = this.#attach(child);
        const ready = await requester.call('start', start, startTimeoutMs);
        this.#watchNode(child, ready.nodePid);
        await onRunning({
          ready,
          provision: async (owner, wei) => (await requester.call('provision', { owner, wei }, startTimeoutMs)).executor,
        });
      },
      onGone: (cause, onPurpose) => {
        context.log[onPurpose ? 'info' : 'warn']({ cause }, 'devnet process gone');
        this.#detach();
      },
      onGivenUp: (error) => context.onGivenUp('devnet', error),
    });
  }

  /** Asks it to end in order, then ends whatever is left. */
  async stop(): Promise<void> {
    this.supervisor.retire();
    this.#node?.unwatch();
    try {
      await this.#requester?.call('stop', {}, 5_000);
    } catch (error) {
      this.#context.log.warn({ error: String(error) }, 'devnet did not stop by itself');
    }
    await this.supervisor.stop();
    this.#detach();
  }

  #attach(child: ChildHandle): Requester<typeof devnetRequests> {
    this.#context.record.add(child.pid, entryName('devnet'));
    child.onExit(() => this.#context.record.remove(child.pid));
    const requester = requesterOn(child.port, 'devnet', devnetRequests);
    this.#requester = requester;
    return requester;
  }

  #detach(): void {
    this.#requester?.close();
    this.#requester = null;
    this.#node?.end();
    this.#node = null;
  }

  #watchNode(child: ChildHandle, pid: number): void {
    const { record, timers, log } = this.#context;
    const identity = procTable.identify(pid);
    if (identity === null) return child.kill();
    record.add(pid, 'anvil');
    let callOff: () => void;
    const check = (): void => {
      callOff = timers.after(nodeCheckMs, check);
      if (sameProcess(identity, procTable.identify(pid))) return;
      callOff();
      log.warn({ pid }, 'the devnet node is gone; its process is replaced');
      child.kill();
    };
    callOff = timers.after(nodeCheckMs, check);
    this.#node = {
      unwatch: () => callOff(),
      end: () => {
        callOff();
        if (sameProcess(identity, procTable.identify(pid))) process.kill(pid, 'SIGKILL');
        record.remove(pid);
      },
    };
  }
}
