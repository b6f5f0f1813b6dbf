import { contextBridge, ipcRenderer } from 'electron';
import type { ApproveBridge } from '../app/contract/bridge.ts';
import { channels } from '../app/contract/channels.ts';
import type { ApprovalCard, Theme } from '../app/contract/windowCommands.ts';
import { invoke } from './invoke.ts';

const { approveRequest, approvalCard, approveTheme } = channels;

let card: ApprovalCard | null = null;
let theme: Theme | null = null;
const cardListeners = new Set<(card: ApprovalCard | null) => void>();
const themeListeners = new Set<(theme: Theme) => void>();

ipcRenderer.on(approvalCard, (_event, next: ApprovalCard | null) => {
  card = next;
  for (const listener of cardListeners) listener(next);
});
ipcRenderer.on(approveTheme, (_event, next: Theme) => {
  theme = next;
  for (const listener of themeListeners) listener(next);
});

const bridge: ApproveBridge = {
  approve: (request) => invoke(approveRequest, 'approve', request),
  reject: (request) => invoke(approveRequest, 'reject', request),
  onCard: (listener) => {
    cardListeners.add(listener);
    listener(card);
    return () => {
      cardListeners.delete(listener);
    };
  },
  onTheme: (listener) => {
    themeListeners.add(listener);
    if (theme !== null) listener(theme);
    return () => {
      themeListeners.delete(listener);
    };
  },
};

contextBridge.exposeInMainWorld('syndicateApprove', bridge);
