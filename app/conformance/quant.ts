import path from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../domain/errors.ts';
import { caseName } from './amm.ts';
import { withSeries } from './quant/arguments.ts';
import { defaultTolerance, differenceOf } from './quant/comparison.ts';
import { quantFunctions } from './quant/functions.ts';
import type { Tally } from './tally.ts';
import { problemOf } from './vectorPools.ts';

const quantCase = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  fn: z.string().max(64),
  args: z.record(z.string(), z.unknown()).default({}),
  expect: z.record(z.string(), z.unknown()),
  tol: z.object({ abs: z.number().nonnegative().default(0), rel: z.number().nonnegative().default(0) }).optional(),
});
const quantFile = z.object({ suite: z.literal('quant'), cases: z.array(z.unknown()).default([]) });

function caseProblem(folder: string, raw: unknown): string | null {
  const parsed = quantCase.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const { fn, args, expect, tol = defaultTolerance } = parsed.data;
  const run = quantFunctions.get(fn);
  if (run === undefined) return `fn ${fn} is not known; there are ${[...quantFunctions.keys()].join(', ')}`;
  if (Object.keys(expect).length === 0) return 'the case expects nothing';
  try {
    return differenceOf(run(withSeries(args, folder), expect), expect, tol);
  } catch (error) {
    if (error instanceof z.ZodError) return `${fn}: ${problemOf(error)}`;
    if (error instanceof ExpectedError) return `${fn}: ${error.message}. ${error.advice}`;
    return `${fn}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Statistics and indicators. `name` is the path of the file: the tables of its series are looked for beside it. */
export function runQuant(name: string, content: unknown, tally: Tally): void {
  const file = quantFile.safeParse(content);
  if (!file.success) {
    tally.count(name, problemOf(file.error));
    return;
  }
  file.data.cases.forEach((raw, i) => {
    tally.count(caseName(name, 'case', raw, i), caseProblem(path.dirname(name), raw));
  });
}
