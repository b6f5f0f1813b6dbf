import type { StudyDefinition } from '../contract/studies.ts';
import { indicatorDefinitions } from '../indicators/definition.ts';

/** Every indicator that a chart can show, as the core states it. */
export function studyCatalogue(): { definitions: StudyDefinition[] } {
  return { definitions: indicatorDefinitions().map(({ place: _place, ...definition }) => definition) };
}
