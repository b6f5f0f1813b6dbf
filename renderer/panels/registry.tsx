import type { ComponentType } from 'react';
import { type LinkSubject, type PanelId, panelIds } from '../../app/contract/workspace.ts';
import { lazily } from '../components/lazily.tsx';
import { SourceFacts } from '../components/SourceFacts.tsx';
import { AlertFacts } from './alerts/HeaderFacts.tsx';
import { BookPaperFacts } from './bookPaper/Facts.tsx';
import { CalibrationFacts, CalibrationPanel } from './calibration/Panel.tsx';
import { GasFacts, GasPanel } from './gas/Panel.tsx';
import { HealthFacts, HealthPanel } from './health/Panel.tsx';
import { ImportControls, ImportFacts, ImportsPanel } from './imports/Panel.tsx';
import { OpportunityControls } from './opportunities/HeaderControls.tsx';
import { OpportunitiesPanel } from './opportunities/Panel.tsx';
import { OrderBookFacts } from './orderBook/Facts.tsx';
import { OrderControls, OrderFacts, OrdersPanel } from './orders/Panel.tsx';
import { PoolsFacts, PoolsPanel } from './pools/Panel.tsx';
import { ProfitPanel } from './profit/Panel.tsx';
import { TicketFacts, TicketPanel } from './ticket/Panel.tsx';

/** What a panel does in a link group: what a click in it shows in the others, and what it does where another is clicked. */
export interface LinkBehaviour {
  readonly drives: readonly LinkSubject['kind'][];
  readonly follows: string;
}

/** Loaded when a workspace first shows them. */
const limits = () => import('./limits/Panel.tsx');
const tailRisk = () => import('./tailRisk/Panel.tsx');
const correlation = () => import('./correlation/Panel.tsx');
const optimiser = () => import('./optimiser/Panel.tsx');
const sizing = () => import('./sizing/Panel.tsx');
const performance = () => import('./performance/Panel.tsx');
const exposure = () => import('./exposure/Panel.tsx');
const scenarios = () => import('./scenarios/Panel.tsx');

export interface PanelDefinition {
  readonly id: PanelId;
  readonly title: string;
  readonly Body: ComponentType;
  /** Beside the title: filter and toggles. */
  readonly Controls: ComponentType | null;
  /** At the right of the header: source, block, age. */
  readonly Facts: ComponentType;
  /** What it shows, in one line. */
  readonly shows: string;
  /** null: it has nothing to share. */
  readonly link: LinkBehaviour | null;
  /** How it is used, in a sentence or two. */
  readonly help: string;
  /** It is never laid out smaller, in CSS pixels. */
  readonly least?: { readonly minimumWidth: number; readonly minimumHeight: number };
}

/** The library that draws bars is a fifth of what a window loads: it comes with the first chart. */
function chartIn(panel: 'chart' | 'chart2'): Pick<PanelDefinition, 'Body' | 'Facts'> {
  return {
    Body: lazily(async () => {
      const { ChartPanel } = await import('./chart/Panel.tsx');
      return () => <ChartPanel panel={panel} />;
    }),
    Facts: lazily(async () => {
      const { ChartFacts } = await import('./chart/Panel.tsx');
      return () => <ChartFacts panel={panel} />;
    }),
  };
}

const modes = () => import('./modes/Panel.tsx');
const mempool = () => import('./mempool/Panel.tsx');
const DetailPanel = lazily(async () => (await import('./detail/Panel.tsx')).DetailPanel);
const BookPaperPanel = lazily(async () => (await import('./bookPaper/Panel.tsx')).BookPaperPanel);
const OrderBookPanel = lazily(async () => (await import('./orderBook/Panel.tsx')).OrderBookPanel);
const AlertsPanel = lazily(async () => (await import('./alerts/Panel.tsx')).AlertsPanel);

