import { z } from 'zod';
import { parseUnits, type Wei, wei } from '../domain/amount.ts';
import { submissionKinds } from '../domain/submission.ts';
import { choiceBounds, type TicketChoice } from '../domain/ticketChoice.ts';

const share = ([least, most]: readonly [number, number]) => z.int().min(least).max(most);

export const ticketChoiceSchema = z.strictObject({
  sizePpm: share(choiceBounds.sizePpm),
  leastProfitPpm: share(choiceBounds.leastProfitPpm).nullable(),
  submission: z.enum(submissionKinds).nullable(),
}) satisfies z.ZodType<TicketChoice>;

export const ticketRevisionSchema = z.strictObject({
  ticketId: z.string().min(1).max(64),
  choice: ticketChoiceSchema,
});
export type TicketRevisionRequest = z.output<typeof ticketRevisionSchema>;

const percents = (most: number) => z.array(z.int().min(1).max(most)).min(1).max(6);

export const ticketSettingsSchema = z.strictObject({
  /** Sizes to choose from, in percent of the best that was found. */
  sizesPercent: percents(200).default([25, 50, 75, 100]),
  /** Least profits to choose from, in percent of what is predicted. */
  leastProfitsPercent: percents(100).default([80, 90, 95, 99]),
  /** Above this input, in whole native currency, a plan is approved in two steps; null never asks twice. To the millionth. */
  secondStepAbove: z.number().min(0).max(1_000_000_000).nullable().default(25),
});
export type TicketSettings = z.output<typeof ticketSettingsSchema>;

/** @returns in wei */
export function secondStepAbove({ secondStepAbove: above }: TicketSettings): Wei | null {
  return above === null ? null : wei(parseUnits(above.toFixed(6), 18));
}
