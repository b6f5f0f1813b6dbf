/** The equity line and what rivals took: both bounded in the engine, kept here so that a restart goes on with them. */
export const profit = `
CREATE TABLE equity (
  epoch TEXT NOT NULL,
  block_number INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (epoch, block_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE rivals (
  epoch TEXT NOT NULL,
  rival TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (epoch, rival)
) STRICT, WITHOUT ROWID;
`;
