import { contextBridge, ipcRenderer } from 'electron';
import type { ApproveBridge } from '../app/contract/bridge.ts';
import { channels } from '../app/contract/channels.ts';
import type { ApprovalCard } from '../app/contract/windowCommands.ts';
import { invoke } from './invoke.ts';

const { approveRequest, approvalCard } = channels;

let card: ApprovalCard | null = null;
const listeners = new Set<(card: ApprovalCard | null) => void>();

ipcRenderer.on(approvalCard, (_event, next: ApprovalCard | null) => {
  card = next;
  for (const listener of listeners) listener(card);
});

const bridge: ApproveBridge = {
  approve: (request) => invoke(approveRequest, 'approve', request),
  reject: (request) => invoke(approveRequest, 'reject', request),
  onCard: (listener) => {
    listeners.add(listener);
    listener(card);
    return () => {
      listeners.delete(listener);
    };
  },
};

contextBridge.exposeInMainWorld('syndicateApprove', bridge);
