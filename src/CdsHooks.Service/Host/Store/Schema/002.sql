-- Decisions with the values behind the results: enough to tell what another threshold would have decided.
-- figures: {"physical-therapy": {"parameters": {…}, "figures": […]}}; timings: milliseconds by part of the call.
-- patient: a keyed hash, only where a key is configured. today: days from the evaluation date to the day of the call.
-- shadow: what candidate rules would have answered.
ALTER TABLE decision ADD COLUMN figures TEXT NULL;
ALTER TABLE decision ADD COLUMN today BIGINT NULL;
ALTER TABLE decision ADD COLUMN timings TEXT NULL;
ALTER TABLE decision ADD COLUMN rules_version TEXT NULL;
ALTER TABLE decision ADD COLUMN shadow TEXT NULL;
ALTER TABLE decision ADD COLUMN patient TEXT NULL;