/** Every panel, one entry each. */
export const panels: { readonly [Id in PanelId]: PanelDefinition & { readonly id: Id } } = {
  opportunities: {
    id: 'opportunities',
    title: 'Opportunities',
    Body: OpportunitiesPanel,
    Controls: OpportunityControls,
    Facts: () => <SourceFacts topic="opportunities" />,
    shows: 'Every route that was found, what it would bring after gas, and what became of it',
    link: { drives: ['opportunity', 'token', 'pool'], follows: 'lists the routes through the token or pool' },
    help: 'Arrows select, Enter goes to the opportunity in detail, Escape follows the newest ticket again. A click on a token shows what goes through it. The engine sorts; rows keep their places while the pointer or the keyboard is among them. Filters are text, such as net > 0.02 and token = LINK.',
  },
  ticket: {
    id: 'ticket',
    title: 'Ticket',
    Body: TicketPanel,
    Controls: null,
    Facts: TicketFacts,
    shows: 'One opportunity to the wei, its checks, and the approval',
    link: { drives: ['token', 'pool'], follows: 'shows the opportunity, or the newest through the token or pool' },
    help: 'F8 moves the keyboard into the approve view and back; there Enter approves and Backspace rejects.',
    // The approve view is not laid over less than 240 × 160.
    least: { minimumWidth: 300, minimumHeight: 280 },
  },
  profit: {
    id: 'profit',
    title: 'Profit and books',
    Body: ProfitPanel,
    Controls: null,
    Facts: () => <SourceFacts topic="equity" />,
    shows: 'What trading brought, every balance beside the chain, rivals and the ledger',
    link: { drives: ['token'], follows: 'marks the balance and the result of the token' },
    help: 'Books and chain must be equal to the wei; where they differ trading halts. A click on a balance shows what goes through its token.',
  },
  orders: {
    id: 'orders',
    title: 'Orders and landings',
    Body: OrdersPanel,
    Controls: OrderControls,
    Facts: OrderFacts,
    shows: 'What was sent, where it landed, and what it brought',
    link: { drives: ['ticket'], follows: 'selects the order, or lists those through the token or pool' },
    help: 'Arrows select, Enter goes to the ticket of the order.',
  },
  health: {
    id: 'health',
    title: 'Health',
    Body: HealthPanel,
    Controls: null,
    Facts: HealthFacts,
    shows:
      'How long each stage takes, the feed, its lag and gaps, what waits, quarantined pools, processes, disk and logs',
    link: { drives: ['pool'], follows: 'marks the pool if it is in quarantine' },
    help: 'This is where to look when nothing comes. A click on a quarantined pool shows what goes through it. Copy diagnostics puts on the clipboard what helps somebody else, without anything secret.',
  },
  imports: {
    id: 'imports',
    title: 'Recorded data',
    Body: ImportsPanel,
    Controls: ImportControls,
    Facts: ImportFacts,
    shows: 'Imported candles, trades and blocks, and what is wrong with them',
    link: null,
    help: 'Choose a file of candles or trades; an import can be paused and goes on where it was.',
  },
  chart: {
    id: 'chart',
    title: 'Chart',
    ...chartIn('chart'),
    Controls: null,
    shows:
      'Bars of a pool as it trades, or of what was recorded, from a second to a day, with indicators and our own fills',
    link: { drives: [], follows: 'charts the pool, and shows the crosshair of the other chart' },
    help: 'Hollow bars rose, filled ones fell; triangles are our fills. Drag or scroll back for older bars; figures are exact on hover and in what is copied. Indicators, drawings and price alerts are kept for each symbol; Delete removes the drawing that was clicked.',
    least: { minimumWidth: 280, minimumHeight: 160 },
  },
  chart2: {
    id: 'chart2',
    title: 'Second chart',
    ...chartIn('chart2'),
    Controls: null,
    shows: 'A chart beside the first: another interval of the same pool, or another pool',
    link: { drives: [], follows: 'charts the pool, and shows the crosshair of the other chart' },
    help: 'As the chart. In the same link group the crosshair of one is shown in the other, in another window too.',
    least: { minimumWidth: 280, minimumHeight: 160 },
  },
  calibration: {
    id: 'calibration',
    title: 'Calibration',
    Body: CalibrationPanel,
    Controls: null,
    Facts: CalibrationFacts,
    shows: 'How far paper is from real: the same strategy both ways at once, and a class for every wei between them',
    link: null,
    help: 'Choose for how long and against how many rivals, then Calibrate. Stopped, it reports on the time it had; the reports are kept.',
    least: { minimumWidth: 280, minimumHeight: 160 },
  },
  pools: {
    id: 'pools',
    title: 'Pools',
    Body: PoolsPanel,
    Controls: null,
    Facts: PoolsFacts,
    shows: 'Every pool that is followed: price, depth, liquidity, swaps, and whether routes go through it',
    link: { drives: ['pool'], follows: 'takes the pool apart, or lists the pools of the token' },
    help: 'Arrows choose a pool; below it are its depth, its ladder, where its liquidity lies, its swaps with ours marked, and the other pools of its pair by price. Asked of the engine every second or two.',
    least: { minimumWidth: 340, minimumHeight: 220 },
  },
  bookPaper: {
    id: 'bookPaper',
    title: 'Recorded book',
    Body: BookPaperPanel,
    Controls: null,
    Facts: BookPaperFacts,
    shows: 'Orders of ours sent into a recorded order book, on paper: queue, parts, own impact, fees and latency',
    link: null,
    help: 'Choose the market and when the order is sent, then Send on paper. Nothing leaves: the recording goes on as it was, and ours stands in its queue.',
  },
  orderBook: {
    id: 'orderBook',
    title: 'Order book',
    Body: OrderBookPanel,
    Controls: null,
    Facts: OrderBookFacts,
    shows: 'A recorded order book as it stood: depth, ladder, time and sales, and its measures over time',
    link: null,
    help: 'Choose the market; the slider, the buttons and a click into the measures choose the moment, Play goes on from there. Read from the market history, made again exactly from the changes that were recorded; times are the venue’s, in UTC.',
    least: { minimumWidth: 340, minimumHeight: 240 },
  },
  gas: {
    id: 'gas',
    title: 'Blocks and gas',
    Body: GasPanel,
    Controls: null,
    Facts: GasFacts,
    shows: 'What blocks ask for gas, how full they were, and what the next one will ask',
    link: null,
    help: 'The line is the base fee of the last 300 blocks, the bars are how full each was; the next base fee follows from the newest block by EIP-1559.',
    least: { minimumWidth: 280, minimumHeight: 160 },
  },
  detail: {
    id: 'detail',
    title: 'Opportunity',
    Body: DetailPanel,
    Controls: null,
    Facts: () => <SourceFacts topic="opportunities" />,
    shows:
      'One opportunity at the state it was found at: its route, its profit by size, its costs and checks, and what became of it',
    link: { drives: ['token', 'pool'], follows: 'shows the opportunity, or the newest through the token or pool' },
    help: 'Every size on the curve is quoted exactly on the pools as they were at its block, which is named. Enter on a row of the opportunities comes here.',
    least: { minimumWidth: 320, minimumHeight: 200 },
  },
  modes: {
    id: 'modes',
    title: 'Modes and stops',
    Body: lazily(() => modes().then(({ ModesPanel }) => ModesPanel)),
    Controls: null,
    Facts: lazily(() => modes().then(({ ModesFacts }) => ModesFacts)),
    shows: 'What each strategy may do, under which budget and until when, who set it, and how trading is stopped',
    link: null,
    help: 'Off, Watch and Approve take effect at once; Automate asks for a budget and a time, which you confirm in the approve view. Stopping asks nothing; resuming does.',
    least: { minimumWidth: 320, minimumHeight: 160 },
  },
  mempool: {
    id: 'mempool',
    title: 'Mempool',
    Body: lazily(() => mempool().then(({ MempoolPanel }) => MempoolPanel)),
    Controls: null,
    Facts: lazily(() => mempool().then(({ MempoolFacts }) => MempoolFacts)),
    shows:
      'What waits for a block: each swap with its value, the pools it passes, and whether it moves a trade of ours',
    link: { drives: ['pool', 'opportunity', 'ticket'], follows: 'stays as it is' },
    help: 'Calldata of known routers is read and quoted exactly at the newest block while this panel is on show. It is only looked at: nothing of ours is ever placed against another’s pending trade. A marked row moves pools of an opportunity or ticket of ours; a click on its reading shows that.',
    least: { minimumWidth: 320, minimumHeight: 160 },
  },
  alerts: {
    id: 'alerts',
    title: 'Alerts',
    Body: AlertsPanel,
    Controls: null,
    Facts: AlertFacts,
    shows: 'What fired, newest first, and the rules it fired by',
    link: { drives: ['opportunity', 'ticket', 'token', 'pool'], follows: 'stays as it is' },
    help: 'A rule is a condition on figures that the engine or main publishes; it is watched with or without a window. A click on an alert shows what it is about.',
  },
  limits: {
    id: 'limits',
    title: 'Limits',
    Body: lazily(() => limits().then(({ LimitsPanel }) => LimitsPanel)),
    Controls: null,
    Facts: () => <SourceFacts topic="limits" />,
    shows: 'Every limit beside its figure and what is left of it, the capital tier, and who changed what',
    link: null,
    help: 'A click on what is set changes it. Less takes effect at once; more is put before you in the approve view. A crossed limit sets Reduce-only.',
    least: { minimumWidth: 300, minimumHeight: 160 },
  },
  tailRisk: {
    id: 'tailRisk',
    title: 'Value at risk',
    Body: lazily(() => tailRisk().then(({ TailRiskPanel }) => TailRiskPanel)),
    Controls: null,
    Facts: lazily(() => tailRisk().then(({ TailRiskFacts }) => TailRiskFacts)),
    shows:
      'What chosen series or holdings may lose in an hour, a day or ten, by four methods, each beside its backtest',
    link: null,
    help: 'Choose series of pools or recordings and say how much is held of each. A chance below 0.05 speaks against a method; the zones are those of the supervisors. Gaps are dropped, never filled.',
  },
  correlation: {
    id: 'correlation',
    title: 'Correlation',
    Body: lazily(() => correlation().then(({ CorrelationPanel }) => CorrelationPanel)),
    Controls: null,
    Facts: lazily(() => correlation().then(({ CorrelationFacts }) => CorrelationFacts)),
    shows: 'How chosen series move together, in clusters, and when what is held of them fell and came back',
    link: null,
    help: 'Choose two or more series; what moves together stands together. Blue goes the same way, red the other.',
  },
  optimiser: {
    id: 'optimiser',
    title: 'Portfolio',
    Body: lazily(() => optimiser().then(({ OptimiserPanel }) => OptimiserPanel)),
    Controls: null,
    Facts: lazily(() => optimiser().then(({ OptimiserFacts }) => OptimiserFacts)),
    shows: 'Weights by nine methods beside what is held, what the change would cost, and the efficient frontier',
    link: null,
    help: 'Say how much is held of each series; bounds, groups, turnover and an expected return are met or the one that cannot be is named. Views are yours, each as sure as you say. Beyond ten per cent of drift the trades of a rebalance are proposed; nothing is traded from here.',
  },
  sizing: {
    id: 'sizing',
    title: 'Calculators',
    Body: lazily(() => sizing().then(({ SizingPanel }) => SizingPanel)),
    Controls: null,
    Facts: lazily(() => sizing().then(({ SizingFacts }) => SizingFacts)),
    shows: 'Sizes by fractional Kelly with its chance of ruin, by what a stop may lose, and by a target volatility',
    link: null,
    help: 'A short record is drawn towards an even bet; without an edge the stake is nothing.',
  },
  performance: {
    id: 'performance',
    title: 'Performance',
    Body: lazily(() => performance().then(({ PerformancePanel }) => PerformancePanel)),
    Controls: null,
    Facts: lazily(() => performance().then(({ PerformanceFacts }) => PerformanceFacts)),
    shows:
      'What trading came to, net of everything, in one mode at a time: ratios, falls, targets, and whether it is more than luck',
    link: null,
    help: 'Choose the mode, account, strategy, time and length of a period. Every replay, run on paper, recorded book and calibration is counted as a trial, and the more there were the less a good ratio says. Of less than thirty days nothing is compounded to a year. A chance below 0.95 of the deflated ratio, or above 0.05 of the tests, speaks against an edge.',
    least: { minimumWidth: 320, minimumHeight: 200 },
  },
  exposure: {
    id: 'exposure',
    title: 'Exposure',
    Body: lazily(() => exposure().then(({ ExposurePanel }) => ExposurePanel)),
    Controls: null,
    Facts: lazily(() => exposure().then(({ ExposureFacts }) => ExposureFacts)),
    shows: 'What is held by chain, token and the strategy that earned it, and what is under way at worst',
    link: null,
    help: 'Stronger colour is a larger share; red is below zero. Gas is taken out of what a strategy earned. Of this mode alone.',
    least: { minimumWidth: 280, minimumHeight: 160 },
  },
  scenarios: {
    id: 'scenarios',
    title: 'Scenarios',
    Body: lazily(() => scenarios().then(({ ScenariosPanel }) => ScenariosPanel)),
    Controls: null,
    Facts: lazily(() => scenarios().then(({ ScenarioFacts }) => ScenarioFacts)),
    shows: 'What recorded crashes and shocks would leave of every holding and every order under way',
    link: null,
    help: 'A click on a scenario takes it apart and says what it cannot know. Recorded crashes need candles of what is held, imported in “Recorded data”. New scenario keeps one of your own.',
    least: { minimumWidth: 300, minimumHeight: 180 },
  },
};

export function isPanelId(id: string): id is PanelId {
  return (panelIds as readonly string[]).includes(id);
}
