import { z } from 'zod';
import { type DriftDetector, ddm, driftPlaces, hddmA, pageHinkley } from '../../quant/drift/driftDetector.ts';
import { seriesArgument } from './arguments.ts';
import type { QuantFunction } from './quantFunction.ts';

const pageHinkleySettings = z.strictObject({
  minInstances: z.number().default(30),
  delta: z.number().default(0.005),
  threshold: z.number().default(50),
  alpha: z.number().default(0.9999),
});
const ddmSettings = z.strictObject({ warmStart: z.number().default(30), driftThreshold: z.number().default(3) });
const hddmSettings = z.strictObject({
  driftConfidence: z.number().default(0.001),
  twoSided: z.boolean().default(false),
});

const detectors: Readonly<Record<string, (params: unknown) => DriftDetector>> = {
  PageHinkley: (params) => pageHinkley(pageHinkleySettings.parse(params)),
  DDM: (params) => ddm(ddmSettings.parse(params)),
  HDDM_A: (params) => hddmA(hddmSettings.parse(params)),
};
const schema = z.strictObject({
  series: seriesArgument,
  detector: z.enum(['PageHinkley', 'DDM', 'HDDM_A']),
  params: z.record(z.string(), z.unknown()).default({}),
});

export const drift: QuantFunction = (args) => {
  const { series, detector, params } = schema.parse(args);
  const make = detectors[detector];
  return { indices: make === undefined ? [] : driftPlaces(make(params), series) };
};
