import { studyCatalogue } from '../../app/charts/studyCatalogue.ts';
import { engineNotices, engineRequests } from '../../app/contract/engine.ts';
import { replayNotices, replayRequests } from '../../app/contract/replay.ts';
import { postNotice, serveRequests } from '../../app/contract/requests.ts';
import { parentPort } from '../process/parentPort.ts';
import { EngineProcess } from './engineProcess.ts';
import { log } from './log.ts';

/** The engine process: everything it does begins with a request of main's. */
const port = parentPort();

process.on('uncaughtException', (error) => {
  log('error', 'the engine stops on a bug; it is restarted from the journal', { error: error.stack ?? error.message });
  process.exit(70);
});
process.on('unhandledRejection', (reason) => {
  throw reason instanceof Error ? reason : new Error(String(reason));
});

const engine = new EngineProcess(port, {
  approvalWanted: (body) => postNotice(port, 'engine', engineNotices, 'approvalWanted', body),
  approvalWithdrawn: (body) => postNotice(port, 'engine', engineNotices, 'approvalWithdrawn', body),
  halted: (body) => postNotice(port, 'engine', engineNotices, 'halted', body),
  alert: (body) => postNotice(port, 'engine', engineNotices, 'alert', body),
  reduceOnly: (body) => postNotice(port, 'engine', engineNotices, 'reduceOnly', body),
  status: (body) => postNotice(port, 'engine', engineNotices, 'status', body),
});

serveRequests(port, 'engine', engineRequests, {
  start: (request) => engine.start(request),
  setStrategyMode: ({ setBy, ...request }) =>
    engine.act({ kind: 'setStrategyMode', ...request, ...(setBy === undefined ? {} : { by: setBy.by }) }),
  setTradingState: (request) => engine.act({ kind: 'setTradingState', ...request }),
  setAlertRules: ({ rules }) => engine.setAlertRules(rules),
  setValueAtRisk: (figures) => engine.takeValueAtRisk(figures),
  setLimits: (request) => engine.act({ kind: 'setLimits', ...request }),
  approveTicket: (request) => engine.act({ kind: 'approveTicket', ...request }),
  rejectTicket: ({ ticketId, because }) =>
    engine.act({ kind: 'rejectTicket', ticketId, ...(because === undefined ? {} : { because }) }),
  reviseTicket: (request) => engine.act({ kind: 'reviseTicket', ...request }),
  summary: () => engine.summary(),
  report: ({ format, scope, file }) => engine.report(format, scope, file),
  finish: ({ graceMs }) => engine.finish(graceMs),
  stop: ({ graceMs }) => engine.stop(graceMs),
  opportunityDetail: ({ id }) => engine.detail(id),
  opportunityTrace: ({ id, moment }) => engine.trace(id, moment),
  chartSeries: () => engine.charts.series(),
  chartPage: (request) => engine.charts.page(request),
  chartBar: (request) => ({ bar: engine.charts.bar(request) }),
  pools: () => engine.liquidity.pools(),
  poolDepth: ({ pool }) => engine.liquidity.depth(pool),
  exposure: () => engine.exposure,
  engineHealth: () => engine.health,
  chainGas: () => engine.liquidity.gas(),
  mempool: () => engine.mempool,
  chartStudies: (request) => engine.charts.studies(request),
  chartProfile: (request) => engine.charts.profile(request),
  studyCatalogue,
});

serveRequests(port, 'replay', replayRequests, {
  begin: (request) => engine.replay(request, (body) => postNotice(port, 'replay', replayNotices, 'ended', body)),
  control: (action) => engine.controlReplay(action),
});
