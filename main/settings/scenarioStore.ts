import { z } from 'zod';
import { mostOwnScenarios, scenarioSchema } from '../../app/contract/scenarios.ts';
import type { Scenario } from '../../app/domain/scenario.ts';
import { KeptFile } from './keptFile.ts';

const fileSchema = z.object({ version: z.literal(1), scenarios: z.array(z.unknown()) });

interface ScenarioFile {
  readonly version: 1;
  readonly scenarios: readonly Scenario[];
}

/** The scenarios that a person made, in scenarios.json of the data folder. */
export interface ScenarioStore {
  readonly own: readonly Scenario[];
  /** What was mended at the start, in words; once. */
  takeNotices(): string[];
  /** On disk when it returns. */
  keep(own: readonly Scenario[]): void;
}

export function openScenarios(root: string): ScenarioStore {
  const file = new KeptFile<ScenarioFile>(root, {
    name: 'scenarios',
    read: readScenarios,
    fresh: { version: 1, scenarios: [] },
    what: 'The scenarios',
    begins: 'There are none of your own.',
  });
  return {
    get own() {
      return file.current.scenarios;
    },
    takeNotices: () => file.takeNotices(),
    keep: (own) => file.write({ version: 1, scenarios: own }),
  };
}

/** A scenario that is none is left out and said. Null where the text is no such file. */
function readScenarios(text: string): { readonly value: ScenarioFile; readonly notices: readonly string[] } | null {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) return null;
  const kept = new Map<string, Scenario>();
  for (const each of file.data.scenarios.slice(0, mostOwnScenarios)) {
    const scenario = scenarioSchema.safeParse(each);
    if (scenario.success) kept.set(scenario.data.id, scenario.data);
  }
  const lost = file.data.scenarios.length - kept.size;
  const notices = lost === 0 ? [] : [`${lost} of the scenarios could not be read and were left out.`];
  return { value: { version: 1, scenarios: [...kept.values()] }, notices };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
