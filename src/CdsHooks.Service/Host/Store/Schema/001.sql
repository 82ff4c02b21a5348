-- Tokens that have been used, as hashes, until they expire.
CREATE TABLE token_use (
  token TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

CREATE INDEX token_use_by_expiry ON token_use (expires_at);

-- What was answered about orders that the rules are about. Nothing here says who the patient is.
-- Instants are milliseconds since 1970 in UTC. JSON: suggestions and retrieval are lists, criteria an object
-- such as {"adult": "met documented"}, so that a query can ask for one of them.
CREATE TABLE decision (
  id TEXT NOT NULL PRIMARY KEY,
  decided_at BIGINT NOT NULL,
  service TEXT NOT NULL,
  client TEXT NOT NULL,
  plan TEXT NOT NULL,
  site_profile TEXT NOT NULL,
  matched_row TEXT NOT NULL,
  card_kind TEXT NULL,
  card TEXT NULL,
  suggestions TEXT NOT NULL,
  criteria TEXT NOT NULL,
  retrieval TEXT NOT NULL,
  elapsed_ms DOUBLE PRECISION NOT NULL
);

CREATE INDEX decision_by_time ON decision (decided_at);
CREATE INDEX decision_by_card ON decision (card);

-- What became of cards. Linked to its decision by card and client when read, since either may arrive first.
CREATE TABLE feedback (
  id TEXT NOT NULL PRIMARY KEY,
  received_at BIGINT NOT NULL,
  service TEXT NOT NULL,
  client TEXT NOT NULL,
  card TEXT NOT NULL,
  outcome TEXT NOT NULL,
  outcome_at BIGINT NOT NULL,
  suggestions TEXT NOT NULL,
  reason_system TEXT NULL,
  reason_code TEXT NULL,
  comment_length TEXT NOT NULL,
  comment TEXT NULL
);

CREATE INDEX feedback_by_time ON feedback (received_at);
CREATE INDEX feedback_by_card ON feedback (card);
