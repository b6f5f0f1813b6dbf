import type { Port } from '../../app/contract/port.ts';
import type { ChildHandle, ProcessHost, ProcessName } from '../process/processHost.ts';

/** What runs inside a fake child: it gets the child's side of the port. */
export type FakeEntry = (port: Port) => void;

export interface FakeChild extends ChildHandle {
  die(cause?: string): void;
}

/** A host whose children are functions of this process; they die when a test says so. */
export class FakeHost implements ProcessHost {
  readonly started: FakeChild[] = [];
  readonly #entries: Readonly<Record<ProcessName, FakeEntry>>;
  #nextPid = 1_000_000_000;

  constructor(entries: Partial<Record<ProcessName, FakeEntry>>) {
    const silent = (): void => undefined;
    this.#entries = {
      engine: silent,
      signer: silent,
      devnet: silent,
      history: silent,
      calibration: silent,
      compute: silent,
      ...entries,
    };
  }

  latest(name: ProcessName): FakeChild {
    const child = this.started.findLast((each) => each.name === name);
    if (child === undefined) throw new Error(`no ${name} was started`);
    return child;
  }

  async start(name: ProcessName): Promise<ChildHandle> {
    const { mainSide, childSide, close } = portPair();
    let gone: string | null = null;
    const listeners: ((cause: string) => void)[] = [];
    const die = (cause = 'signal SIGKILL'): void => {
      if (gone !== null) return;
      gone = cause;
      close();
      for (const listener of listeners) listener(cause);
    };
    this.#nextPid += 1;
    const child: FakeChild = {
      name,
      pid: this.#nextPid,
      port: mainSide,
      onExit: (listener) => (gone === null ? void listeners.push(listener) : listener(gone)),
      kill: () => setImmediate(() => die()),
      postWithPort: () => undefined,
      die,
    };
    this.started.push(child);
    this.#entries[name](childSide);
    return child;
  }
}

function portPair(): { mainSide: Port; childSide: Port; close: () => void } {
  const toMain = new Set<(message: unknown) => void>();
  const toChild = new Set<(message: unknown) => void>();
  let open = true;
  const side = (own: Set<(message: unknown) => void>, other: Set<(message: unknown) => void>): Port => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      setImmediate(() => {
        if (open) for (const receive of [...other]) receive(copy);
      });
    },
    listen: (receive) => {
      own.add(receive);
      return () => own.delete(receive);
    },
  });
  return {
    mainSide: side(toMain, toChild),
    childSide: side(toChild, toMain),
    close: () => {
      open = false;
    },
  };
}
