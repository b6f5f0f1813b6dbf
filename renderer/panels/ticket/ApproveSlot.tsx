import type { JSX } from 'react';
import { useCovered } from '../../state/covers.ts';
import { useReplaying } from '../../state/replay.ts';
import { usePlaceApproveView } from './usePlaceApproveView.ts';

/**
 * Where main lays the approve view. What it says itself is seen only while that view is away, so that nothing of this
 * page can be taken for an approval.
 */
export function ApproveSlot(): JSX.Element | null {
  const covered = useCovered();
  const replaying = useReplaying();
  const slot = usePlaceApproveView(!covered && !replaying);
  if (replaying) return null;
  return (
    <section aria-label="Approval" className="shrink-0 border-t border-line p-2">
      <div
        ref={slot}
        data-testid="approve-slot"
        className="flex h-[196px] items-center justify-center rounded-sm bg-ground px-4 text-center text-caption text-ink-3"
      >
        {covered
          ? 'The approve view is away while a menu or a dialog is open.'
          : 'The approve view comes here. It is a page of its own that this one cannot reach.'}
      </div>
    </section>
  );
}
