//! The names by which documents show that a list comes in pages.
//!
//! They are compared to the letter. Each is what a widely used API or framework writes; of two that a page has, the one
//! that stands first here counts. A name alone shows nothing: its type must fit, and the other side must have its
//! counterpart.

/// How many items to skip.
pub(super) const OFFSET: &[&str] = &["offset", "skip"];

/// The number of the page.
pub(super) const PAGE: &[&str] = &["page", "page_number", "pageNumber", "page[number]"];

/// What the page before gave.
pub(super) const CURSOR: &[&str] = &[
    "cursor",
    "page_token",
    "pageToken",
    "pagetoken",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "continuationToken",
    "continuation",
    "continue",
    "marker",
    "starting_after",
    "after",
    // OpenAI's costs, Stripe's search.
    "page",
];

/// The id of the last item of the page before.
pub(super) const AFTER: &[&str] = &["starting_after", "after"];

/// How many items a page has at most.
pub(super) const SIZE: &[&str] = &[
    "limit",
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "page[size]",
    "page_limit",
    "max_results",
    "maxResults",
    "maximumPageSize",
    "size",
    "take",
];

/// The items, where a page has several arrays.
pub(super) const ITEMS: &[&str] = &[
    "items", "data", "results", "entries", "records", "values", "rows",
];

/// Objects of a page that tell of the list, and objects in these.
pub(super) const ABOUT: &[&str] = &[
    "pagination",
    "paging",
    "page_info",
    "pageInfo",
    "page",
    "meta",
    "metadata",
    // Slack.
    "response_metadata",
    // Spotify, Facebook.
    "cursors",
    "cursor",
];

/// How many items there are in all.
pub(super) const TOTAL: &[&str] = &[
    "total",
    "total_count",
    "totalCount",
    "total_items",
    "totalItems",
    // Adyen.
    "itemsTotal",
    "total_results",
    "totalResults",
    "total_entries",
    "totalEntries",
    "total_elements",
    "totalElements",
    "total_size",
    "totalSize",
];

/// How many pages there are.
pub(super) const PAGES: &[&str] = &[
    "total_pages",
    "totalPages",
    // Adyen.
    "pagesTotal",
    "page_count",
    "pageCount",
    "last_page",
    "lastPage",
    "pages",
];

/// Which page it is.
pub(super) const NUMBER: &[&str] = &[
    "page",
    "current_page",
    "currentPage",
    "page_number",
    "pageNumber",
];

/// Whether another page follows.
pub(super) const HAS_MORE: &[&str] = &[
    "has_more",
    "hasMore",
    "has_next",
    "hasNext",
    "has_next_page",
    "hasNextPage",
    // Figma.
    "next_page",
];

/// The next cursor.
pub(super) const NEXT: &[&str] = &[
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next-page-token",
    "next_token",
    "nextToken",
    "next_marker",
    "nextMarker",
    "next_continuation_token",
    "nextContinuationToken",
    "continuation_token",
    "continuationToken",
    "continuation",
    "continue",
    "end_cursor",
    "endCursor",
    "last_id",
    "lastId",
    // lakeFS: a text, and no number.
    "next_offset",
];

/// The next cursor, in an object of cursors.
pub(super) const NEXT_OF_CURSORS: &[&str] = &["next", "after"];

/// The next cursor, or the URL of the next page, or something else: it must be said elsewhere, too, that it is a cursor.
pub(super) const PERHAPS_NEXT: &[&str] = &["next_page", "next"];

/// The cursor that a page gives, where it also says whether another follows. Without that it may be the page's own.
pub(super) const OWN_OR_NEXT: &[&str] = &["cursor", "after"];

/// Words that tell a URL.
pub(super) const OF_URLS: &[&str] = &["url", "uri", "link", "http"];

/// Words that tell a time.
pub(super) const OF_TIMES: &[&str] = &["time", "date", "timestamp", "unix", "iso"];

/// Words that tell a cursor.
pub(super) const OF_CURSORS: &[&str] = &["cursor", "token", "next page", "next_page"];
