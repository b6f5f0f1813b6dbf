import type { AlertTopic, AlertTopicHelp } from '../contract/alerts.ts';
import type { Condition, ConditionFieldKind } from '../domain/condition/condition.ts';
import { parseCondition } from '../domain/condition/parseCondition.ts';
import {
  balanceAlerts,
  breakdownAlerts,
  diskAlerts,
  processAlerts,
  quarantineAlerts,
  rivalAlerts,
  stageAlerts,
  statusAlerts,
  warningAlerts,
} from './stateTopics.ts';
import type { AlertTopicDefinition } from './topic.ts';
import { opportunityAlerts, orderAlerts, priceAlerts, ticketAlerts } from './tradingTopics.ts';

const definitions = {
  status: statusAlerts,
  opportunities: opportunityAlerts,
  tickets: ticketAlerts,
  orders: orderAlerts,
  prices: priceAlerts,
  balances: balanceAlerts,
  breakdown: breakdownAlerts,
  rivals: rivalAlerts,
  quarantine: quarantineAlerts,
  stages: stageAlerts,
  processes: processAlerts,
  disk: diskAlerts,
  warnings: warningAlerts,
} as const;

/** The rows of a topic come from its one publisher: their type is checked where they are observed. */
export const topicDefinitions: Readonly<Record<AlertTopic, AlertTopicDefinition<never>>> = definitions;

/** The type of a topic's rows. */
export type AlertRow<T extends AlertTopic> =
  (typeof definitions)[T] extends AlertTopicDefinition<infer Row> ? Row : never;

/** @throws ExpectedError CONDITION_MALFORMED */
export function parseRule(topic: AlertTopic, condition: string): Condition {
  const fields = Object.entries(topicDefinitions[topic].fields).map(
    ([name, { kind }]): [string, ConditionFieldKind] => [name, kind],
  );
  return parseCondition(condition, new Map(fields));
}

/** What rules can be about, for whoever writes one. */
export function alertTopicHelp(): AlertTopicHelp[] {
  return (Object.keys(topicDefinitions) as AlertTopic[]).map((topic) => {
    const { title, rows, fields, example } = topicDefinitions[topic];
    return {
      topic,
      title,
      speaksOf:
        rows === 'figure'
          ? 'fires when it comes to be so, at once if it is so already'
          : 'fires for each that comes to be so; those from before the rule are passed over',
      fields: Object.entries(fields).map(([name, { kind, unit, means }]) => ({ name, kind, unit, means })),
      example,
    };
  });
}
