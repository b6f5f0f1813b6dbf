import { join } from 'node:path';
import { expect } from 'vitest';
import { createNativeDetector } from '../../../app/detect/nativeDetector.ts';
import { monotonicNs } from '../../../app/domain/clock.ts';
import { applyInput } from '../../../app/engine/kernel.ts';
import { newKernel } from '../../../app/engine/newKernel.ts';
import { emptyDecisionHash, rollDecisionHash } from '../../../app/store/decisionHash.ts';
import { readJournal } from '../../../app/store/readJournal.ts';

/** Decides every epoch of a journal once more from its inputs, and sees that the decisions are those that were made. */
export function replaysAsDecided(data: string): void {
  const journal = readJournal(join(data, 'journal.sqlite'));
  try {
    for (const { epoch, decisionHash } of journal.epochs()) {
      const kernel = newKernel({ ...epoch, mode: 'REPLAY' }, createNativeDetector(), () => monotonicNs(0), null);
      let hash = emptyDecisionHash;
      for (const { input } of journal.inputs(epoch.id))
        for (const decision of applyInput(kernel, input).decisions) hash = rollDecisionHash(hash, decision);
      expect({ epoch: epoch.id, hash }).toEqual({ epoch: epoch.id, hash: decisionHash });
    }
  } finally {
    journal.close();
  }
}
