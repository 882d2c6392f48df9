-- Times are milliseconds since 1970-01-01T00:00:00Z.
CREATE TABLE builds (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    status TEXT NOT NULL,
    region TEXT NOT NULL,
    context_hash TEXT NOT NULL,
    dockerfile_path TEXT NOT NULL,
    image_uri TEXT,
    logs_url TEXT,
    error_message TEXT,
    context_size_bytes INTEGER NOT NULL,
    image_size_bytes INTEGER,
    build_duration_seconds INTEGER,
    started_at INTEGER,
    completed_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX builds_newest ON builds (organization_id, created_at DESC, id);
