import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import type { AlertNews } from './alerts.ts';
import type { ChartMarksEvent, chartMarkRequests } from './chartMarks.ts';
import type { ChartName } from './charts.ts';
import type { ChartAlertName, detachedRequests } from './detachedCommands.ts';
import type { RequestTable } from './requests.ts';
import type { ApprovalCard, approveRequests, Theme, windowRequests } from './windowCommands.ts';
import type { DetachedView, LinkMove, WorkspaceEvent } from './workspace.ts';

/** What every function of a bridge answers with. */
export type BridgeAnswer<T> = Result<T>;

/** One named function per request of a table. They never reject: what went wrong is in the Result. */
export type BridgeOf<T extends RequestTable> = {
  readonly [N in keyof T]: (request: z.input<T[N]['request']>) => Promise<BridgeAnswer<z.output<T[N]['response']>>>;
};

/**
 * `window.syndicate` in the panels page. A MessagePort cannot pass through a bridge function, so the panel stream's port
 * comes as a `message` event of the window itself: `event.source === window`, `event.data.type === panelPortMessage`,
 * `event.ports[0]` is the port. It comes once the page has loaded and again whenever the engine was restarted: drop the
 * earlier port and take every topic's snapshot anew.
 */
export type PanelsBridge = BridgeOf<typeof windowRequests> & {
  /** Called with each link group's last move, now and as another window moves one. Returns how to stop. */
  onLink(listener: (move: LinkMove) => void): () => void;
  /** Called with each alert as it fires; `isOpened` where its notification was clicked. Returns how to stop. */
  onAlert(listener: (alert: AlertNews) => void): () => void;
  /** Called when alert rules have changed, or one has spoken. Returns how to stop. */
  onAlertRules(listener: () => void): () => void;
  /** Called when what is kept of a symbol was changed elsewhere. Returns how to stop. */
  onChartMarks(listener: (event: ChartMarksEvent) => void): () => void;
  /** Called when a detached panel's window was closed or chose another link group. Returns how to stop. */
  onWorkspaceEvent(listener: (event: WorkspaceEvent) => void): () => void;
};

/** `window.syndicate` in the page of a detached panel: all that a panel of its kind may call. */
export type DetachedPanelBridge = Pick<
  PanelsBridge,
  | 'halt'
  | 'processes'
  | 'disk'
  | 'engineHealth'
  | 'logLines'
  | 'copyDiagnostics'
  | 'link'
  | 'onLink'
  | 'onChartMarks'
  | 'onAlertRules'
  | ChartAlertName
  | ChartName
  | keyof typeof chartMarkRequests
>;

/** `window.syndicateDetached` there: what it shows, and what becomes of it. */
export type DetachedBridge = Pick<BridgeOf<typeof detachedRequests>, 'chooseGroup' | 'dock'> & {
  /** Called with the panel and its link group, as soon as they are known and at each change. Returns how to stop. */
  onView(listener: (view: DetachedView) => void): () => void;
};

export const panelPortMessage = 'syndicate:panelPort';

/** `window.syndicateApprove` in the approve view. */
export type ApproveBridge = BridgeOf<typeof approveRequests> & {
  /** Called with the card on show, now and at each change; null when nothing waits. Returns how to stop. */
  onCard(listener: (card: ApprovalCard | null) => void): () => void;
  /** Called with the theme that the panels chose, as soon as it is known and at each change. Returns how to stop. */
  onTheme(listener: (theme: Theme) => void): () => void;
};

declare global {
  interface Window {
    readonly syndicate: PanelsBridge;
    readonly syndicateApprove: ApproveBridge;
    readonly syndicateDetached: DetachedBridge;
  }
}
