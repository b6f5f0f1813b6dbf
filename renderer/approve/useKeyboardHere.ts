import { useSyncExternalStore } from 'react';

function subscribe(changed: () => void): () => void {
  window.addEventListener('focus', changed);
  window.addEventListener('blur', changed);
  return () => {
    window.removeEventListener('focus', changed);
    window.removeEventListener('blur', changed);
  };
}

/** Whether keys come to this page now. */
export function useKeyboardHere(): boolean {
  return useSyncExternalStore(subscribe, () => document.hasFocus());
}
