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

INSERT INTO builds (
    id, organization_id, status, region, context_hash, dockerfile_path, context_size_bytes, created_at, updated_at
) VALUES (
    '123e4567-e89b-12d3-a456-426614174000', 'org_abc123', 'pending', 'us-west', 'a1b2c3d4e5f6a7b8', 'Dockerfile',
    10485760, 1772443800000, 1772443800000
);

PRAGMA user_version = 1;
