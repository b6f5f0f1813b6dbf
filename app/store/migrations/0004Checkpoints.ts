/** Where a restart begins to read: what was folded up to then, and from where on rows are read one by one. No record of its own. */
export const checkpoints = `
CREATE TABLE checkpoints (
  epoch TEXT PRIMARY KEY REFERENCES epochs (id),
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  orders_from INTEGER NOT NULL,
  fills_from INTEGER NOT NULL,
  rows TEXT NOT NULL,
  payload TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
