import type { Random } from '../../../../app/domain/random.ts';
import { collectEvidence } from '../evidence.ts';
import { currentEpoch } from '../journalView.ts';
import { type Findings, judge } from '../judge.ts';
import type { Fault, Stage } from './fault.ts';

export interface Strike {
  readonly what: string;
  readonly idle: boolean;
  /** From the fault's end to the next trade that landed. */
  readonly recoveredMs: number;
  readonly findings: Findings;
}

const tradesAgainWithinMs = 60_000;

/**
 * Brings in one fault, waits until the application trades again, and holds journal, signer and chain against each other.
 * @throws Error where it does not trade again, or something else does not hold that the fault promises
 */
export async function strike(stage: Stage, fault: Fault, random: Random): Promise<Strike> {
  const before = currentEpoch(stage.run.data)?.epoch.id;
  const { overAtMs, epoch, what, idle = false } = await fault.inject(stage, random);
  await stage.run.landMore(1, tradesAgainWithinMs);
  const recoveredMs = performance.now() - overAtMs;
  const evidence = await collectEvidence(stage.run);
  const after = evidence.epoch.epoch.id === before ? 'same' : 'another';
  if (after !== epoch) throw new Error(`${what}: it goes on in ${after} epoch\n${stage.run.told()}`);
  return { what, idle, recoveredMs, findings: judge(evidence) };
}
