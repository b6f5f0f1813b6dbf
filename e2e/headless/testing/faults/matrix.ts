import { seededRandom } from '../../../../app/domain/random.ts';
import { replaysAsDecided } from '../replayAll.ts';
import type { Fault, Stage } from './fault.ts';
import { closeStage, openStage } from './stage.ts';
import { strike } from './strike.ts';
import { FaultTable } from './table.ts';

export interface MatrixPlan {
  readonly seed: number;
  readonly faults: readonly { readonly fault: Fault; readonly times: number }[];
  /** Runs side by side. */
  readonly lanes: number;
  /** Monotonic time after which no further run is begun. */
  readonly untilMs: number;
  readonly say: (line: string) => void;
}

const strikesInOneRun = 6;

interface Session {
  readonly seed: number;
  readonly kit: Fault['kit'];
  readonly faults: readonly Fault[];
}

/** Brings in every fault as often as planned, several in each run, and counts what became of them. */
export async function runMatrix(plan: MatrixPlan): Promise<FaultTable> {
  const table = new FaultTable(plan.faults.map(({ fault }) => fault.name));
  const sessions = sessionsOf(plan);
  const work = async (): Promise<void> => {
    for (let session = sessions.shift(); session !== undefined; session = sessions.shift()) {
      if (performance.now() > plan.untilMs) {
        for (const { name } of session.faults) table.note(name, 'out of time');
        continue;
      }
      await runSession(session, table, plan.say);
    }
  };
  await Promise.all(Array.from({ length: plan.lanes }, work));
  return table;
}

/** The strikes in an order of chance, cut into runs of one kit each. */
function sessionsOf({ seed, faults }: MatrixPlan): Session[] {
  const random = seededRandom(seed);
  const cut = (['equipped', 'plain'] as const).flatMap((kit) => {
    const strikes = faults
      .filter(({ fault }) => fault.kit === kit)
      .flatMap(({ fault, times }) => Array.from({ length: times }, () => ({ fault, key: random.next() })))
      .toSorted((a, b) => a.key - b.key);
    const count = Math.ceil(strikes.length / strikesInOneRun);
    return Array.from({ length: count }, (_, index) => ({
      kit,
      faults: strikes.slice(index * strikesInOneRun, (index + 1) * strikesInOneRun).map(({ fault }) => fault),
    }));
  });
  return cut
    .map((session, index) => ({ ...session, seed: seed * 1_000 + index, key: random.next() }))
    .toSorted((a, b) => a.key - b.key);
}

async function runSession({ seed, kit, faults }: Session, table: FaultTable, say: MatrixPlan['say']): Promise<void> {
  const random = seededRandom(seed);
  const explained: RegExp[] = [];
  let stage: Stage | null = null;
  let current = 'start';
  try {
    stage = await openStage(kit, seed);
    for (const fault of faults) {
      current = fault.name;
      const whyNot = fault.whyNot?.(stage) ?? null;
      if (whyNot !== null) {
        table.note(fault.name, `not here: ${whyNot}`);
        continue;
      }
      if (fault.explains !== undefined) explained.push(fault.explains);
      const struck = await strike(stage, fault, random);
      const bad = Object.values(struck.findings).flat();
      say(`run ${seed}: ${fault.name} ${struck.what}: trades again in ${(struck.recoveredMs / 1000).toFixed(1)} s`);
      table.struck(fault.name, struck);
      if (bad.length === 0) continue;
      table.blame(`run ${seed}: ${fault.name} ${struck.what}: ${bad.join('; ')}\n${stage.run.told()}`);
      return;
    }
    current = 'end';
    await endAsExplained(stage, explained);
    replaysAsDecided(stage.run.data);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    table.failed(current, `run ${seed}: ${reason}`);
    say(`run ${seed}: ${current} FAILED: ${reason}`);
  } finally {
    if (stage !== null) await closeStage(stage);
  }
}

/** Ends the run: no error but what a fault explains, the books equal to the chain, and nobody left behind. */
async function endAsExplained({ run }: Stage, explained: readonly RegExp[]): Promise<void> {
  const pids = run.allPids();
  const status = await run.end();
  const { errors, ledgerMatchesChain } = run.summary();
  const unexplained = errors.filter((error) => !explained.some((pattern) => pattern.test(error)));
  const left = run.allPids().filter((pid) => pids.includes(pid) && pid !== run.mainPid);
  if (unexplained.length > 0 || !ledgerMatchesChain || left.length > 0 || status !== (errors.length > 0 ? 1 : 0))
    throw new Error(`ended badly: ${JSON.stringify({ status, errors, ledgerMatchesChain, left })}\n${run.told()}`);
}
