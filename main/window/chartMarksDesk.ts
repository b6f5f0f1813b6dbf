import type { WebContents } from 'electron';
import {
  type ChartMarksFile,
  marksOf,
  noChartMarks,
  readChartMarksFile,
  withSymbolMarks,
} from '../../app/charts/chartMarksFile.ts';
import { channels } from '../../app/contract/channels.ts';
import type {
  ChartMarks,
  ChartMarksEvent,
  ChartSymbol,
  PriceReached,
  PriceWatch,
} from '../../app/contract/chartMarks.ts';
import type { Logger } from '../logging/logs.ts';
import { KeptFile } from '../settings/keptFile.ts';

/** What people draw on charts and the prices they wait for: kept over restarts, the same in every window. */
export class ChartMarksDesk {
  readonly #file: KeptFile<ChartMarksFile>;
  readonly #log: Logger;
  readonly #pages = new Set<WebContents>();
  #watch: (watch: PriceWatch) => void = () => undefined;

  /** @param root the data folder: charts.json is there */
  constructor(root: string, log: Logger) {
    this.#log = log;
    this.#file = new KeptFile(root, {
      name: 'charts',
      read: readChartMarksFile,
      fresh: noChartMarks,
      what: 'What was drawn on charts',
      begins: 'Charts begin empty.',
    });
  }

  /** What was mended at the start, in words; once. */
  takeNotices(): string[] {
    return this.#file.takeNotices();
  }

  /** A page is told of each change that another makes, and of each alert that is reached. */
  add(page: WebContents): void {
    this.#pages.add(page);
    page.once('destroyed', () => this.#pages.delete(page));
  }

  /** An engine runs and waits for prices from now on: it is told those of now and each change. */
  follow(watch: (watch: PriceWatch) => void): void {
    this.#watch = watch;
    watch(this.#waiting());
  }

  marks(symbol: ChartSymbol): ChartMarks {
    return marksOf(this.#file.current, symbol);
  }

  /** Keeps what a page changed. An alert that was reached meanwhile stays so. */
  keep(from: WebContents, symbol: ChartSymbol, changed: ChartMarks): ChartMarks {
    const known = new Map(this.marks(symbol).alerts.map((alert) => [alert.id, alert.reached]));
    const alerts = changed.alerts.map((alert) => ({ ...alert, reached: known.get(alert.id) ?? alert.reached }));
    const marks = { ...changed, alerts };
    const before = JSON.stringify(this.#waiting());
    this.#file.write(withSymbolMarks(this.#file.current, symbol, marks));
    this.#tell({ symbol, marks, reached: null }, from);
    const waiting = this.#waiting();
    if (JSON.stringify(waiting) !== before) this.#watch(waiting);
    return marks;
  }

  /** A trade reached the price of an alert. It is said once: one that was said, or is gone, is passed over. */
  reached({ id, atMs, price }: PriceReached): void {
    const entry = this.#file.current.symbols.find(({ marks }) => marks.alerts.some((alert) => alert.id === id));
    const alert = entry?.marks.alerts.find((each) => each.id === id);
    if (entry === undefined || alert === undefined || alert.reached !== null) return;
    const reached = { ...alert, reached: { atMs, price } };
    const alerts = entry.marks.alerts.map((each) => (each.id === id ? reached : each));
    const marks = { ...entry.marks, alerts };
    this.#file.write(withSymbolMarks(this.#file.current, entry.symbol, marks));
    this.#log.info({ alert: id, name: alert.name, wanted: alert.price, price }, 'a price alert was reached');
    this.#tell({ symbol: entry.symbol, marks, reached }, null);
  }

  #waiting(): PriceWatch {
    const alerts = this.#file.current.symbols.flatMap(({ symbol, marks }) => {
      if (symbol.kind !== 'pool') return [];
      const { pool, inverted } = symbol;
      return marks.alerts
        .filter(({ reached }) => reached === null)
        .map(({ id, price, side }) => ({ id, pool, inverted, price, side }));
    });
    return { alerts: alerts.slice(-mostWatched) };
  }

  #tell(event: ChartMarksEvent, but: WebContents | null): void {
    for (const page of this.#pages) if (page !== but && !page.isDestroyed()) page.send(channels.chartMarks, event);
  }
}

const mostWatched = 2_000;
