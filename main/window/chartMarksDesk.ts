import type { WebContents } from 'electron';
import {
  type ChartMarksFile,
  marksOf,
  noChartMarks,
  readChartMarksFile,
  withSymbolMarks,
} from '../../app/charts/chartMarksFile.ts';
import { formerPriceAlerts } from '../../app/charts/formerPriceAlerts.ts';
import type { AlertRule } from '../../app/contract/alerts.ts';
import { channels } from '../../app/contract/channels.ts';
import type { ChartMarks, ChartMarksEvent, ChartSymbol } from '../../app/contract/chartMarks.ts';
import { KeptFile } from '../settings/keptFile.ts';
import type { Pages } from './pages.ts';

/** What people draw on charts: kept over restarts, the same in every window. */
export class ChartMarksDesk {
  readonly #file: KeptFile<ChartMarksFile>;
  readonly #pages: Pages;
  readonly #former: AlertRule[] = [];
  readonly #notices: string[] = [];

  /**
   * @param root the data folder: charts.json is there
   * @param pages are told of each change that another makes
   */
  constructor(root: string, pages: Pages) {
    this.#pages = pages;
    this.#file = new KeptFile(root, {
      name: 'charts',
      read: (text) => {
        this.#former.push(...formerPriceAlerts(text));
        return readChartMarksFile(text);
      },
      fresh: noChartMarks,
      what: 'What was drawn on charts',
      begins: 'Charts begin empty.',
    });
  }

  /** What was mended at the start, in words; once. */
  takeNotices(): string[] {
    return [...this.#file.takeNotices(), ...this.#notices.splice(0)];
  }

  /**
   * Price alerts that an earlier version kept here become alert rules, once.
   * @param bring keeps them and answers how many found no room
   */
  moveAlerts(bring: (rules: readonly AlertRule[]) => number): void {
    const moved = this.#former.splice(0);
    if (moved.length === 0) return;
    const lost = bring(moved);
    this.#file.rewrite();
    const words =
      moved.length === 1
        ? 'One price alert of a chart is an alert rule'
        : `${moved.length} price alerts of charts are alert rules`;
    this.#notices.push(`${words} now.${lost === 0 ? '' : ` For ${lost} of them there was no room.`}`);
  }

  marks(symbol: ChartSymbol): ChartMarks {
    return marksOf(this.#file.current, symbol);
  }

  /** Keeps what a page changed. */
  keep(from: WebContents, symbol: ChartSymbol, marks: ChartMarks): ChartMarks {
    this.#file.write(withSymbolMarks(this.#file.current, symbol, marks));
    this.#pages.tell(channels.chartMarks, { symbol, marks } satisfies ChartMarksEvent, from);
    return marks;
  }
}
