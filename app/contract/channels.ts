/** Every Electron IPC channel, in one place. */
export const channels = {
  /** renderer -> main, invoke: {name, body} of windowRequests */
  windowRequest: 'window:request',
  /** main -> panels preload, and that of a detached panel: carries the MessagePort of the panel stream */
  panelPort: 'panels:port',
  /** main -> panels: AlertFiring */
  alert: 'panels:alert',
  /** main -> panels and detached panels: the rules are others now, or one has spoken */
  alertRules: 'panels:alertRules',
  /** main -> panels: WorkspaceEvent */
  workspaceEvent: 'panels:workspace',
  /** detached panel -> main, invoke: {name, body} of detachedRequests */
  detachedRequest: 'detached:request',
  /** main -> detached panel: DetachedView */
  detachedView: 'detached:view',
  /** main -> panels and detached panels: LinkMove */
  linkMove: 'panels:link',
  /** main -> panels and detached panels: ChartMarksEvent */
  chartMarks: 'panels:chartMarks',
  /** approve view -> main, invoke: {name, body} of approveRequests */
  approveRequest: 'approve:request',
  /** main -> approve view: ApprovalCard or null */
  approvalCard: 'approve:card',
  /** main -> approve view: Theme */
  approveTheme: 'approve:theme',
} as const;
