/** The journal (epochs, inputs, decisions) and its first projections. */
export const journal = `
CREATE TABLE journal_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  durable_commits INTEGER NOT NULL
) STRICT;
INSERT INTO journal_state VALUES (1, 0);

CREATE TABLE epochs (
  id TEXT PRIMARY KEY,
  mode TEXT NOT NULL,
  wallet TEXT NOT NULL,
  chain TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER,
  note TEXT NOT NULL DEFAULT '',
  decisions INTEGER NOT NULL DEFAULT 0,
  decision_hash TEXT NOT NULL
) STRICT;

CREATE TABLE inputs (
  seq INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL REFERENCES epochs (id),
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;

CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL REFERENCES epochs (id),
  input_seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  epoch TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  nonce INTEGER NOT NULL,
  created_seq INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (epoch, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE fills (
  epoch TEXT NOT NULL,
  order_id TEXT NOT NULL,
  block_number INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (epoch, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_entries (
  epoch TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (epoch, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  epoch TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (epoch, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE incidents (
  seq INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;
`;
