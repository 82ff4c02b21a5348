-- Who used a token: tells a use that is written again, after a failure that may have come too late, from another use.
-- Null in rows of earlier versions.
ALTER TABLE token_use ADD COLUMN use_id TEXT NULL;

-- One row that is written again and again, to see whether the database takes writes.
CREATE TABLE store_probe (
  id BIGINT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL
);
