import { z } from 'zod';
import { longestCrashMs, mostShocks, type Scenario, shockKinds } from '../domain/scenario.ts';
import { epochMsSchema, weiSchema } from './domainSchemas.ts';
import { assetSchema, exposureSchema, mostHeldAssets, mostResting } from './exposure.ts';

/** Scenarios of one's own at most. */
export const mostOwnScenarios = 50;
const mostScenarios = mostOwnScenarios + 50;
/** Assets whose recorded bars one scenario is given at most. */
export const mostPaths = 64;
/** Bars of one path at most: a month of hours. */
export const mostPathBars = 750;

const ppmSchema = z.int().min(-1_000_000).max(10_000_000);
const timeMsSchema = z.int().min(0).max(4_102_444_800_000);

export const shockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('price'), of: z.string().trim().min(1).max(32), ppm: ppmSchema }),
  z.strictObject({ kind: z.literal('depeg'), ppm: ppmSchema }),
  z.strictObject({ kind: z.literal('gas'), times: z.int().min(1).max(1_000) }),
  z.strictObject({ kind: z.literal('bridgeHalt'), hours: z.int().min(1).max(8_760) }),
  z.strictObject({ kind: z.literal('oracleLag'), minutes: z.int().min(1).max(525_600) }),
  z
    .strictObject({ kind: z.literal('recorded'), fromMs: timeMsSchema, toMs: timeMsSchema })
    .refine(({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= longestCrashMs, 'a crash lasts up to 31 days'),
]);

export const scenarioSchema: z.ZodType<Scenario, Scenario> = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().trim().min(1).max(64),
  about: z.string().max(240),
  shocks: z
    .array(shockSchema)
    .min(1)
    .max(mostShocks)
    .refine((shocks) => shocks.filter(({ kind }) => kind === 'recorded').length <= 1, 'one recorded crash at a time'),
});

const ownScenariosSchema = z.array(scenarioSchema).max(mostOwnScenarios);

const words = z.string().max(400);

const reportSchema = z.strictObject({
  scenario: scenarioSchema,
  problem: words,
  holdings: z
    .array(
      z.strictObject({
        asset: assetSchema,
        symbol: z.string().max(64),
        nativeBefore: weiSchema.nullable(),
        nativeAfter: weiSchema.nullable(),
        dollarsBefore: z.bigint().nullable(),
        dollarsAfter: z.bigint().nullable(),
        pricePpm: z.bigint(),
        series: z.string().max(160),
        lowestPpm: z.bigint().nullable(),
        unknown: words,
      }),
    )
    .max(mostHeldAssets),
  orders: z
    .array(
      z.strictObject({
        id: z.string().max(128),
        route: z.string().max(512),
        outcome: z.enum(['lands', 'reverts', 'waits', 'unknown']),
        netBefore: weiSchema.nullable(),
        netAfter: weiSchema.nullable(),
      }),
    )
    .max(mostResting),
  nativeBefore: weiSchema,
  nativeAfter: weiSchema.nullable(),
  dollarsBefore: z.bigint().nullable(),
  dollarsAfter: z.bigint().nullable(),
  dollarsAtLowest: z.bigint().nullable(),
  ordersChange: weiSchema,
  notCovered: weiSchema,
  worstAtS: z.number().nullable(),
  locked: weiSchema,
  oracleAbove: z.bigint().nullable(),
});
export type StressRow = z.output<typeof reportSchema>;

const stressedSchema = z.strictObject({ reports: z.array(reportSchema).max(mostScenarios) });

const columnSchema = z.instanceof(Float64Array).refine(({ length }) => length <= mostPathBars);
const pathSchema = z
  .strictObject({
    symbol: z.string().max(64),
    series: z.string().max(160),
    timeS: columnSchema,
    open: columnSchema,
    low: columnSchema,
    close: columnSchema,
  })
  .refine(({ timeS, open, low, close }) => [open, low, close].every(({ length }) => length === timeS.length));
/** A path as it is sent to the compute process. */
export type PathColumns = z.output<typeof pathSchema>;

/** window -> main. What is held comes from the engine, recorded bars from the history process, the answer from the compute process. */
export const scenarioRequests = {
  /** Everything that is held and under way, by every known scenario and every own one. @throws when the engine does not answer */
  stress: {
    request: z.strictObject({}),
    response: z.strictObject({
      chain: z.string().max(64),
      nativeSymbol: z.string().max(16),
      dollar: z.strictObject({ symbol: z.string().max(64), decimals: z.int() }).nullable(),
      blockNumber: z.int(),
      blockAtMs: epochMsSchema,
      /** Names of what is held, for a shock of one of them. */
      symbols: z.array(z.string().max(64)).max(mostHeldAssets),
      own: ownScenariosSchema,
      /** What each kind of shock does, and what it cannot know. */
      words: z.record(z.enum(shockKinds), z.strictObject({ does: words, cannotKnow: words })),
      ...stressedSchema.shape,
    }),
  },
  /** Own scenarios, in place of those before. On disk when it answers. */
  keepScenarios: { request: z.strictObject({ own: ownScenariosSchema }), response: z.strictObject({}) },
} as const;
export type StressAnswer = z.infer<(typeof scenarioRequests)['stress']['response']>;

/** main -> compute: scenarios with the bars that each needs. */
export const stressRequest = {
  request: z.strictObject({
    exposure: exposureSchema,
    scenarios: z
      .array(z.strictObject({ scenario: scenarioSchema, paths: z.array(pathSchema).max(mostPaths) }))
      .max(mostScenarios),
  }),
  response: stressedSchema,
} as const;
