import type { WatchedBars } from '../contract/charts.ts';
import { type PanelMessage, type PanelTopic, panelRequestSchema, panelTopics } from '../contract/panelStream.ts';
import type { Port } from '../contract/port.ts';
import type { PanelTables, RowChange } from './panelTables.ts';

const rowsPerMessage = 64;
const startingCredit = 8;

/** One window's stream: coalesces changes per row until the window has credit, numbers the messages of each topic. */
export class PanelStream {
  readonly #port: Port;
  readonly #tables: PanelTables;
  readonly #pending = new Map<PanelTopic, Map<string, unknown>>();
  readonly #sequence = new Map<PanelTopic, number>();
  readonly #stop: (() => void)[] = [];
  #credit = startingCredit;
  #watched: readonly WatchedBars[];

  /** @param watched what the window looked at in the stream that this one takes the place of */
  constructor(port: Port, tables: PanelTables, watched: readonly WatchedBars[] = []) {
    this.#port = port;
    this.#tables = tables;
    this.#watched = watched;
    tables.watch(this, watched);
    this.#stop.push(port.listen((message) => this.#onRequest(message)));
    this.#stop.push(tables.onChange((change) => this.#note(change)));
    for (const topic of Object.keys(panelTopics) as PanelTopic[]) this.#snapshot(topic);
  }

  /** Sends what has gathered, as far as credit goes. Called about 30 times a second. */
  flush(): void {
    for (const [topic, rows] of this.#pending) {
      while (rows.size > 0 && this.#credit > 0) {
        const upserts: unknown[] = [];
        const removes: string[] = [];
        for (const [id, row] of rows) {
          if (upserts.length + removes.length >= rowsPerMessage) break;
          if (row === null) removes.push(id);
          else upserts.push(row);
          rows.delete(id);
        }
        this.#send('delta', topic, upserts, removes);
      }
    }
  }

  get watched(): readonly WatchedBars[] {
    return this.#watched;
  }

  close(): void {
    for (const stop of this.#stop) stop();
    this.#tables.watch(this, []);
  }

  #note(change: RowChange): void {
    const rows = this.#pending.get(change.topic) ?? new Map<string, unknown>();
    rows.delete(change.id);
    rows.set(change.id, change.row);
    this.#pending.set(change.topic, rows);
  }

  /** The snapshot replaces what the window has; rows beyond the first message follow as deltas. */
  #snapshot(topic: PanelTopic): void {
    const rows = [...this.#tables.rowsOf(topic)];
    this.#pending.set(topic, new Map(rows.slice(rowsPerMessage)));
    this.#send(
      'snapshot',
      topic,
      rows.slice(0, rowsPerMessage).map(([, row]) => row),
      [],
    );
  }

  #send(type: PanelMessage['type'], topic: PanelTopic, upserts: unknown[], removes: string[]): void {
    const seq = (this.#sequence.get(topic) ?? -1) + 1;
    this.#sequence.set(topic, seq);
    this.#credit -= 1;
    this.#port.post({ type, topic, seq, upserts, removes } satisfies PanelMessage);
  }

  #onRequest(message: unknown): void {
    const request = panelRequestSchema.safeParse(message);
    if (!request.success) return;
    if (request.data.type === 'credit') this.#credit = Math.min(this.#credit + request.data.count, 1000);
    else if (request.data.type === 'resync') this.#snapshot(request.data.topic);
    else {
      this.#watched = request.data.bars;
      this.#tables.watch(this, this.#watched);
    }
  }
}
