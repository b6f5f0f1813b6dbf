import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { unwrap } from '../../../app/domain/result.ts';
import { displayCount } from '../../format/amount.ts';

/** Puts on the clipboard what helps somebody else to tell what is wrong here, without anything secret. */
export function CopyDiagnostics(): JSX.Element {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => unwrap(await window.syndicate.copyDiagnostics({})),
  });
  return (
    <p className="flex items-center gap-2 border-t border-line px-2 py-1.5">
      <button
        type="button"
        className="h-6 shrink-0 rounded-sm bg-raised px-2 hover:text-accent"
        title="Versions, processes, disk, feed, queues and the newest warnings. No key, no endpoint's path, no folder's name."
        disabled={isPending}
        onClick={() => mutate()}
        data-testid="copy-diagnostics"
      >
        Copy diagnostics
      </button>
      <span role="status" className={`truncate text-caption ${error === null ? 'text-ink-3' : 'text-warn'}`}>
        {error !== null
          ? error.message
          : data === undefined
            ? ''
            : `${displayCount(data.characters)} characters copied`}
      </span>
    </p>
  );
}
