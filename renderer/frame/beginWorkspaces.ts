import { toast } from 'sonner';
import { failureFrom } from '../../app/domain/result.ts';
import { keepWorkspaces } from '../state/commands.ts';
import { beginWith, keepNow } from '../state/workspaces.ts';
import { withFormerLayout } from './formerLayout.ts';

/** Main is there before any page: where it does not answer it is asked again. */
const asksAgainAfterMs = 1_000;

/** Asks main for the workspaces, says what was mended in them, and keeps what is changed when the page goes. */
export async function beginWorkspaces(): Promise<void> {
  window.addEventListener('pagehide', keepNow);
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
