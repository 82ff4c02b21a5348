-- Decisions and the feedback on their cards, counted by day (UTC), so that nobody has to read them all to learn how often something happened.
-- Made from the rows of decision and feedback, and made again when these change: losing it loses nothing.
-- day: days since 1970. counted_at: the start of the counting, in milliseconds since 1970. decisions: the number of rows that were counted.
-- format: the version of the content; one of another version is counted again. criteria: the counts of the criteria, apart since they are most of it.
CREATE TABLE decision_day (
  day BIGINT NOT NULL PRIMARY KEY,
  counted_at BIGINT NOT NULL,
  format BIGINT NOT NULL,
  decisions BIGINT NOT NULL,
  content TEXT NOT NULL,
  criteria TEXT NOT NULL
);
