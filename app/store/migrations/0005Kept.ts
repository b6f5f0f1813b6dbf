/** Who recorded an epoch and what of it was forgotten since; orders that nothing can change any more, by the hundred, compressed with their fills and entries. */
export const kept = `
ALTER TABLE epochs ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '[]';
ALTER TABLE epochs ADD COLUMN records_forgotten INTEGER NOT NULL DEFAULT 0;
ALTER TABLE epochs ADD COLUMN orders_forgotten INTEGER NOT NULL DEFAULT 0;
ALTER TABLE checkpoints DROP COLUMN fills_from;
CREATE INDEX orders_by_age ON orders (epoch, created_seq);
CREATE TABLE sealed_orders (
  epoch TEXT NOT NULL REFERENCES epochs (id),
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  records INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (epoch, first_seq)
) STRICT;
`;
