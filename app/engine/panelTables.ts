import { barsRowId, type WatchedBars } from '../contract/charts.ts';
import { mostOpportunities } from '../contract/opportunityView.ts';
import type { PanelRow, PanelTopic } from '../contract/panelStream.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { shortHex } from '../domain/hex.ts';
import type { Asset } from '../domain/ledger.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { stageBudgetMs } from '../domain/stageClock.ts';
import { Charts } from './charts.ts';
import type { Decision } from './decision.ts';
import type { KernelState } from './kernelState.ts';
import { LiquidityViews } from './liquidityViews.ts';
import type { Resumption } from './newKernel.ts';
import { OpportunityDetails } from './opportunityDetails.ts';
import type { Outcome } from './outcome.ts';
import { ledgerRow, opportunityRow, orderRow, statusRow, ticketRow } from './panelRows.ts';
import { ProfitRows, profitTopics } from './profitRows.ts';
import { limitChangeRows, limitRows, riskRow } from './riskRows.ts';

type Rows = { readonly [T in PanelTopic]: Map<string, PanelRow<T>> };

export interface RowChange {
  readonly topic: PanelTopic;
  readonly id: string;
  /** null: the row is gone. */
  readonly row: unknown;
}

/** How many rows of each topic a window can be given; the oldest go first. */
const keptRows: Readonly<Record<PanelTopic, number>> = {
  status: 1,
  tokens: 5000,
  opportunities: mostOpportunities,
  tickets: 300,
  orders: 2000,
  balances: 2000,
  ledger: 1000,
  equity: 2000,
  breakdown: 1500,
  rivals: 200,
  stages: 16,
  quarantine: 2000,
  limits: 32,
  limitChanges: 200,
  risk: 1,
  replay: 1,
  bars: 64,
  ranking: 1,
};

/** Bars are shown at about ten a second, a third as often as what else changes. */
const refreshesPerBars = 3;

