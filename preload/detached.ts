import { contextBridge, ipcRenderer } from 'electron';
import type { DetachedBridge, DetachedPanelBridge } from '../app/contract/bridge.ts';
import { channels } from '../app/contract/channels.ts';
import type { DetachedView } from '../app/contract/workspace.ts';
import { onAlertRules } from './alertRules.ts';
import { onChartMarks } from './chartMarks.ts';
import { invoke } from './invoke.ts';
import { onLink } from './links.ts';
import { passPanelPorts } from './panelPort.ts';

const { detachedRequest, detachedView } = channels;

let view: DetachedView | null = null;
const viewListeners = new Set<(view: DetachedView) => void>();

ipcRenderer.on(detachedView, (_event, next: DetachedView) => {
  view = next;
  for (const listener of viewListeners) listener(next);
});

/** Under the name by which a panel knows its bridge, with the little that a detached one needs of it. */
const panelBridge: DetachedPanelBridge = {
  halt: (request) => invoke(detachedRequest, 'halt', request),
  processes: (request) => invoke(detachedRequest, 'processes', request),
  disk: (request) => invoke(detachedRequest, 'disk', request),
  engineHealth: (request) => invoke(detachedRequest, 'engineHealth', request),
  logLines: (request) => invoke(detachedRequest, 'logLines', request),
  copyDiagnostics: (request) => invoke(detachedRequest, 'copyDiagnostics', request),
  link: (request) => invoke(detachedRequest, 'link', request),
  onLink,
  chartSeries: (request) => invoke(detachedRequest, 'chartSeries', request),
  chartPage: (request) => invoke(detachedRequest, 'chartPage', request),
  chartBar: (request) => invoke(detachedRequest, 'chartBar', request),
  chartStudies: (request) => invoke(detachedRequest, 'chartStudies', request),
  chartProfile: (request) => invoke(detachedRequest, 'chartProfile', request),
  studyCatalogue: (request) => invoke(detachedRequest, 'studyCatalogue', request),
  chartMarks: (request) => invoke(detachedRequest, 'chartMarks', request),
  keepChartMarks: (request) => invoke(detachedRequest, 'keepChartMarks', request),
  onChartMarks,
  alerts: (request) => invoke(detachedRequest, 'alerts', request),
  keepAlertRule: (request) => invoke(detachedRequest, 'keepAlertRule', request),
  removeAlertRule: (request) => invoke(detachedRequest, 'removeAlertRule', request),
  onAlertRules,
};

const bridge: DetachedBridge = {
  chooseGroup: (request) => invoke(detachedRequest, 'chooseGroup', request),
  dock: (request) => invoke(detachedRequest, 'dock', request),
  onView: (listener) => {
    viewListeners.add(listener);
    if (view !== null) listener(view);
    return () => {
      viewListeners.delete(listener);
    };
  },
};

contextBridge.exposeInMainWorld('syndicate', panelBridge);
contextBridge.exposeInMainWorld('syndicateDetached', bridge);
passPanelPorts();
