import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from '../../../app/store/readJournal.ts';
import { type KilledWork, type KillFindings, startVictim, type Victim } from '../../../app/store/testing/killedWork.ts';

const recorder = new URL('../../../main/engine/testing/recorder.ts', import.meta.url);
const replayer = new URL('../../../main/engine/testing/replayer.ts', import.meta.url);
const recordedInputs = 2_000;

/**
 * Replays of a journal that is being written: what a killed one leaves behind must hurt neither the file nor its writer.
 * A replay that comes to its end has decided what was recorded.
 */
export async function killedReplay(): Promise<KilledWork> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-replay-'));
  const file = join(folder, 'journal.sqlite');
  const writer = startVictim(recorder, [folder]);
  const acknowledged = (): number => Number(writer.lines.findLast((line) => /^\d+$/.test(line)) ?? 0);
  await writer.reached('began');
  while (acknowledged() < recordedInputs) await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    name: 'replay',
    start: (): Victim => startVictim(replayer, [file]),
    look: async (victim, end): Promise<KillFindings> => {
      const stored = acknowledged();
      const seqs = sequenceOf(file);
      const doubled = seqs.length - new Set(seqs).size;
      if (end === 'done') {
        const { errors } = JSON.parse(victim.lines.at(-1) ?? '{}') as { readonly errors: readonly string[] };
        if (errors.length > 0) throw new Error(`a replay ended with ${errors.join('; ')}`);
      }
      // Its writer goes on.
      while (acknowledged() <= stored) await new Promise((resolve) => setTimeout(resolve, 10));
      return { lost: Math.max(0, stored - seqs.length), doubled };
    },
    dispose: () => {
      writer.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sequenceOf(file: string): readonly number[] {
  const journal = readJournal(file);
  try {
    return journal.epochs().flatMap(({ epoch }) => [...journal.inputs(epoch.id)].map(({ seq }) => seq));
  } finally {
    journal.close();
  }
}
