import { z } from 'zod';
import { addressSchema } from './domainSchemas.ts';

/** The columns that opportunities have, and can be ranked by. */
export const opportunityColumnIds = [
  'route',
  'chain',
  'strategy',
  'lender',
  'hops',
  'size',
  'gross',
  'fee',
  'gas',
  'net',
  'block',
  'age',
  'state',
] as const;
export type OpportunityColumnId = (typeof opportunityColumnIds)[number];

export const opportunitySortSchema = z.strictObject({
  column: z.enum(opportunityColumnIds),
  descending: z.boolean(),
});
export type OpportunitySort = z.infer<typeof opportunitySortSchema>;

/** Which opportunities a window lists, and in what order. */
export const opportunityViewSchema = z.strictObject({
  /** Counted by the window: the ranking says which of its views it is of. */
  revision: z.int().nonnegative(),
  /** As typed; see parseFilter. */
  filter: z.string().max(200),
  hideBelowCost: z.boolean(),
  /** Only routes through this token or pool. */
  through: addressSchema.nullable(),
  /** null: what can be acted upon first, then what is under way, then the most profitable. */
  sort: opportunitySortSchema.nullable(),
});
export type OpportunityView = z.infer<typeof opportunityViewSchema>;

/** How many opportunities a window can be given and list; the oldest go first. */
export const mostOpportunities = 10_000;

/** Exactly one row, and only where the window has said what it lists. Renewed about three times a second. */
export const rankingRowSchema = z.object({
  id: z.literal('opportunities'),
  revision: z.int().nonnegative(),
  /** `serial` of each row to list, first to last. */
  serials: z.instanceof(Uint32Array).refine(({ length }) => length <= mostOpportunities),
  /** Of all rows. */
  total: z.int().nonnegative(),
  /** Of those that go through what the view names. */
  through: z.int().nonnegative(),
  /** What the filter's text has that is not understood; then it leaves nothing out. */
  problem: z.string().max(320).nullable(),
});
export type RankingRow = z.infer<typeof rankingRowSchema>;
