import { useEffect, useState } from 'react';
import { approveInertMs } from '../../app/contract/windowCommands.ts';

/** True once `digest` has been on show, unchanged, for `approveInertMs`: nobody approves what came under their finger. */
export function useArmed(digest: string): boolean {
  const [armedDigest, setArmedDigest] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setArmedDigest(digest), approveInertMs);
    return () => {
      clearTimeout(timer);
      setArmedDigest(null);
    };
  }, [digest]);
  return armedDigest === digest;
}
