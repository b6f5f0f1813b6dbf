import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import type { JSX } from 'react';
import type { ChartMarks, KeptStudy } from '../../../app/contract/chartMarks.ts';
import { mostStudies, type Study, type StudyDefinition, studyKey } from '../../../app/contract/studies.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { withStudy, withStudyAt } from './marks.ts';
import { StudyForm } from './StudyForm.tsx';
import { definitionOf, firstClass, studyOf, usualPlace } from './studyStyle.ts';

const itemClass =
  'flex h-6 items-center gap-2 rounded-sm px-2 text-ink-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink';

const conventionNames = { talib: 'TA-Lib', tulip: 'Tulip', chart: 'charts' } as const;

/** Every indicator of the core; asked for once. */
export function useCatalogue(): readonly StudyDefinition[] {
  const { data } = useQuery({
    queryKey: ['studyCatalogue'],
    queryFn: async () => unwrap(await window.syndicate.studyCatalogue({})).definitions,
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: 1_000,
  });
  return data ?? none;
}

const none: readonly StudyDefinition[] = [];

export interface StudyChooserProps {
  readonly marks: ChartMarks;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (change: (marks: ChartMarks) => ChartMarks) => void;
}

/** The studies of this symbol with what was chosen for each, and every indicator to choose from by words. */
export function StudyChooser({ marks, problems, onChange }: StudyChooserProps): JSX.Element {
  const catalogue = useCatalogue();
  const add = (study: Study): void => {
    const kept: KeptStudy = { study, place: usualPlace(study) };
    onChange((before) => withStudy(before, kept));
  };
  const isFull = marks.studies.length >= mostStudies;
  return (
    <>
      {marks.studies.map((kept, index) => (
        <StudyForm
          key={studyKey(kept.study)}
          kept={kept}
          catalogue={catalogue}
          problem={problems.get(studyKey(kept.study)) ?? ''}
          onChange={(study) => onChange((before) => withStudyAt(before, index, study))}
        />
      ))}
      {isFull ? (
        <p className="px-2 py-1 text-caption text-warn">
          {mostStudies} indicators are shown at most: remove one to choose another.
        </p>
      ) : (
        <Command label="Indicators" loop>
          <Command.Input
            autoFocus
            data-testid="study-search"
            placeholder={`Search ${catalogue.length} indicators`}
            className="h-7 w-full border-b border-line bg-transparent px-2 outline-none placeholder:text-ink-3"
          />
          <Command.List className="max-h-56 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-2 text-ink-3">
              {catalogue.length === 0 ? 'Asking for the indicators' : 'Nothing has these words.'}
            </Command.Empty>
            <Command.Group heading="Often used" className="text-caption text-ink-3">
              {firstClass.map(({ title, study }) => (
                <Command.Item
                  key={title}
                  value={`${title} ${study.name}`}
                  data-testid="study-choice"
                  className={itemClass}
                  onSelect={() => add(completed(catalogue, study))}
                >
                  {title}
                </Command.Item>
              ))}
            </Command.Group>
            <Command.Group heading="All" className="text-caption text-ink-3">
              {catalogue.map((definition) => (
                <Command.Item
                  key={`${definition.convention} ${definition.name}`}
                  value={`${definition.name} ${conventionNames[definition.convention]} ${definition.outputs.join(' ')}`}
                  data-testid="study-choice"
                  className={itemClass}
                  onSelect={() => add(studyOf(definition))}
                >
                  <span className="flex-1 truncate">{definition.name}</span>
                  <span className="text-caption text-ink-3">{conventionNames[definition.convention]}</span>
                </Command.Item>
              ))}
            </Command.Group>
          </Command.List>
        </Command>
      )}
    </>
  );
}

/** With the columns of its free series named. */
function completed(catalogue: readonly StudyDefinition[], study: Study): Study {
  const definition = definitionOf(catalogue, study);
  return definition === undefined ? study : { ...study, columns: studyOf(definition).columns };
}
