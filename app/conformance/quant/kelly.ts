import { z } from 'zod';
import { jointKelly } from '../../quant/sizing/jointKelly.ts';
import { fractionalKelly } from '../../quant/sizing/kelly.ts';
import type { QuantFunction } from './quantFunction.ts';

const rho = z.number().default(0);
const single = z.strictObject({ p: z.number(), b: z.number(), fraction: z.number().default(1), rho });
const several = z.strictObject({ bets: z.array(z.strictObject({ p: z.number(), b: z.number() })), rho });

export const kelly: QuantFunction = (args) => {
  if (args.bets !== undefined) {
    const { bets, rho: together } = several.parse(args);
    return { f: jointKelly(bets, together) };
  }
  const { p, b, fraction, rho: held } = single.parse(args);
  return { f: fractionalKelly({ p, b }, fraction, held) };
};
