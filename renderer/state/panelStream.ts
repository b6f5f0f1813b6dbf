import { type PanelMessage, type PanelTopic, panelMessageSchema, panelTopics } from '../../app/contract/panelStream.ts';
import type { Port } from '../../app/contract/port.ts';
import type { listedStore } from './listedOpportunities.ts';
import { applyChanges, type PanelTables, type PendingChanges, type TopicPhase, topicLimits } from './topicTable.ts';
import type { watchedBarsStore } from './watchedBars.ts';

export interface PanelStreamOptions {
  readonly port: Port;
  readonly store: { getState(): PanelTables; setState(changed: Partial<PanelTables>): void };
  /** What the engine is asked to stream of bars, now and at each change. */
  readonly watched: Pick<typeof watchedBarsStore, 'getState' | 'subscribe'>;
  /** Which opportunities it is asked to rank, now and at each change. */
  readonly listed: Pick<typeof listedStore, 'getState' | 'subscribe'>;
  /** Runs `paint` before the next frame; returns how to call it off. */
  readonly scheduleFrame: (paint: () => void) => () => void;
}

/** Asking again for a topic that stays unreadable: not more often than this. */
const resyncPauseMs = 1_000;

interface TopicProgress {
  /** seq of the last message applied; null until a snapshot comes. */
  lastSeq: number | null;
  phase: TopicPhase;
  problem: string | null;
  changes: PendingChanges;
  timer: ReturnType<typeof setTimeout> | undefined;
  resyncAllowed: boolean;
}

/**
 * Applies the engine's panel stream to the store: one store update per frame, latest row wins, and one credit for each
 * message after it was applied, so that a window that cannot keep up is sent less instead of falling behind. A gap in
 * `seq` or a row that does not parse asks for the topic anew. Returns how to stop.
 */
export function connectPanelStream({ port, store, watched, listed, scheduleFrame }: PanelStreamOptions): () => void {
  const topics = new Map<PanelTopic, TopicProgress>();
  let handled = 0;
  let cancelFrame: (() => void) | undefined;

  const progressOf = (topic: PanelTopic): TopicProgress => {
    const known = topics.get(topic);
    if (known !== undefined) return known;
    const fresh: TopicProgress = {
      lastSeq: null,
      phase: 'resyncing',
      problem: null,
      changes: { replace: false, rows: new Map() },
      timer: undefined,
      resyncAllowed: true,
    };
    topics.set(topic, fresh);
    return fresh;
  };

  const requestResync = (topic: PanelTopic, progress: TopicProgress, problem: string): void => {
    progress.lastSeq = null;
    progress.phase = 'resyncing';
    progress.problem = problem;
    progress.changes = { replace: false, rows: new Map() };
    if (!progress.resyncAllowed) return;
    progress.resyncAllowed = false;
    port.post({ type: 'resync', topic });
    progress.timer = setTimeout(() => {
      progress.resyncAllowed = true;
      if (progress.lastSeq === null) requestResync(topic, progress, problem);
    }, resyncPauseMs);
  };

  const accept = (message: PanelMessage): void => {
    const { topic } = message;
    const progress = progressOf(topic);
    if (message.type === 'delta' && progress.lastSeq === null) {
      if (progress.problem === null) requestResync(topic, progress, 'deltas came before a snapshot');
      return;
    }
    if (message.type === 'delta' && message.seq !== (progress.lastSeq ?? 0) + 1) {
      requestResync(topic, progress, `message ${(progress.lastSeq ?? 0) + 1} was lost`);
      return;
    }
    const rows = parseRows(topic, message.upserts);
    if (typeof rows === 'string') {
      requestResync(topic, progress, rows);
      return;
    }
    if (message.type === 'snapshot') progress.changes = { replace: true, rows: new Map() };
    progress.lastSeq = message.seq;
    progress.phase = 'live';
    progress.problem = null;
    for (const id of message.removes) progress.changes.rows.set(id, undefined);
    for (const row of rows) progress.changes.rows.set(row.id, row);
  };

  const paint = (): void => {
    cancelFrame = undefined;
    const changed = changedTables(store.getState(), topics);
    if (Object.keys(changed).length > 0) store.setState(changed);
    port.post({ type: 'credit', count: Math.min(handled, 1000) });
    handled = 0;
  };

  const watch = (): void => port.post({ type: 'watch', bars: [...watched.getState().bars] });

  markOutdated(store);
  if (watched.getState().bars.length > 0) watch();
  const list = (): void => port.post({ type: 'list', opportunities: listed.getState().view });
  if (listed.getState().view !== null) list();
  const stopWatching = watched.subscribe(watch);
  const stopListing = listed.subscribe(list);
  const stopListening = port.listen((message) => {
    handled += 1;
    const parsed = panelMessageSchema.safeParse(message);
    if (parsed.success) accept(parsed.data);
    cancelFrame ??= scheduleFrame(paint);
  });

  return () => {
    stopListening();
    stopWatching();
    stopListing();
    cancelFrame?.();
    for (const progress of topics.values()) clearTimeout(progress.timer);
  };
}

/** Rows of an earlier connection stay on show, said to be old, until this one's snapshots come. */
function markOutdated(store: PanelStreamOptions['store']): void {
  const outdated: Partial<Record<PanelTopic, unknown>> = {};
  for (const [topic, table] of Object.entries(store.getState())) {
    if (table.phase !== 'waiting') {
      outdated[topic as PanelTopic] = { ...table, phase: 'resyncing', problem: 'the engine was restarted' };
    }
  }
  if (Object.keys(outdated).length > 0) store.setState(outdated as Partial<PanelTables>);
}

/** The rows, or what is wrong with the first that does not parse. */
function parseRows(topic: PanelTopic, upserts: readonly unknown[]): { readonly id: string }[] | string {
  const rows: { readonly id: string }[] = [];
  for (const upsert of upserts) {
    const parsed = panelTopics[topic].safeParse(upsert);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return `a row did not parse at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unknown reason'}`;
    }
    rows.push(parsed.data);
  }
  return rows;
}

/** The tables that differ from those on show; takes the pending changes of each topic. */
function changedTables(shown: PanelTables, topics: ReadonlyMap<PanelTopic, TopicProgress>): Partial<PanelTables> {
  const changed: Partial<Record<PanelTopic, unknown>> = {};
  for (const [topic, progress] of topics) {
    const before = shown[topic];
    const { changes, phase, problem } = progress;
    const touched = changes.replace || changes.rows.size > 0;
    if (!touched && before.phase === phase && before.problem === problem) continue;
    const rows = touched ? applyChanges(before.rows, changes, topicLimits[topic]) : before.rows;
    progress.changes = { replace: false, rows: new Map() };
    changed[topic] = { rows, phase, problem };
  }
  return changed as Partial<PanelTables>;
}
