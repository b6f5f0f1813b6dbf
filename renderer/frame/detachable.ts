import { type DetachablePanel, detachablePanels, type PanelId } from '../../app/contract/workspace.ts';

/** Whether the panel can have a window of its own. */
export function isDetachable(panel: PanelId): panel is DetachablePanel {
  return detachablePanels.some((each) => each === panel);
}
