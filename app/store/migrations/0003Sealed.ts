/** Older records, by the hundred, compressed: decisions to a twentieth, inputs to a seventh of their text. */
export const sealed = `
CREATE TABLE sealed (
  source TEXT NOT NULL CHECK (source IN ('inputs', 'decisions')),
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  epoch TEXT NOT NULL REFERENCES epochs (id),
  records INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (source, first_seq)
) STRICT;
CREATE INDEX sealed_of_epoch ON sealed (source, epoch, last_seq);
`;
