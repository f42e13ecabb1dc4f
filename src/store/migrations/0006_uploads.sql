-- Uploads of media (spec/gas.md 13.1), each recorded before and after it is done, so that a restart goes on where the
-- last run ended and nothing is published twice.

CREATE TABLE upload_batches (
    id TEXT PRIMARY KEY,
    -- where to, without secrets: `huggingface:owner/name`, `s3:bucket/prefix`, `file:/folder`
    target TEXT NOT NULL,
    modality TEXT NOT NULL CHECK (modality IN ('image', 'video')),
    -- `planned`: its media are chosen; `built`: its files lie in tmp/uploads; `sent`: the target has them, perhaps
    -- published; `done`: published, its media are marked; `dropped`: nothing of it will be published
    step TEXT NOT NULL CHECK (step IN ('planned', 'built', 'sent', 'done', 'dropped')),
    -- who uploads
    hotkey TEXT NOT NULL,
    uid INTEGER,
    planned_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    media INTEGER NOT NULL,
    bytes INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
);
CREATE INDEX idx_upload_batches_step ON upload_batches (step);

-- Media of batches that are not done, and those that could not be read. PRIMARY KEY: a medium is in one batch at most.
-- No reference to media: who removes a medium need not know of uploads.
CREATE TABLE upload_entries (
    media_id TEXT PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES upload_batches (id),
    position INTEGER NOT NULL,
    left_out BOOLEAN NOT NULL DEFAULT 0
);
CREATE INDEX idx_upload_entries_batch_id ON upload_entries (batch_id);

-- Files of a batch that was built.
CREATE TABLE upload_files (
    batch_id TEXT NOT NULL REFERENCES upload_batches (id),
    -- at the target
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    sent BOOLEAN NOT NULL DEFAULT 0,
    PRIMARY KEY (batch_id, path)
);
