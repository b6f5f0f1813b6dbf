import { AlertWatch } from '../../app/alerts/alertWatch.ts';
import type { AlertContext } from '../../app/alerts/topic.ts';
import type { PriceRow } from '../../app/alerts/tradingTopics.ts';
import { type AlertSighting, type AlertTopic, alertTopicSchema, type WatchedRule } from '../../app/contract/alerts.ts';
import type { ChartSeries } from '../../app/contract/charts.ts';
import { type PanelTopic, panelTopics } from '../../app/contract/panelStream.ts';
import { priceLevelOf } from '../../app/contract/priceRules.ts';
import type { ErrorFacts } from '../../app/domain/errors.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import type { PanelTables } from '../../app/engine/panelTables.ts';

const lookEveryMs = 500;
const looksPerStages = 4;

export interface EngineAlertNeeds {
  readonly tables: PanelTables;
  readonly kernel: KernelState;
  readonly nowMs: () => number;
  readonly tell: (sighting: AlertSighting) => void;
  readonly say: (text: string, facts: ErrorFacts) => void;
}

/**
 * Watches the rows that windows would be shown, whether there is a window or not. What it sees decides nothing here. Without
 * a rule it costs nothing.
 */
export class EngineAlerts {
  readonly #needs: EngineAlertNeeds;
  readonly #watch: AlertWatch;
  readonly #stopListening: () => void;
  #timer: NodeJS.Timeout | null = null;
  #looks = 0;
  #pricesRevision = -1;

  constructor(needs: EngineAlertNeeds) {
    this.#needs = needs;
    const { mode } = needs.kernel.epoch;
    this.#watch = new AlertWatch((sighting) => needs.tell({ ...sighting, mode }));
    this.#stopListening = needs.tables.onChange(({ topic, id, row }) => {
      const watched = alertTopicSchema.safeParse(topic);
      if (watched.success) this.#watch.observe(watched.data, id, row as never);
    });
  }

  setRules(rules: readonly WatchedRule[]): void {
    const problems = this.#watch.setRules(rules, (topic) => this.#rowsOf(topic), this.#context());
    for (const { rule, problem } of problems)
      this.#needs.say(`an alert rule cannot be read: ${problem}`, { rule: rule.id, condition: rule.condition });
    this.#pricesRevision = -1;
    const levels = rules.flatMap((rule) => priceLevelOf(rule)?.pool ?? []);
    this.#needs.tables.charts.followTrades(new Set(levels), (series, price) => this.#observeTrade(series, price));
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), lookEveryMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopListening();
    this.#needs.tables.charts.followTrades(new Set(), () => undefined);
  }

  look(): void {
    if (!this.#watch.isWatching) return;
    const { tables } = this.#needs;
    tables.refresh();
    this.#looks += 1;
    if (this.#looks % looksPerStages === 0 && this.#watch.watches('stages')) tables.refreshStages();
    if (this.#watch.watches('prices')) this.#observePrices();
    this.#watch.look(this.#context());
  }

  #rowsOf(topic: AlertTopic): Iterable<readonly [string, unknown]> {
    if (topic === 'prices') return [];
    return topic in panelTopics ? this.#needs.tables.rowsOf(topic as PanelTopic) : [];
  }

  #context(): AlertContext {
    const { kernel, nowMs } = this.#needs;
    return {
      nowMs: nowMs(),
      nativeSymbol: kernel.epoch.chain.nativeSymbol,
      token: (address) => kernel.tokens.get(address) ?? null,
    };
  }

  /** The last bar of each pool that was ever traded, whenever bars have changed. */
  #observePrices(): void {
    const { charts } = this.#needs.tables;
    if (charts.revision === this.#pricesRevision) return;
    this.#pricesRevision = charts.revision;
    for (const series of charts.series().series) {
      const row = series.rows === 0 ? null : this.#priceRow(series, null);
      if (row !== null) this.#watch.observe('prices', row.id, row);
    }
  }

  /** Each trade of a pool of which a rule waits for a price: what it touches between two looks counts. */
  #observeTrade(series: ChartSeries, price: number): void {
    const row = this.#priceRow(series, price);
    if (row === null) return;
    this.#watch.observe('prices', row.id, row);
    this.#watch.look(this.#context());
  }

  /** @param traded null: the last price */
  #priceRow({ source, symbol, venue, rows }: ChartSeries, traded: number | null): PriceRow | null {
    if (source.kind !== 'pool') return null;
    const { columns } = this.#needs.tables.charts.page({ source, interval: '1m', beforeMs: null, count: 1 });
    const [open, price] = [columns.open[0], traded ?? columns.close[0]];
    if (open === undefined || price === undefined) return null;
    const minuteChangePercent = open === 0 ? 0 : (price / open - 1) * 100;
    return { id: source.pool, pool: source.pool, symbol, venue, price, minuteChangePercent, trades: rows };
  }
}
