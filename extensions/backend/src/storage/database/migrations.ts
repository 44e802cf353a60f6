/**
 * The schema, one entry a version (`PRAGMA user_version`); entries that have shipped are never edited. Text indexes
 * are one pair of FTS5 tables a workspace, made and dropped with it in `passages.ts`, so that term statistics are
 * the workspace's own and one workspace never slows another.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE workspace (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- names the workspace's index tables
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    removed_at TEXT -- set first; rows and index go after it, so that a crash in between loses no removal
  );

  CREATE TABLE document (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- rowid in the workspace's document index
    id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folder TEXT,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'indexing', 'ready', 'failed')),
    progress REAL NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0,
    passages INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    error_code TEXT,
    receipt TEXT, -- JSON: warnings of the whole document, milliseconds
    crashes INTEGER NOT NULL DEFAULT 0, -- how often a server crashed while it was indexed
    lease_owner TEXT,
    lease_until INTEGER, -- milliseconds
    created_at TEXT NOT NULL,
    removed_at TEXT
  );
  CREATE INDEX document_workspace ON document (workspace_id);
  CREATE INDEX document_sha256 ON document (sha256);
  CREATE INDEX document_open ON document (status, number) WHERE status IN ('queued', 'indexing');

  CREATE TABLE folder ( -- of this computer; its files are documents
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('copy', 'in-place')),
    ignore TEXT NOT NULL, -- JSON
    error TEXT,
    scanned_at TEXT, -- when it was in step last
    created_at TEXT NOT NULL
  );
  CREATE INDEX folder_workspace ON folder (workspace_id);

  CREATE TABLE folder_file (
    folder_id TEXT NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path TEXT NOT NULL, -- in the folder, '/' between its parts
    document_id TEXT UNIQUE REFERENCES document (id) ON DELETE SET NULL, -- NULL once that was removed by hand
    size INTEGER NOT NULL,
    modified REAL NOT NULL, -- milliseconds
    PRIMARY KEY (folder_id, path)
  ) WITHOUT ROWID;

  CREATE TABLE page (
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, -- 1-based
    text TEXT NOT NULL,
    width REAL,
    height REAL,
    warnings TEXT, -- JSON, NULL for none
    PRIMARY KEY (document_id, number)
  ) WITHOUT ROWID;

  CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- rowid in the workspace's passage index
    id TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL, -- UTF-16 offsets in the page's text
    "end" INTEGER NOT NULL,
    heading TEXT
  );
  CREATE INDEX passage_document ON passage (document_id, page);

  CREATE TABLE agent (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    built_in INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('answer', 'summarize', 'extract')),
    mode TEXT NOT NULL CHECK (mode IN ('extractive', 'model')),
    limits TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL
  );

  CREATE TABLE task (
    id TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    prompt TEXT NOT NULL,
    document_ids TEXT, -- JSON, NULL for all
    exhaustive INTEGER, -- 0 or 1, NULL when the question decides
    status TEXT NOT NULL CHECK (status IN
      ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'interrupted')),
    attempt INTEGER NOT NULL DEFAULT 1,
    error TEXT,
    result TEXT, -- JSON
    usage TEXT, -- JSON
    change INTEGER NOT NULL DEFAULT 0, -- rises with every change of the task or a step: the id of its events
    crashes INTEGER NOT NULL DEFAULT 0, -- how often a server crashed while it ran
    lease_owner TEXT,
    lease_until INTEGER,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
  );
  CREATE INDEX task_workspace ON task (workspace_id, created_at);
  CREATE INDEX task_open ON task (status) WHERE status IN ('queued', 'running', 'waiting');

  CREATE TABLE step (
    id TEXT PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'interrupted', 'cancelled')),
    title TEXT NOT NULL,
    detail TEXT NOT NULL, -- JSON
    change INTEGER NOT NULL, -- the task's change it was last part of
    started_at TEXT NOT NULL,
    finished_at TEXT,
    UNIQUE (task_id, number)
  );

  CREATE TABLE artifact (
    id TEXT PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL, -- its bytes are a blob, as a document's are
    created_at TEXT NOT NULL
  );
  CREATE INDEX artifact_task ON artifact (task_id);
  CREATE INDEX artifact_sha256 ON artifact (sha256);

  CREATE TABLE provider (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    preset TEXT NOT NULL,
    base_url TEXT NOT NULL,
    key_store TEXT CHECK (key_store IN ('system', 'file')), -- where its key is, which is never here; NULL for none
    default_model TEXT,
    embedding_model TEXT,
    limits TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL
  );

  CREATE TABLE provider_model (
    provider_id TEXT NOT NULL REFERENCES provider (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    found TEXT, -- JSON: what the server or the doctor says of it; NULL when the server does not list it
    own TEXT, -- JSON: what was set by hand, which counts more
    PRIMARY KEY (provider_id, id)
  ) WITHOUT ROWID;

  CREATE TABLE usage ( -- one row a request; outlives the task and the provider
    number INTEGER PRIMARY KEY,
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    task_id TEXT,
    agent_id TEXT,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    estimated INTEGER NOT NULL, -- the server did not count
    milliseconds INTEGER NOT NULL,
    cost REAL, -- US dollars, NULL where no price was known
    created_at TEXT NOT NULL
  );
  CREATE INDEX usage_created ON usage (created_at);
  CREATE INDEX usage_task ON usage (task_id) WHERE task_id IS NOT NULL;

  CREATE TABLE preference (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE vector_set ( -- vectors of one model; only those of one set can be compared
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    dimensions INTEGER, -- NULL until the first vector came
    created_at TEXT NOT NULL
  );

  CREATE TABLE embedding ( -- how far a document's passages have vectors
    document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    set_number INTEGER NOT NULL,
    page INTEGER NOT NULL DEFAULT 0, -- where the last passage that was done stands, and its number
    passage INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0, -- passages
    complete INTEGER NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX embedding_lease ON embedding (lease_owner) WHERE lease_owner IS NOT NULL;

  CREATE TABLE vector_part ( -- vectors of some passages of one document
    number INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES embedding (document_id) ON DELETE CASCADE,
    workspace_number INTEGER NOT NULL,
    set_number INTEGER NOT NULL,
    passages BLOB NOT NULL, -- their numbers, 64-bit floats, little-endian
    vectors BLOB NOT NULL -- of length 1, 32-bit floats, little-endian, one after the other
  );
  CREATE INDEX vector_part_document ON vector_part (document_id);
  CREATE INDEX vector_part_set ON vector_part (workspace_number, set_number);

  -- Passages of a document come and go together; their vectors go in the same transaction.
  CREATE TRIGGER passage_without_vector AFTER DELETE ON passage BEGIN
    DELETE FROM embedding WHERE document_id = OLD.document_id;
  END;
  `,
  `
  CREATE TABLE agent_with_model (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    icon TEXT,
    built_in INTEGER NOT NULL,
    kind TEXT NOT NULL, -- which ones there are stands in the contract
    mode TEXT NOT NULL CHECK (mode IN ('extractive', 'model')),
    instructions TEXT NOT NULL DEFAULT '',
    provider_id TEXT, -- NULL for the first one that has a default model
    model_id TEXT, -- NULL for the provider's default
    tools TEXT NOT NULL DEFAULT '[]', -- JSON
    scope TEXT, -- JSON, NULL for all
    limits TEXT NOT NULL, -- JSON
    approvals TEXT NOT NULL DEFAULT '{}', -- JSON: what happens by risk, where it is not as usual
    output_schema TEXT, -- JSON
    created_at TEXT NOT NULL
  );
  INSERT INTO agent_with_model (id, name, description, built_in, kind, mode, limits, created_at)
    SELECT id, name, description, built_in, kind, mode, limits, created_at FROM agent;
  DROP TABLE agent;
  ALTER TABLE agent_with_model RENAME TO agent;

  ALTER TABLE task ADD COLUMN continues TEXT; -- the task that it follows up
  ALTER TABLE task ADD COLUMN parent_id TEXT; -- the task that launched it
  ALTER TABLE task ADD COLUMN parent_call TEXT; -- with which of its calls
  ALTER TABLE task ADD COLUMN first_step INTEGER NOT NULL DEFAULT 1; -- steps before it count no more
  CREATE INDEX task_parent ON task (parent_id) WHERE parent_id IS NOT NULL;

  CREATE TABLE step_content ( -- all of a step, apart from what lists show
    step_id TEXT PRIMARY KEY REFERENCES step (id) ON DELETE CASCADE,
    content TEXT NOT NULL -- JSON
  );

  CREATE TABLE approval (
    id TEXT PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    step_id TEXT NOT NULL, -- the step that waits for it
    call TEXT NOT NULL, -- which of the task's calls it is about
    kind TEXT NOT NULL,
    tool TEXT NOT NULL,
    title TEXT NOT NULL,
    risk TEXT NOT NULL,
    arguments TEXT NOT NULL, -- JSON
    choices TEXT, -- JSON
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'denied', 'withdrawn')),
    decision TEXT CHECK (decision IN ('once', 'always', 'deny')),
    feedback TEXT,
    created_at TEXT NOT NULL,
    decided_at TEXT
  );
  CREATE INDEX approval_task ON approval (task_id);
  CREATE INDEX approval_pending ON approval (created_at) WHERE status = 'pending';

  CREATE TABLE agent_grant ( -- what was allowed for always
    id TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    tool TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (agent_id, tool)
  );

  CREATE TABLE task_source ( -- passages that a model was shown, by the number it cites them with
    task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    document_id TEXT NOT NULL,
    document_name TEXT NOT NULL,
    page INTEGER NOT NULL,
    passage_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (task_id, number),
    UNIQUE (task_id, document_id, page, start, "end")
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE task ADD COLUMN priority INTEGER NOT NULL DEFAULT 1; -- 0 low, 1 normal, 2 high
  ALTER TABLE task ADD COLUMN schedule_id TEXT; -- the schedule that launched it, or the task above it
  CREATE INDEX task_schedule ON task (schedule_id, created_at) WHERE schedule_id IS NOT NULL;
  CREATE INDEX task_change ON task (workspace_id, change); -- whether a list is still what it was
  ALTER TABLE workspace ADD COLUMN served INTEGER NOT NULL DEFAULT 0; -- rises with each turn: who had none for longest is next

  CREATE TABLE schedule (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    agent_id TEXT NOT NULL,
    name TEXT NOT NULL,
    prompt TEXT NOT NULL,
    document_ids TEXT, -- JSON, NULL for all
    priority INTEGER NOT NULL,
    timing TEXT NOT NULL, -- JSON: when it runs
    folder_id TEXT REFERENCES folder (id) ON DELETE SET NULL, -- whose changes it follows
    missed TEXT NOT NULL CHECK (missed IN ('skip', 'once', 'all')),
    enabled INTEGER NOT NULL,
    next_at INTEGER, -- milliseconds; NULL when no run is to come
    ran_at TEXT, -- when it last launched something
    note TEXT, -- why its last turn launched nothing
    created_at TEXT NOT NULL
  );
  CREATE INDEX schedule_workspace ON schedule (workspace_id);
  CREATE INDEX schedule_due ON schedule (next_at) WHERE enabled = 1 AND next_at IS NOT NULL;

  CREATE TABLE schedule_document ( -- of a followed folder, as it was when a run began or the schedule was switched on
    schedule_id TEXT NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (schedule_id, document_id)
  ) WITHOUT ROWID;
  CREATE INDEX schedule_document_document ON schedule_document (document_id);

  CREATE TABLE file_change ( -- what tasks wrote, so that it can be taken back; its contents are blobs
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    artifact_id TEXT, -- NULL for a file of the computer
    name TEXT NOT NULL, -- of the artifact, or the whole path
    media_type TEXT NOT NULL,
    before_sha256 TEXT, -- NULL: it was not there
    before_size INTEGER,
    after_sha256 TEXT, -- NULL: it is there no more
    after_size INTEGER,
    restores TEXT, -- the change that it took back
    created_at TEXT NOT NULL
  );
  CREATE INDEX file_change_task ON file_change (task_id, number);
  CREATE INDEX file_change_before ON file_change (before_sha256) WHERE before_sha256 IS NOT NULL;
  CREATE INDEX file_change_after ON file_change (after_sha256) WHERE after_sha256 IS NOT NULL;
  `,
  `
  ALTER TABLE workspace ADD COLUMN change INTEGER NOT NULL DEFAULT 0; -- rises with what the list of its documents shows

  CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    UPDATE workspace SET change = change + 1 WHERE id = NEW.workspace_id;
  END;
  CREATE TRIGGER document_changed AFTER UPDATE OF name, folder, media_type, size, sha256, status, progress, pages,
    passages, error, error_code, removed_at ON document BEGIN
    UPDATE workspace SET change = change + 1 WHERE id = NEW.workspace_id;
  END;
  CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
    UPDATE workspace SET change = change + 1 WHERE id = OLD.workspace_id;
  END;
  CREATE TRIGGER document_followed AFTER INSERT ON folder_file BEGIN
    UPDATE workspace SET change = change + 1 WHERE id = (SELECT workspace_id FROM document WHERE id = NEW.document_id);
  END;
  CREATE TRIGGER document_let_go AFTER DELETE ON folder_file BEGIN
    UPDATE workspace SET change = change + 1 WHERE id = (SELECT workspace_id FROM document WHERE id = OLD.document_id);
  END;

  ALTER TABLE folder_file ADD COLUMN archive TEXT; -- path of the ZIP that it is in

  CREATE TABLE folder_archive ( -- a ZIP of a folder, whose files are documents
    folder_id TEXT NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified REAL NOT NULL, -- milliseconds
    sha256 TEXT NOT NULL,
    PRIMARY KEY (folder_id, path)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE mcp_server (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE, -- stands for it in the names of its tools
    name TEXT NOT NULL,
    setup TEXT NOT NULL, -- JSON: how it is started or reached, with the names of its secrets only
    secret_store TEXT CHECK (secret_store IN ('system', 'file')), -- where their values are, which is never here
    enabled INTEGER NOT NULL,
    created_at TEXT NOT NULL
  );

  CREATE TABLE mcp_tool (
    server_id TEXT NOT NULL REFERENCES mcp_server (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    found TEXT, -- JSON: what the server says of it; NULL when it offers it no more
    risk TEXT, -- as the user set it
    enabled INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (server_id, name)
  ) WITHOUT ROWID;

  CREATE TABLE mcp_process ( -- runs for a server, and is ended by whoever finds it after its owner died
    pid INTEGER NOT NULL,
    birth TEXT NOT NULL, -- tells it from a later process of that id
    owner TEXT NOT NULL, -- as in a lease
    PRIMARY KEY (pid, birth)
  ) WITHOUT ROWID;

  CREATE TABLE mcp_access ( -- of other programs to the library; one row at most
    number INTEGER PRIMARY KEY CHECK (number = 1),
    enabled INTEGER NOT NULL,
    token_sha256 TEXT NOT NULL,
    token_store TEXT NOT NULL CHECK (token_store IN ('system', 'file')) -- where the token itself is
  );
  `,
  `
  ALTER TABLE agent ADD COLUMN external TEXT; -- JSON: the program that does its work, with the names of its secrets only
  `,
  `
  ALTER TABLE document ADD COLUMN modified REAL; -- milliseconds: the file's own date, where whoever gave it told
  `,
  `
  ALTER TABLE approval ADD COLUMN identity TEXT; -- of a tool that others make: what it was when it was asked about
  ALTER TABLE agent_grant ADD COLUMN identity TEXT; -- the same, when it was allowed
  `,
  `
  CREATE INDEX task_created ON task (created_at, id); -- lists of all workspaces, the newest first, without reading every result
  `,
  `
  CREATE TABLE instance ( -- AIOS at work on this data
    name TEXT PRIMARY KEY, -- as in a lease
    change INTEGER NOT NULL DEFAULT 0 -- rises with what it changed
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE catalogue ( -- how far the catalogue beside the originals has been written from here; one row
    number INTEGER PRIMARY KEY CHECK (number = 1),
    id TEXT, -- whose catalogue it is; NULL until this database was held against it
    writing TEXT, -- which writing of the file: positions in another mean nothing
    position INTEGER NOT NULL DEFAULT 0, -- bytes
    is_upgraded INTEGER NOT NULL, -- this database is from before there was a catalogue
    doubt TEXT, -- since when the last doubt is that was looked into
    is_open INTEGER NOT NULL DEFAULT 0 -- 1: nobody has said what to do with what only the catalogue knows; 2: it is being recovered
  );
  INSERT INTO catalogue (number, is_upgraded) SELECT 1, EXISTS (SELECT 1 FROM workspace);

  CREATE TABLE catalogue_pending ( -- what the catalogue is still to hear of, the last change last
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    UNIQUE (kind, id)
  );

  CREATE TRIGGER workspace_catalogued AFTER INSERT ON workspace BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('workspace', NEW.id);
  END;
  CREATE TRIGGER workspace_recatalogued AFTER UPDATE OF name, removed_at ON workspace BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('workspace', NEW.id);
  END;
  CREATE TRIGGER workspace_uncatalogued AFTER DELETE ON workspace BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('workspace', OLD.id);
  END;

  CREATE TRIGGER document_catalogued AFTER INSERT ON document BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('document', NEW.id);
  END;
  CREATE TRIGGER document_recatalogued AFTER UPDATE OF workspace_id, name, folder, size, sha256, modified, removed_at
    ON document BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('document', NEW.id);
  END;
  CREATE TRIGGER document_uncatalogued AFTER DELETE ON document BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('document', OLD.id);
  END;

  CREATE TRIGGER folder_catalogued AFTER INSERT ON folder BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('folder', NEW.id);
  END;
  CREATE TRIGGER folder_recatalogued AFTER UPDATE OF path, mode, "ignore" ON folder BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('folder', NEW.id);
  END;
  CREATE TRIGGER folder_uncatalogued AFTER DELETE ON folder BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('folder', OLD.id);
  END;

  -- A file is told of with its document; one whose document was removed by hand stays left out, and is told of alone.
  CREATE TRIGGER file_catalogued AFTER INSERT ON folder_file BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id)
      SELECT CASE WHEN NEW.document_id IS NULL THEN 'left-out' ELSE 'document' END,
        coalesce(NEW.document_id, NEW.folder_id || '/' || NEW.path);
  END;
  CREATE TRIGGER file_recatalogued AFTER UPDATE OF path, document_id, size, modified, archive ON folder_file BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id)
      SELECT CASE WHEN NEW.document_id IS NULL THEN 'left-out' ELSE 'document' END,
        coalesce(NEW.document_id, NEW.folder_id || '/' || NEW.path);
    INSERT OR REPLACE INTO catalogue_pending (kind, id) SELECT 'left-out', OLD.folder_id || '/' || OLD.path
      WHERE OLD.document_id IS NULL AND OLD.path <> NEW.path;
  END;
  CREATE TRIGGER file_uncatalogued AFTER DELETE ON folder_file BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id)
      SELECT CASE WHEN OLD.document_id IS NULL THEN 'left-out' ELSE 'document' END,
        coalesce(OLD.document_id, OLD.folder_id || '/' || OLD.path);
  END;

  CREATE TRIGGER artifact_catalogued AFTER INSERT ON artifact BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('artifact', NEW.id);
  END;
  CREATE TRIGGER artifact_recatalogued AFTER UPDATE OF name, sha256 ON artifact BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('artifact', NEW.id);
  END;
  CREATE TRIGGER artifact_uncatalogued AFTER DELETE ON artifact BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('artifact', OLD.id);
  END;

  CREATE TRIGGER version_catalogued AFTER INSERT ON file_change BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('version', NEW.id);
  END;
  CREATE TRIGGER version_uncatalogued AFTER DELETE ON file_change BEGIN
    INSERT OR REPLACE INTO catalogue_pending (kind, id) VALUES ('version', OLD.id);
  END;
  `,
  `
  CREATE TABLE damaged_original ( -- bytes that are not, or no longer, what their name says
    sha256 TEXT PRIMARY KEY,
    fault TEXT NOT NULL CHECK (fault IN ('damaged', 'missing')),
    found_at TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TRIGGER original_damaged AFTER INSERT ON damaged_original BEGIN
    UPDATE workspace SET change = change + 1 WHERE id IN (SELECT workspace_id FROM document WHERE sha256 = NEW.sha256);
  END;
  CREATE TRIGGER original_mended AFTER DELETE ON damaged_original BEGIN
    UPDATE workspace SET change = change + 1 WHERE id IN (SELECT workspace_id FROM document WHERE sha256 = OLD.sha256);
  END;

  CREATE TABLE original_check ( -- how far the check of all originals is; one row at most
    number INTEGER PRIMARY KEY CHECK (number = 1),
    position TEXT, -- the SHA-256 that was looked at last; NULL while none is under way
    is_asked INTEGER NOT NULL, -- somebody waits for it
    checked INTEGER NOT NULL,
    total INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT, -- of the last one that came to its end
    lease_owner TEXT,
    lease_until INTEGER
  );
  `,
  `
  ALTER TABLE mcp_process RENAME TO program_process; -- agents are programs, too
  `,
  `
  -- An agent is a program, or is none: a file that was imported could say neither or both.
  UPDATE agent SET kind = 'external', mode = 'model' WHERE external IS NOT NULL AND kind <> 'external';
  UPDATE agent SET kind = 'model', mode = 'model' WHERE external IS NULL AND kind = 'external';
  `,
]
