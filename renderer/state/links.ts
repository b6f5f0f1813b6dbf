import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { LinkGroup, LinkMove, LinkSubject, PanelId, Workspace } from '../../app/contract/workspace.ts';
import { reportLink } from './commands.ts';

/** What a link group shows, or a panel that is in none. */
interface Shown {
  readonly subject: LinkSubject | null;
  readonly driver: PanelId;
  /** The opportunity or ticket before a token or a pool was clicked: what the driver itself goes on showing. */
  readonly stays: LinkSubject | null;
}

interface Links {
  /** Which group each panel is in; one that is not named is in none. */
  readonly groups: Workspace['links'];
  readonly shown: Readonly<Partial<Record<LinkGroup | PanelId, Shown>>>;
}

/** What the linked panels show. A null subject follows the newest ticket that waits for approval, else the newest ticket. */
export const linkStore = createStore<Links>(() => ({ groups: {}, shown: {} }));

export function setLinkGroups(groups: Workspace['links']): void {
  linkStore.setState({ groups });
}

function narrows(subject: LinkSubject | null): boolean {
  return subject?.kind === 'token' || subject?.kind === 'pool';
}

function show(key: LinkGroup | PanelId, subject: LinkSubject | null, driver: PanelId): void {
  const { shown } = linkStore.getState();
  const stays = narrows(subject) ? (shown[key]?.stays ?? null) : subject;
  linkStore.setState({ shown: { ...shown, [key]: { subject, driver, stays } } });
}

/** A click in a panel: its group shows this now, in every window, and it is the group's driver. */
export function drive(panel: PanelId, subject: LinkSubject | null): void {
  const group = linkStore.getState().groups[panel];
  show(group ?? panel, subject, panel);
  if (group !== undefined) void reportLink({ group, subject, driver: panel });
}

/** What was looked up by its name: the first link group shows it, as if a panel had been clicked that follows nothing. */
export function lookUp(subject: LinkSubject): void {
  const { groups } = linkStore.getState();
  const group = Object.values(groups).sort((a, b) => a - b)[0];
  if (group === undefined) return;
  show(group, subject, 'imports');
  void reportLink({ group, subject, driver: 'imports' });
}

/** A group's move in another window. */
export function followLink({ group, subject, driver }: LinkMove): void {
  show(group, subject, driver);
}

/** Listens to the other windows. Returns how to stop. */
export function followLinks(): () => void {
  return window.syndicate.onLink(followLink);
}

function shownIn({ groups, shown }: Links, panel: PanelId): Shown | undefined {
  return shown[groups[panel] ?? panel];
}

/**
 * What a panel shows: its group's subject. The driver of a token or a pool stays at what it showed before, so that nothing
 * moves under the pointer; the others of its group go there.
 */
export function subjectOf(links: Links, panel: PanelId): LinkSubject | null {
  const shown = shownIn(links, panel);
  if (shown === undefined) return null;
  return narrows(shown.subject) && shown.driver === panel ? shown.stays : shown.subject;
}

export function useSubject(panel: PanelId): LinkSubject | null {
  return useStore(linkStore, (links) => subjectOf(links, panel));
}

/** The address of the token or pool that a panel's group is at, driver or not: where it occurs it is marked. */
export function useMarkedAddress(panel: PanelId): string | null {
  return useStore(linkStore, (links) => {
    const subject = shownIn(links, panel)?.subject;
    return subject?.kind === 'token' || subject?.kind === 'pool' ? subject.address : null;
  });
}

export function useLinkGroup(panel: PanelId): LinkGroup | null {
  return useStore(linkStore, ({ groups }) => groups[panel] ?? null);
}

/** The panel that moved the group last. */
export function useDriver(panel: PanelId): PanelId | null {
  return useStore(linkStore, (links) => shownIn(links, panel)?.driver ?? null);
}

interface Hop {
  readonly pool: string;
  readonly tokenIn: string;
  readonly tokenOut: string;
}

/** Whether a route goes through a token or a pool; through anything else every route does. */
export function goesThrough(hops: readonly Hop[], subject: LinkSubject | null): boolean {
  if (subject?.kind === 'token')
    return hops.some(({ tokenIn, tokenOut }) => tokenIn === subject.address || tokenOut === subject.address);
  if (subject?.kind === 'pool') return hops.some(({ pool }) => pool === subject.address);
  return true;
}
