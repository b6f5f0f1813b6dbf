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
  /** After every strike: what is known so far, in case that the rest never comes. */
  readonly soFar: (table: FaultTable) => void;
  /** Before the data folder of a run that failed is taken away. */
  readonly keep: (seed: number, data: string) => void;
}

const strikesInOneRun = 6;
/** Far beyond what any fault, its recovery and the judgement take. */
const longestStrikeMs = 300_000;

interface Session {
  readonly seed: number;
  readonly kit: Fault['kit'];
  readonly faults: readonly Fault[];
  /** It did not even start once before. */
  readonly again?: true;
}

/**
 * Brings in every fault as often as planned, several in each run, and counts what became of them. What was to come after
 * a strike that failed comes in a run of its own.
 */
export async function runMatrix(plan: MatrixPlan): Promise<FaultTable> {
  const table = new FaultTable(plan.faults.map(({ fault }) => fault.name));
  const sessions = sessionsOf(plan);
  let added = 0;
  const work = async (): Promise<void> => {
    for (let session = sessions.shift(); session !== undefined; session = sessions.shift()) {
      if (performance.now() > plan.untilMs) {
        for (const { name } of session.faults) table.note(name, 'out of time');
        continue;
      }
      const left = await runSession(session, table, plan);
      added += left === null ? 0 : 1;
      if (left !== null) sessions.push({ ...left, seed: plan.seed * 1_000 + 999 - added });
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

/** Returns what it did not come to, for another run. Never rejects. */
async function runSession(
  session: Session,
  table: FaultTable,
  { say, soFar, keep }: MatrixPlan,
): Promise<Omit<Session, 'seed'> | null> {
  const { seed, kit, faults } = session;
  const random = seededRandom(seed);
  const explained: RegExp[] = [];
  const left = [...faults];
  const stages: Stage[] = [];
  let current = 'start';
  const fails = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    table.failed(current, `run ${seed}: ${reason}`);
    say(`run ${seed}: ${current} FAILED: ${reason}`);
  };
  try {
    const stage = await openStage(kit, seed);
    stages.push(stage);
    for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
      current = fault.name;
      const whyNot = fault.whyNot?.(stage) ?? null;
      if (whyNot !== null) {
        table.note(fault.name, `not here: ${whyNot}`);
        continue;
      }
      if (fault.explains !== undefined) explained.push(fault.explains);
      const struck = await within(strike(stage, fault, random), longestStrikeMs);
      const bad = Object.values(struck.findings).flat();
      const verdict = bad.length === 0 ? '' : ` BAD: ${bad.join('; ')}`;
      const seconds = (struck.recoveredMs / 1000).toFixed(1);
      say(`run ${seed}: ${fault.name} ${struck.what}: trades again in ${seconds} s${verdict}`);
      table.struck(fault.name, struck);
      soFar(table);
      if (bad.length === 0) continue;
      keep(seed, stage.run.data);
      table.blame(`run ${seed}: ${fault.name} ${struck.what}: ${bad.join('; ')}\n${stage.run.told()}`);
      return rest(session, left);
    }
    current = 'end';
    await endAsExplained(stage, explained);
    replaysAsDecided(stage.run.data);
    return null;
  } catch (error) {
    fails(error);
    for (const { run } of stages) keep(seed, run.data);
    if (current !== 'start') return rest(session, left);
    return session.again ? null : { ...session, again: true };
  } finally {
    current = 'cleaning up';
    for (const stage of stages) await closeStage(stage).catch(fails);
    soFar(table);
  }
}

function rest(session: Session, faults: readonly Fault[]): Session | null {
  return faults.length === 0 ? null : { ...session, faults };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end of it within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
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
