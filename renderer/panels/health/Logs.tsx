import { useQuery } from '@tanstack/react-query';
import { type JSX, useDeferredValue, useState } from 'react';
import type { LogLine } from '../../../app/contract/health.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { barFieldClass } from '../../components/fieldClasses.ts';
import { displayCount } from '../../format/amount.ts';
import { displayBytes } from '../../format/time.ts';

const everyMs = 5_000;
const tones = { info: 'text-ink-2', warn: 'text-warn', error: 'text-loss' } as const;
const leasts: readonly { readonly least: LogLine['level']; readonly words: string }[] = [
  { least: 'info', words: 'all' },
  { least: 'warn', words: 'warnings' },
  { least: 'error', words: 'errors' },
];

/** The newest lines of every process's log, by words and by how serious they are. */
export function Logs(): JSX.Element {
  const [search, setSearch] = useState('');
  const [least, setLeast] = useState<LogLine['level']>('warn');
  const words = useDeferredValue(search);
  const { data, error } = useQuery({
    queryKey: ['logLines', words, least],
    queryFn: async () => unwrap(await window.syndicate.logLines({ search: words, least })),
    refetchInterval: everyMs,
    retry: false,
  });
  return (
    <section aria-label="Logs" className="border-t border-line">
      <div className="flex h-7 items-center gap-2 px-2">
        <h2 className="text-caption text-ink-3">Logs</h2>
        <input
          type="search"
          aria-label="Search the logs"
          placeholder="Search the logs"
          maxLength={128}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-5 min-w-0 flex-1 rounded-sm bg-raised px-1.5 placeholder:text-ink-3"
          data-testid="log-search"
        />
        <select
          aria-label="How serious"
          value={least}
          onChange={(event) => setLeast(event.target.value as LogLine['level'])}
          className={barFieldClass}
          data-testid="log-least"
        >
          {leasts.map((each) => (
            <option key={each.least} value={each.least}>
              {each.words}
            </option>
          ))}
        </select>
      </div>
      {error === null ? null : <p className="px-2 text-caption text-warn">{error.message}</p>}
      <ol aria-label="Log lines, newest first">
        {(data?.lines ?? []).map((line, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: equal lines are possible, and their order is their identity
            key={index}
            className="flex gap-2 border-b border-rule px-2 py-0.5 text-caption"
            title={`${line.at} ${line.process}\n${line.text}`}
            data-testid="log-line"
          >
            <span className="shrink-0 text-ink-3">{line.at.slice(11, 19)}</span>
            <span className="shrink-0 text-ink-2">{line.process}</span>
            <span className={`min-w-0 truncate ${tones[line.level]}`}>{line.text}</span>
          </li>
        ))}
      </ol>
      {data === undefined ? null : (
        <p className="px-2 py-1 text-caption text-ink-3">
          {data.lines.length === 0 ? 'No such line' : `${displayCount(data.lines.length)} lines, newest first`} in the
          last {displayBytes(data.searchedBytes)} of the logs
        </p>
      )}
    </section>
  );
}
