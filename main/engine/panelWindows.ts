import type { Port } from '../../app/contract/port.ts';
import { type Looks, PanelStream } from '../../app/engine/panelStream.ts';
import type { PanelTables } from '../../app/engine/panelTables.ts';

const flushEveryMs = 33;
const stagesEveryMs = 1000;

/** A MessagePortMain as a utility process receives it. */
interface TransferredPort {
  on(event: 'message', receive: (event: { data: unknown }) => void): void;
  on(event: 'close', closed: () => void): void;
  off(event: 'message', receive: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
  start(): void;
}

interface PortCarrier {
  on(event: 'message', receive: (event: { data: unknown; ports: TransferredPort[] }) => void): void;
}

/** Streams the tables to every window that main connects. In a headless run there is none, and nothing here costs. */
export class PanelWindows {
  readonly #streams = new Map<Port, PanelStream>();
  readonly #tables: () => PanelTables | null;
  readonly #waiting: Port[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(tables: () => PanelTables | null) {
    this.#tables = tables;
    const carrier = (process as unknown as { parentPort?: PortCarrier | null }).parentPort;
    carrier?.on('message', ({ data, ports }) => {
      const port = ports[0];
      if (port !== undefined && isPanelPort(data)) this.#connect(port);
    });
  }

  /** The tables exist now: windows that came before get their streams. */
  start(): void {
    for (const port of this.#waiting.splice(0)) this.#open(port);
    this.#timers.push(
      setInterval(() => this.#flush(), flushEveryMs),
      setInterval(() => this.#refreshStages(), stagesEveryMs),
    );
  }

  /** Other tables have taken the place of those before: every window gets their rows instead. */
  reopen(): void {
    for (const [port, stream] of [...this.#streams]) {
      stream.close();
      this.#open(port, stream.looks);
    }
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
  }

  #refreshStages(): void {
    if (this.#streams.size > 0) this.#tables()?.refreshStages();
  }

  #flush(): void {
    if (this.#streams.size === 0) return;
    this.#tables()?.refresh();
    for (const stream of this.#streams.values()) stream.flush();
  }

  #connect(transferred: TransferredPort): void {
    const port: Port = {
      post: (message) => transferred.postMessage(message),
      listen: (receive) => {
        const onMessage = (event: { data: unknown }): void => receive(event.data);
        transferred.on('message', onMessage);
        return () => transferred.off('message', onMessage);
      },
    };
    transferred.start();
    transferred.on('close', () => {
      this.#streams.get(port)?.close();
      this.#streams.delete(port);
    });
    if (this.#tables() === null) this.#waiting.push(port);
    else this.#open(port);
  }

  #open(port: Port, looks?: Looks): void {
    const tables = this.#tables();
    if (tables === null) return;
    tables.refresh();
    this.#streams.set(port, new PanelStream(port, tables, looks));
  }
}

function isPanelPort(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'panelPort';
}
