-- The keys that protect cookies and forms of the workbench, as XML. Whoever reads them can pass for anybody there.
CREATE TABLE cookie_key (
  id TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL,
  content TEXT NOT NULL
);
