import { OpportunityRanking } from '../blotter/opportunityRanking.ts';
import type { WatchedBars } from '../contract/charts.ts';
import type { OpportunityView } from '../contract/opportunityView.ts';
import { type PanelMessage, type PanelTopic, panelRequestSchema, panelTopics } from '../contract/panelStream.ts';
import type { Port } from '../contract/port.ts';
import type { PanelTables, RowChange } from './panelTables.ts';

const rowsPerMessage = 64;
const startingCredit = 8;
/** Of about thirty a second: opportunities are ranked anew about three times a second. */
const flushesPerRanking = 10;

/** What a window looks at beside what every window is given. */
export interface Looks {
  readonly watched: readonly WatchedBars[];
  readonly listed: OpportunityView | null;
}

/** Where the rows of a stream come from. */
export type StreamedTables = Pick<PanelTables, 'rowsOf' | 'onChange' | 'watch'>;

/** One window's stream: coalesces changes per row until the window has credit, numbers the messages of each topic. */
export class PanelStream {
  readonly #port: Port;
  readonly #tables: StreamedTables;
  readonly #pending = new Map<PanelTopic, Map<string, unknown>>();
  readonly #sequence = new Map<PanelTopic, number>();
  readonly #stop: (() => void)[] = [];
  #credit = startingCredit;
  #watched: readonly WatchedBars[];
  #ranking: OpportunityRanking | null = null;
  #flushesToRanking = 0;

  /** @param before what the window looked at in the stream that this one takes the place of */
  constructor(port: Port, tables: StreamedTables, before: Looks = { watched: [], listed: null }) {
    this.#port = port;
    this.#tables = tables;
    this.#watched = before.watched;
    tables.watch(this, before.watched);
    this.#list(before.listed);
    this.#stop.push(port.listen((message) => this.#onRequest(message)));
    this.#stop.push(tables.onChange((change) => this.#note(change)));
    for (const topic of Object.keys(panelTopics) as PanelTopic[]) this.#snapshot(topic);
  }

  /** Sends what has gathered, as far as credit goes. Called about 30 times a second. */
  flush(): void {
    this.#rank();
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

  /** What the window looks at. */
  get looks(): Looks {
    return { watched: this.#watched, listed: this.#ranking?.view ?? null };
  }

  close(): void {
    for (const stop of this.#stop) stop();
    this.#tables.watch(this, []);
  }

  #list(view: OpportunityView | null): void {
    this.#flushesToRanking = 0;
    const tables = this.#tables;
    this.#ranking =
      view === null
        ? null
        : new OpportunityRanking(
            view,
            () => tables.rowsOf('opportunities'),
            () => ({
              tokens: tables.rowsOf('tokens'),
              chainName: tables.rowsOf('status').get('status')?.chainName ?? '',
            }),
          );
  }

  #rank(): void {
    if (this.#ranking === null) return;
    this.#flushesToRanking -= 1;
    if (this.#flushesToRanking >= 0) return;
    this.#flushesToRanking = flushesPerRanking - 1;
    const row = this.#ranking.renewed();
    if (row !== null) this.#note({ topic: 'ranking', id: row.id, row });
  }

  #note(change: RowChange): void {
    if (change.topic === 'opportunities') this.#ranking?.note(change.id);
    const rows = this.#pending.get(change.topic) ?? new Map<string, unknown>();
    rows.delete(change.id);
    rows.set(change.id, change.row);
    this.#pending.set(change.topic, rows);
  }

  /** The snapshot replaces what the window has; rows beyond the first message follow as deltas. */
  #snapshot(topic: PanelTopic): void {
    const rows: [string, unknown][] = [...this.#tables.rowsOf(topic)];
    // A window that lost its order is given a new one.
    if (topic === 'ranking') this.#list(this.#ranking?.view ?? null);
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
    else if (request.data.type === 'list') this.#list(request.data.opportunities);
    else {
      this.#watched = request.data.bars;
      this.#tables.watch(this, this.#watched);
    }
  }
}
