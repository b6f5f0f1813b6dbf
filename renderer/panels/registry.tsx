import type { ComponentType } from 'react';
import { SourceFacts } from '../components/SourceFacts.tsx';
import { HealthFacts, HealthPanel } from './health/Panel.tsx';
import { ImportControls, ImportFacts, ImportsPanel } from './imports/Panel.tsx';
import { OpportunityControls } from './opportunities/HeaderControls.tsx';
import { OpportunitiesPanel } from './opportunities/Panel.tsx';
import { OrderFacts, OrdersPanel } from './orders/Panel.tsx';
import { ProfitPanel } from './profit/Panel.tsx';
import { TicketFacts, TicketPanel } from './ticket/Panel.tsx';

export interface PanelDefinition {
  readonly title: string;
  /** The link group whose selection it shows; null for panels of their own. */
  readonly linkGroup: number | null;
  readonly Body: ComponentType;
  /** Beside the title: filter and toggles. */
  readonly Controls: ComponentType | null;
  /** At the right of the header: source, block, age. */
  readonly Facts: ComponentType;
}

export const panelIds = ['opportunities', 'ticket', 'profit', 'orders', 'health', 'imports'] as const;
export type PanelId = (typeof panelIds)[number];

/** Every panel, one line each. */
export const panels: Readonly<Record<PanelId, PanelDefinition>> = {
  opportunities: {
    title: 'Opportunities',
    linkGroup: 1,
    Body: OpportunitiesPanel,
    Controls: OpportunityControls,
    Facts: () => <SourceFacts topic="opportunities" />,
  },
  ticket: { title: 'Ticket', linkGroup: 1, Body: TicketPanel, Controls: null, Facts: TicketFacts },
  profit: {
    title: 'Profit and books',
    linkGroup: null,
    Body: ProfitPanel,
    Controls: null,
    Facts: () => <SourceFacts topic="equity" />,
  },
  orders: { title: 'Orders and landings', linkGroup: 1, Body: OrdersPanel, Controls: null, Facts: OrderFacts },
  health: { title: 'Health', linkGroup: null, Body: HealthPanel, Controls: null, Facts: HealthFacts },
  imports: {
    title: 'Recorded data',
    linkGroup: null,
    Body: ImportsPanel,
    Controls: ImportControls,
    Facts: ImportFacts,
  },
};

export function isPanelId(id: string): id is PanelId {
  return (panelIds as readonly string[]).includes(id);
}
