import type { DiskState } from '../../app/contract/disk.ts';
import type { EngineHealth, LogLine } from '../../app/contract/health.ts';
import type { ProcessRows } from './processReports.ts';

export interface DiagnosedFacts {
  readonly versions: Readonly<Record<string, string>>;
  readonly liveLockedReasons: readonly string[];
  readonly processes: ProcessRows;
  readonly disk: DiskState | null;
  /** Null where the engine does not answer, which is a finding too. */
  readonly engine: EngineHealth | null;
  /** Newest first. */
  readonly warnings: readonly LogLine[];
}

/** What helps to tell what is wrong with a terminal that one cannot see, as text. The caller takes the secrets out. */
export function diagnosticsText({
  versions,
  liveLockedReasons,
  processes,
  disk,
  engine,
  warnings,
}: DiagnosedFacts): string {
  const section = (title: string, lines: readonly string[]): string => [`## ${title}`, ...lines].join('\n');
  return [
    '# Syndicate diagnostics',
    section('Versions', [
      ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
      liveLockedReasons.length === 0 ? 'LIVE can be unlocked' : `LIVE locked: ${liveLockedReasons.join('; ')}`,
    ]),
    section(
      'Processes',
      processes.map(
        ({ name, pid, cpuPercent, memoryBytes, restarts, state }) =>
          `${name} pid ${pid} ${state} ${cpuPercent.toFixed(1)} % ${Math.round(memoryBytes / 1e6)} MB ${restarts} restarts`,
      ),
    ),
    section('Disk', [disk === null ? 'not watched' : `${disk.level}: ${Math.round(disk.freeBytes / 1e6)} MB free`]),
    section('Engine', engine === null ? ['does not answer'] : engineLines(engine)),
    section(
      'Newest warnings and errors',
      warnings.length === 0
        ? ['none']
        : warnings.map(({ at, process, level, text }) => `${at} ${process} ${level} ${text}`),
    ),
  ].join('\n\n');
}

function engineLines({ feed, queues, histogram }: EngineHealth): string[] {
  const words = (facts: Readonly<Record<string, unknown>>): string =>
    Object.entries(facts)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ');
  return [
    `feed: ${words(feed)}`,
    `queues: ${words(queues)}`,
    ...histogram.map(({ stage, counts }) => `${stage}: ${counts.join(' ')}`),
  ];
}
