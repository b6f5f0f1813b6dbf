/** Every Electron IPC channel, in one place. */
export const channels = {
  /** renderer -> main, invoke: {name, body} of windowRequests */
  windowRequest: 'window:request',
  /** main -> panels preload: carries the MessagePort of the panel stream */
  panelPort: 'panels:port',
  /** main -> panels and detached panels: LinkMove */
  linkMove: 'panels:link',
  /** approve view -> main, invoke: {name, body} of approveRequests */
  approveRequest: 'approve:request',
  /** main -> approve view: ApprovalCard or null */
  approvalCard: 'approve:card',
  /** main -> approve view: Theme */
  approveTheme: 'approve:theme',
} as const;
