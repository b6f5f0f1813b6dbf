import type { JSX } from 'react';
import { SmallTable } from '../../components/SmallTable.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayBytes } from '../../format/time.ts';
import { useProcesses } from '../../state/processes.ts';

const tones = { starting: 'busy', running: 'good', restarting: 'attention', stopped: 'bad' } as const;

/** The processes that main supervises, asked every two seconds. */
export function Processes(): JSX.Element {
  const { data, error } = useProcesses();
  if (data === undefined) {
    return (
      <p role="status" className={`px-2 py-1.5 ${error === null ? 'text-ink-3' : 'text-warn'}`}>
        {error === null ? 'Processes: asking main.' : `Processes: ${error.message}. Asked again every 2 s.`}
      </p>
    );
  }
  return (
    <SmallTable
      label="Processes"
      headers={['Process', 'CPU', 'Memory', 'Restarts']}
      tracks="minmax(96px,1fr) 64px 64px 64px"
      numeric={[1, 2, 3]}
      rows={data.map(({ name, pid, cpuPercent, memoryBytes, restarts, state }) => ({
        id: `${name}-${pid}`,
        cells: [
          <StateLabel key="name" tone={tones[state]} title={`pid ${pid}`}>
            {name}{' '}
            {state === 'running' ? null : (
              <span className={state === 'starting' ? 'text-ink-2' : 'text-warn'}>{state}</span>
            )}
          </StateLabel>,
          `${Math.round(cpuPercent)} %`,
          displayBytes(memoryBytes),
          <span key="restarts" className={restarts > 0 ? 'text-warn' : ''}>
            {restarts}
          </span>,
        ],
      }))}
    />
  );
}
