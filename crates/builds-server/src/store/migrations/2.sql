-- Each filter finds its builds in their order, without sorting. A context has few builds: filters beside it
-- look at those.
CREATE INDEX builds_by_status ON builds (organization_id, status, created_at DESC, id);
CREATE INDEX builds_by_region ON builds (organization_id, region, created_at DESC, id);
CREATE INDEX builds_by_status_and_region ON builds (organization_id, status, region, created_at DESC, id);
CREATE INDEX builds_by_context ON builds (organization_id, context_hash, created_at DESC, id);
