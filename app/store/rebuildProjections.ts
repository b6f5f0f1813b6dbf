import type Database from 'better-sqlite3';
import type { EngineInput } from '../domain/engineInput.ts';
import { decodeCanonical } from './canonical.ts';
import { projectionTables, projector } from './projections.ts';
import type { JournalDecision } from './records.ts';

interface Row {
  readonly source: 'inputs' | 'decisions';
  readonly seq: number;
  readonly epoch: string;
  readonly input_seq: number;
  readonly kind: string;
  readonly at_ms: number;
  readonly payload: string;
}

/** Empties the projections and applies the whole journal to them again, in one transaction. */
export function rebuildProjections(database: Database.Database): void {
  const project = projector(database);
  const page = database.prepare<[number, number], Row>(
    `SELECT 'inputs' AS source, seq, epoch, 0 AS input_seq, kind, at_ms, payload FROM inputs WHERE seq > ?
     UNION ALL
     SELECT 'decisions', seq, epoch, input_seq, kind, at_ms, payload FROM decisions WHERE seq > ?
     ORDER BY seq LIMIT 1000`,
  );
  database.transaction(() => {
    for (const table of projectionTables) database.exec(`DELETE FROM ${table}`);
    let after = 0;
    for (let rows = page.all(after, after); rows.length > 0; rows = page.all(after, after)) {
      for (const row of rows) {
        project(toRecord(row));
        after = row.seq;
      }
    }
  })();
}

function toRecord(row: Row): Parameters<ReturnType<typeof projector>>[0] {
  const { seq, epoch, kind, at_ms: atMs, payload } = row;
  const common = { seq, epoch, kind, atMs, payload };
  const value = decodeCanonical(payload);
  if (row.source === 'inputs') return { table: 'inputs', ...common, value: value as EngineInput };
  return { table: 'decisions', ...common, inputSeq: row.input_seq, value: value as JournalDecision };
}