/** The rows that windows show, kept up to date from decisions; knows no window. */
export class PanelTables {
  readonly #rows: Rows = {
    status: new Map(),
    tokens: new Map(),
    opportunities: new Map(),
    tickets: new Map(),
    orders: new Map(),
    balances: new Map(),
    ledger: new Map(),
    equity: new Map(),
    breakdown: new Map(),
    rivals: new Map(),
    stages: new Map(),
    quarantine: new Map(),
    limits: new Map(),
    limitChanges: new Map(),
    risk: new Map(),
    replay: new Map(),
    bars: new Map(),
    // Each window has its own: see PanelStream.
    ranking: new Map(),
  };
  readonly #kernel: KernelState;
  #listeners = new Set<(change: RowChange) => void>();
  #stale = true;
  readonly #profit: ProfitRows;
  #charts: Charts;
  #liquidity: LiquidityViews;
  #details: OpportunityDetails;
  /** What each window looks at. */
  readonly #watched = new Map<object, readonly WatchedBars[]>();
  #barsRevision = -1;
  #refreshes = 0;
  #serials = 0;

  constructor(kernel: KernelState) {
    this.#kernel = kernel;
    this.#profit = new ProfitRows(kernel);
    this.#charts = new Charts(kernel);
    this.#liquidity = new LiquidityViews(kernel, this.#charts);
    this.#details = new OpportunityDetails(kernel);
  }

  /** What a restarted engine knows from the journal: windows show it as if nothing had happened. */
  restore(resumption: Pick<Resumption, 'orders' | 'fills' | 'ledgerEntries'>): void {
    const fills = new Map(resumption.fills.map((entry) => [entry.fill.orderId, entry.fill]));
    for (const order of resumption.orders.slice(-keptRows.orders))
      this.#put('orders', orderRow(order, fills.get(order.id)));
    for (const entry of resumption.ledgerEntries.slice(-keptRows.ledger)) this.#put('ledger', ledgerRow(entry));
  }

  /** The same rows over a copy of the kernel, which go their own way from here. */
  copy(kernel: KernelState): PanelTables {
    const copy = new PanelTables(kernel);
    for (const topic of Object.keys(this.#rows) as PanelTopic[]) {
      const rows = copy.#rows[topic] as Map<string, unknown>;
      for (const [id, row] of this.#rows[topic]) rows.set(id, row);
    }
    copy.#profit.takeOver(this.#profit);
    copy.#charts = this.#charts.copy(kernel);
    copy.#liquidity = this.#liquidity.copy(kernel, copy.#charts);
    copy.#details = this.#details.copy(kernel);
    copy.#rows.bars.clear();
    copy.#serials = this.#serials;
    return copy;
  }

  get details(): OpportunityDetails {
    return this.#details;
  }

  get charts(): Charts {
    return this.#charts;
  }

  get liquidity(): LiquidityViews {
    return this.#liquidity;
  }

  /** Each input once it was applied: charts, tapes and the line of blocks are made of them. */
  observe(input: EngineInput): void {
    this.#charts.observe(input);
    this.#liquidity.observe(input);
  }

  /** What this window looks at from now on; nothing when it is gone. */
  watch(window: object, bars: readonly WatchedBars[]): void {
    if (bars.length === 0) this.#watched.delete(window);
    else this.#watched.set(window, bars);
    this.#barsRevision = -1;
    this.#refreshBars();
  }

  rowsOf<T extends PanelTopic>(topic: T): ReadonlyMap<string, PanelRow<T>> {
    return this.#rows[topic];
  }

  onChange(listener: (change: RowChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply({ sightings, decisions }: Pick<Outcome, 'sightings' | 'decisions'>): void {
    this.#stale = true;
    for (const opportunity of sightings) {
      this.#details.note(opportunity);
      this.#putOpportunity(opportunity);
    }
    for (const decision of decisions) this.#applyOne(decision);
  }

  /** What changes with inputs without being a decision, since it was last asked for: a window that looks pays for it. */
  refresh(): void {
    this.#refreshes += 1;
    if (this.#refreshes % refreshesPerBars === 0 && this.#charts.revision !== this.#barsRevision) this.#refreshBars();
    if (!this.#stale) return;
    this.#stale = false;
    this.#put('status', statusRow(this.#kernel));
    for (const token of this.#kernel.tokens.values()) {
      if (!this.#rows.tokens.has(token.address))
        this.#put('tokens', { id: token.address, symbol: token.symbol, decimals: token.decimals });
    }
    this.#refreshBalances();
    for (const { topic, row } of this.#profit.changed()) this.#put(topic, row);
    for (const topic of profitTopics) {
      for (const id of [...this.#rows[topic].keys()]) if (!this.#profit.has(topic, id)) this.#remove(topic, id);
    }
  }

  /** Sorting samples and comparing every limit cost, so this is asked for about once a second. */
  refreshStages(): void {
    this.#refreshRisk();
    const percentiles = this.#kernel.latencies.percentiles();
    for (const id of ['analysed', 'decided', 'simulated', 'submitted', 'landed', 'total'] as const) {
      const measured = percentiles[id];
      if (measured === undefined) continue;
      const budgetMs = id === 'analysed' || id === 'decided' || id === 'submitted' ? stageBudgetMs[id] : null;
      this.#put('stages', {
        id,
        p50Ms: measured.p50,
        p95Ms: measured.p95,
        p99Ms: measured.p99,
        count: measured.count,
        budgetMs,
      });
    }
  }

  #refreshRisk(): void {
    const kernel = this.#kernel;
    for (const row of limitRows(kernel)) this.#put('limits', row);
    this.#put('risk', riskRow(kernel));
    for (const row of limitChangeRows(kernel)) if (!this.#rows.limitChanges.has(row.id)) this.#put('limitChanges', row);
  }

  /** Where a replay is. */
  showReplay(row: PanelRow<'replay'>): void {
    this.#put('replay', row);
  }

  #applyOne(decision: Decision): void {
    const kernel = this.#kernel;
    switch (decision.kind) {
      case 'ticket':
        this.#put('tickets', ticketRow(this.#kernel, decision.ticket));
        return this.#refreshOpportunity(decision.ticket.opportunity.id);
      case 'order': {
        this.#put('orders', orderRow(decision.order, kernel.fills.get(decision.order.id)?.fill));
        const ticket = kernel.tickets.get(decision.order.ticketId);
        return ticket === undefined ? undefined : this.#refreshOpportunity(ticket.opportunity.id);
      }
      case 'fill': {
        const { fill } = decision;
        const order = kernel.orders.get(fill.orderId);
        return order === undefined ? undefined : this.#put('orders', orderRow(order, fill));
      }
      case 'ledger':
        return this.#put('ledger', ledgerRow(decision.entry));
      case 'quarantine': {
        const { pool, sinceMs, reason } = decision.quarantine;
        return this.#put('quarantine', {
          id: pool,
          venue: kernel.market.pools.get(pool)?.venue ?? shortHex(pool),
          sinceMs: sinceMs as PanelRow<'quarantine'>['sinceMs'],
          reason: reason.slice(0, 512),
        });
      }
      case 'distrusted': {
        const { pool, token, flag, detail, sinceMs } = decision.distrust;
        const symbol = token === null ? 'pool' : (kernel.tokens.get(token)?.symbol ?? shortHex(token));
        return this.#put('quarantine', {
          id: pool,
          venue: kernel.market.pools.get(pool)?.venue ?? shortHex(pool),
          sinceMs: sinceMs as PanelRow<'quarantine'>['sinceMs'],
          reason: `${flag}: ${symbol}: ${detail}`.slice(0, 512),
        });
      }
      case 'trusted':
      case 'released':
        return this.#remove('quarantine', decision.pool);
      case 'fillReversed':
      case 'tier':
      case 'equity':
      case 'rival':
      case 'opportunity':
      case 'progress':
      case 'tradingState':
      case 'error':
        return;
    }
  }

  #refreshBars(): void {
    this.#barsRevision = this.#charts.revision;
    const wanted = Map.groupBy([...this.#watched.values()].flat(), barsRowId);
    for (const watched of wanted.values()) {
      const row = this.#charts.row(watched);
      if (row !== null) this.#put('bars', row);
    }
    this.#charts.forgetStudiesBut([...wanted.values()].flat());
    for (const id of [...this.#rows.bars.keys()]) if (!wanted.has(id)) this.#remove('bars', id);
  }

  #refreshOpportunity(id: string): void {
    const opportunity = this.#kernel.opportunities.get(id);
    if (opportunity !== undefined) this.#putOpportunity(opportunity);
  }

  #putOpportunity(opportunity: Opportunity): void {
    const known = this.#rows.opportunities.get(opportunity.id)?.serial;
    if (known === undefined) this.#serials += 1;
    this.#put('opportunities', opportunityRow(this.#kernel, opportunity, known ?? this.#serials));
  }

  #refreshBalances(): void {
    const balances = this.#kernel.balances;
    if (balances === null) return;
    for (const account of ['wallet', 'executor'] as const) {
      for (const [asset, chain] of balances[account]) this.#putBalance(account, asset, chain, balances.block.number);
    }
  }

  #putBalance(account: 'wallet' | 'executor', asset: Asset, chain: bigint, blockNumber: number): void {
    const books = this.#kernel.ledger.balance(account, asset);
    const id = `${account}:${asset}`;
    const known = this.#rows.balances.get(id);
    if (known === undefined && books === 0n && chain === 0n) return;
    if (known?.books === books && known.chain === chain && known.blockNumber === blockNumber) return;
    this.#put('balances', { id, account, asset, books, chain, blockNumber });
  }

  #put<T extends PanelTopic>(topic: T, row: PanelRow<T>): void {
    const rows = this.#rows[topic] as Map<string, PanelRow<T>>;
    rows.set(row.id, row);
    this.#tell({ topic, id: row.id, row });
    for (const oldest of rows.keys()) {
      if (rows.size <= keptRows[topic]) break;
      this.#remove(topic, oldest);
    }
  }

  #remove(topic: PanelTopic, id: string): void {
    if (this.#rows[topic].delete(id)) this.#tell({ topic, id, row: null });
  }

  #tell(change: RowChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
