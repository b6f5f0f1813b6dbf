import { toast } from 'sonner';
import { failureFrom } from '../../app/domain/result.ts';
import { keepWorkspaces } from '../state/commands.ts';
import { beginWith, keepNow, setLinkGroup } from '../state/workspaces.ts';
import { withFormerLayout } from './formerLayout.ts';
import { attachPanel } from './workspaceApi.ts';

/** Main is there before any page: where it does not answer it is asked again. */
const asksAgainAfterMs = 1_000;

/** Follows what happens to the windows of detached panels, and keeps what is changed when the page goes. Returns how to stop. */
export function followWorkspaces(): () => void {
  window.addEventListener('pagehide', keepNow);
  const stop = window.syndicate.onWorkspaceEvent((event) => {
    if (event.kind === 'docked') attachPanel(event.panel);
    else setLinkGroup(event.panel, event.group);
    keepNow();
  });
  return () => {
    stop();
    window.removeEventListener('pagehide', keepNow);
  };
}

/** Asks main for the workspaces and says what was mended in them. */
export async function beginWorkspaces(): Promise<void> {
  const answer = await window.syndicate.workspaces({}).catch(failureFrom);
  if (!answer.ok) {
    toast.error(`Workspaces: ${answer.message}`, { description: answer.advice });
    setTimeout(() => void beginWorkspaces(), asksAgainAfterMs);
    return;
  }
  const { arrangement, starters, isNew, notices } = answer.value;
  const begun = isNew ? withFormerLayout(arrangement, localStorage) : arrangement;
  beginWith(begun, starters);
  if (begun !== arrangement) void keepWorkspaces(begun);
  for (const notice of notices) toast.warning('Layout mended', { description: notice, duration: 15_000 });
}
