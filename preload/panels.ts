import { contextBridge, ipcRenderer } from 'electron';
import type { AlertNews } from '../app/contract/alerts.ts';
import type { PanelsBridge } from '../app/contract/bridge.ts';
import { channels } from '../app/contract/channels.ts';
import type { WorkspaceEvent } from '../app/contract/workspace.ts';
import { onAlertRules } from './alertRules.ts';
import { onChartMarks } from './chartMarks.ts';
import { invoke } from './invoke.ts';
import { onLink } from './links.ts';
import { passPanelPorts } from './panelPort.ts';

const { windowRequest } = channels;

const bridge: PanelsBridge = {
  setStrategyMode: (request) => invoke(windowRequest, 'setStrategyMode', request),
  proposeGrant: (request) => invoke(windowRequest, 'proposeGrant', request),
  halt: (request) => invoke(windowRequest, 'halt', request),
  reduceOnly: (request) => invoke(windowRequest, 'reduceOnly', request),
  changeLimits: (request) => invoke(windowRequest, 'changeLimits', request),
  reviseTicket: (request) => invoke(windowRequest, 'reviseTicket', request),
  proposeResume: (request) => invoke(windowRequest, 'proposeResume', request),
  selectTicket: (request) => invoke(windowRequest, 'selectTicket', request),
  placeApproveView: (request) => invoke(windowRequest, 'placeApproveView', request),
  followTheme: (request) => invoke(windowRequest, 'followTheme', request),
  controlReplay: (request) => invoke(windowRequest, 'controlReplay', request),
  processes: (request) => invoke(windowRequest, 'processes', request),
  stopKey: (request) => invoke(windowRequest, 'stopKey', request),
  disk: (request) => invoke(windowRequest, 'disk', request),
  about: (request) => invoke(windowRequest, 'about', request),
  chooseImport: (request) => invoke(windowRequest, 'chooseImport', request),
  startImport: (request) => invoke(windowRequest, 'startImport', request),
  controlImport: (request) => invoke(windowRequest, 'controlImport', request),
  importJob: (request) => invoke(windowRequest, 'importJob', request),
  keptHistory: (request) => invoke(windowRequest, 'keptHistory', request),
  tradeOnBook: (request) => invoke(windowRequest, 'tradeOnBook', request),
  bookMoment: (request) => invoke(windowRequest, 'bookMoment', request),
  bookSeries: (request) => invoke(windowRequest, 'bookSeries', request),
  startCalibration: (request) => invoke(windowRequest, 'startCalibration', request),
  controlCalibration: (request) => invoke(windowRequest, 'controlCalibration', request),
  calibrationJob: (request) => invoke(windowRequest, 'calibrationJob', request),
  calibrationReports: (request) => invoke(windowRequest, 'calibrationReports', request),
  workspaces: (request) => invoke(windowRequest, 'workspaces', request),
  arrange: (request) => invoke(windowRequest, 'arrange', request),
  link: (request) => invoke(windowRequest, 'link', request),
  showDetached: (request) => invoke(windowRequest, 'showDetached', request),
  onLink,
  opportunityDetail: (request) => invoke(windowRequest, 'opportunityDetail', request),
  opportunityTrace: (request) => invoke(windowRequest, 'opportunityTrace', request),
  chartSeries: (request) => invoke(windowRequest, 'chartSeries', request),
  chartPage: (request) => invoke(windowRequest, 'chartPage', request),
  chartBar: (request) => invoke(windowRequest, 'chartBar', request),
  settings: (request) => invoke(windowRequest, 'settings', request),
  changeSetting: (request) => invoke(windowRequest, 'changeSetting', request),
  exportSettings: (request) => invoke(windowRequest, 'exportSettings', request),
  importSettings: (request) => invoke(windowRequest, 'importSettings', request),
  chooseReportFolder: (request) => invoke(windowRequest, 'chooseReportFolder', request),
  alerts: (request) => invoke(windowRequest, 'alerts', request),
  keepAlertRule: (request) => invoke(windowRequest, 'keepAlertRule', request),
  removeAlertRule: (request) => invoke(windowRequest, 'removeAlertRule', request),
  setQuietHours: (request) => invoke(windowRequest, 'setQuietHours', request),
  markAlertsSeen: (request) => invoke(windowRequest, 'markAlertsSeen', request),
  onAlert: (listener) => {
    const receive = (_event: unknown, news: AlertNews): void => listener(news);
    ipcRenderer.on(channels.alert, receive);
    return () => {
      ipcRenderer.off(channels.alert, receive);
    };
  },
  sizing: (request) => invoke(windowRequest, 'sizing', request),
  performance: (request) => invoke(windowRequest, 'performance', request),
  correlation: (request) => invoke(windowRequest, 'correlation', request),
  optimisation: (request) => invoke(windowRequest, 'optimisation', request),
  tailRisk: (request) => invoke(windowRequest, 'tailRisk', request),
  exposure: (request) => invoke(windowRequest, 'exposure', request),
  stress: (request) => invoke(windowRequest, 'stress', request),
  keepScenarios: (request) => invoke(windowRequest, 'keepScenarios', request),
  exportTable: (request) => invoke(windowRequest, 'exportTable', request),
  pools: (request) => invoke(windowRequest, 'pools', request),
  poolDepth: (request) => invoke(windowRequest, 'poolDepth', request),
  engineHealth: (request) => invoke(windowRequest, 'engineHealth', request),
  logLines: (request) => invoke(windowRequest, 'logLines', request),
  copyDiagnostics: (request) => invoke(windowRequest, 'copyDiagnostics', request),
  mempool: (request) => invoke(windowRequest, 'mempool', request),
  chainGas: (request) => invoke(windowRequest, 'chainGas', request),
  chartStudies: (request) => invoke(windowRequest, 'chartStudies', request),
  chartProfile: (request) => invoke(windowRequest, 'chartProfile', request),
  studyCatalogue: (request) => invoke(windowRequest, 'studyCatalogue', request),
  chartMarks: (request) => invoke(windowRequest, 'chartMarks', request),
  keepChartMarks: (request) => invoke(windowRequest, 'keepChartMarks', request),
  onChartMarks,
  onAlertRules,
  onWorkspaceEvent: (listener) => {
    const receive = (_event: unknown, told: WorkspaceEvent): void => listener(told);
    ipcRenderer.on(channels.workspaceEvent, receive);
    return () => {
      ipcRenderer.off(channels.workspaceEvent, receive);
    };
  },
  exportReport: (request) => invoke(windowRequest, 'exportReport', request),
};

contextBridge.exposeInMainWorld('syndicate', bridge);

passPanelPorts();
