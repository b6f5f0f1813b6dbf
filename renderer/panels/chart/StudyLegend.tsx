import type { JSX } from 'react';
import { studyKey } from '../../../app/contract/studies.ts';
import { displayPrice } from '../../format/price.ts';
import { useChart } from './chartScope.ts';
import type { ShownStudy } from './studyLines.ts';
import { outputStyle, studyColour, studyTitle } from './studyStyle.ts';

/** Each study's values at a bar, in the colours of their lines; a dash while it warms up. */
export function StudyLegend({ studies, at }: { studies: readonly ShownStudy[]; at: number }): JSX.Element | null {
  const { values } = useChart((state) => state.studied);
  if (studies.length === 0) return null;
  let line = 0;
  return (
    <ul className="pointer-events-none flex flex-wrap gap-x-3 text-caption text-ink-3" data-testid="study-legend">
      {studies.map(({ study, outputs }) => {
        const key = studyKey(study);
        const columns = values.get(key);
        return (
          <li key={key} data-study={key} data-problem={columns?.problem}>
            {studyTitle(study)}
            {outputs.map((name, output) => {
              const style = outputStyle(name);
              if (style === 'hidden') return null;
              const colour = style === 'histogram' ? 'ink-3' : studyColour(line);
              line += 1;
              const value = columns?.outputs[output]?.[at];
              return (
                <span key={name} data-output={name} data-value={value} style={{ color: `var(--${colour})` }}>
                  {' '}
                  {value === undefined || !Number.isFinite(value) ? '—' : displayPrice(value)}
                </span>
              );
            })}
            {columns === undefined || columns.problem === '' ? null : (
              <span className="text-warn"> {columns.problem}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
