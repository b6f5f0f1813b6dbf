import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import type { PanelsBridge } from '../../app/contract/bridge.ts';
import { noMarks } from '../../app/contract/chartMarks.ts';
import type { PanelRow, PanelTopic } from '../../app/contract/panelStream.ts';
import { failure, success } from '../../app/domain/result.ts';
import { clockStore } from '../state/clock.ts';
import { linkStore } from '../state/links.ts';
import { panelStore } from '../state/panelStore.ts';
import { emptyTables, type PanelTables } from '../state/topicTable.ts';
import { sampleArrangement } from './sampleWorkspaces.ts';

/** What jsdom lacks and the panels use: sizes, observers, media queries. Import first in a component test. */

const size = { width: 960, height: 480 };

class SizedObserver implements ResizeObserver {
  readonly #report: ResizeObserverCallback;

  constructor(report: ResizeObserverCallback) {
    this.#report = report;
  }

  observe(target: Element): void {
    const entry = { target, contentRect: size } as unknown as ResizeObserverEntry;
    queueMicrotask(() => this.#report([entry], this));
  }

  unobserve(): void {
    // Nothing is kept.
  }

  disconnect(): void {
    // Nothing is kept.
  }
}

globalThis.ResizeObserver = SizedObserver;
window.matchMedia = (media) =>
  ({ matches: false, media, addEventListener: vi.fn(), removeEventListener: vi.fn() }) as unknown as MediaQueryList;
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { value: size.height });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { value: size.width });
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { value: size.height });
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { value: size.width });
Element.prototype.scrollTo = vi.fn();
Element.prototype.scrollIntoView = vi.fn();
Element.prototype.hasPointerCapture = () => false;

/** As the workspaces begin. */
const everyoneLinked = sampleArrangement.workspaces[0]?.links ?? {};
linkStore.setState({ groups: everyoneLinked });

afterEach(() => {
  cleanup();
  panelStore.setState(emptyTables(), true);
  linkStore.setState({ groups: everyoneLinked, shown: {} });
});

/** A bridge whose every function answers ok; give those that matter to the test. */
export function fakeBridge(given: Partial<PanelsBridge> = {}): PanelsBridge {
  const done = vi.fn(async () => success({}));
  const bridge: PanelsBridge = {
    setStrategyMode: done,
    proposeGrant: done,
    chooseImport: done,
    startImport: done,
    controlImport: done,
    importJob: vi.fn(async () => success({ job: null })),
    keptHistory: vi.fn(async () => success({ series: [], more: 0 })),
    bookMoment: async () => failure('BOOK_UNKNOWN', 'no such book', 'Import one.'),
    bookSeries: async () => failure('BOOK_UNKNOWN', 'no such book', 'Import one.'),
    tradeOnBook: async () => failure('BOOK_UNKNOWN', 'no such book', 'Import one.'),
    startCalibration: done,
    controlCalibration: done,
    calibrationJob: vi.fn(async () => success({ job: null, reports: 0 })),
    calibrationReports: vi.fn(async () => success({ reports: [] })),
    performance: async () => failure('STORE_UNAVAILABLE', 'no journal', 'Start one.'),
    halt: done,
    reduceOnly: done,
    reviseTicket: done,
    proposeResume: done,
    changeLimits: vi.fn(async () => success({ applied: true })),
    selectTicket: done,
    placeApproveView: done,
    followTheme: done,
    controlReplay: done,
    processes: async () => success([]),
    stopKey: async () => success({ keys: 'Ctrl+Shift+F12' as const, isTaken: false }),
    disk: async () => success({ disk: null }),
    about: async () =>
      success({
        version: '0.1.0',
        electron: '42.0.0',
        officialBuild: false,
        liveLocked: true,
        liveLockedReasons: ['not an official build'],
        dataFolder: '/data',
      }),
    workspaces: async () =>
      success({ arrangement: sampleArrangement, starters: sampleArrangement.workspaces, isNew: true, notices: [] }),
    arrange: done,
    link: done,
    showDetached: done,
    onLink: () => () => undefined,
    opportunityDetail: async () => failure('DETAIL_NOT_KEPT', 'it is no longer kept', 'Choose another.'),
    opportunityTrace: async () => failure('TRACE_UNSUPPORTED', 'this node does not trace calls', 'Name another.'),
    chartSeries: async () => success({ series: [], more: 0 }),
    chartPage: async () => failure('CHART_UNKNOWN', 'no such series', 'Choose another.'),
    chartBar: async () => success({ bar: null }),
    settings: async () => success({ rows: [] }),
    changeSetting: async () => success({ rows: [] }),
    exportSettings: async () => success({ path: null }),
    importSettings: async () => success(null),
    chooseReportFolder: async () => success({ path: null }),
    alerts: async () =>
      success({
        rules: [],
        quietHours: null,
        isQuiet: false,
        firings: [],
        unseen: 0,
        topics: [],
        isWatching: true,
      }),
    keepAlertRule: async () => failure('ALERT_UNKNOWN', 'no such rule', 'Add it.'),
    removeAlertRule: done,
    setQuietHours: done,
    markAlertsSeen: done,
    onAlert: () => () => undefined,
    pools: async () => success({ blockNumber: 0, pools: [], more: 0 }),
    poolDepth: async () => failure('POOL_UNKNOWN', 'the engine follows no such pool', 'Choose another.'),
    engineHealth: async () => failure('ENGINE_NOT_STARTED', 'the engine is not running', 'Wait.'),
    logLines: async () => success({ lines: [], searchedBytes: 0 }),
    copyDiagnostics: async () => success({ characters: 0 }),
    mempool: async () => success({ blockNumber: 0, rows: [], seen: 0, unread: 0, lastSeenMs: null }),
    chainGas: async () => success({ blocks: [], nextBaseFeePerGas: null, pendingSeen: 0 }),
    chartStudies: async () => success({ timeS: new Float64Array(), studies: [] }),
    chartProfile: async () => success({ profile: null }),
    studyCatalogue: async () => success({ definitions: [] }),
    chartMarks: async () => success({ marks: noMarks }),
    keepChartMarks: async ({ marks }) => success({ marks }),
    onAlertRules: () => () => undefined,
    onChartMarks: () => () => undefined,
    onWorkspaceEvent: () => () => undefined,
    exportReport: async () => success({ path: null }),
    sizing: async () => failure('PARAMETER_OUT_OF_RANGE', 'no size', 'Give other numbers.'),
    correlation: async () => failure('SERIES_EMPTY', 'no bars', 'Wait for the first trades.'),
    optimisation: async () => failure('SERIES_EMPTY', 'no bars', 'Wait for the first trades.'),
    tailRisk: async () => failure('SERIES_EMPTY', 'no bars', 'Wait for the first trades.'),
    exposure: async () => failure('ENGINE_NOT_STARTED', 'the engine is not running', 'Wait.'),
    stress: async () => failure('ENGINE_NOT_STARTED', 'the engine is not running', 'Wait.'),
    keepScenarios: done,
    exportTable: async () => success({ path: null }),
    ...given,
  };
  Object.defineProperty(window, 'syndicate', { value: bridge, configurable: true });
  return bridge;
}

/** Puts rows into a topic as if the stream had sent a snapshot. */
export function showRows<T extends PanelTopic>(topic: T, rows: readonly PanelRow<T>[]): void {
  const table = { rows: new Map(rows.map((row) => [row.id, row])), phase: 'live', problem: null };
  panelStore.setState({ [topic]: table } as unknown as Partial<PanelTables>);
}

export function setClock(nowMs: number): void {
  clockStore.setState({ nowMs });
}
