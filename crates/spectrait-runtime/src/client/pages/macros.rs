//! How a generated operation says in what its list comes.

/// Tells which fields make a list's pages, for [`Client::pages`](crate::client::Client::pages).
///
/// On the left the request, with the kind of list and the field for it; on the right the page, with the type of an item,
/// the field that holds the items, and what else the page says:
///
/// ```text
/// pages! { ListBuildsRequest { offset, size = limit } -> ListBuildsResponse { items: Build = builds, total } }
/// pages! { ListLogsRequest { page, size = per_page } -> Logs { items: String = lines, pages = (meta?).page_count } }
/// pages! { ListFilesRequest { cursor = marker } -> Files { items: File = entries, next = next_marker } }
/// pages! { ListRepositoriesRequest { link } -> Vec<Repository> { items: Repository = self } }
/// ```
///
/// | of the request | |
/// |---|---|
/// | `offset = field`, `page = field`, `cursor = field`, `link` | one of them; any integer, any integer, a text or number |
/// | `size = field` | how many items are asked for; any integer |
/// | `first = 0` | the number of the first page, if not 1 |
///
/// | of the page | |
/// |---|---|
/// | `items: Item = field` | any array |
/// | `total = field`, `pages = field`, `page = field` | how many items, how many pages, which page: any number |
/// | `has_more = field` | a boolean |
/// | `next = field` | the next cursor, a text or number |
/// | `last = field` | the next cursor is this field of the last item |
///
/// A field may be optional or nullable; one that has the name of what it is for is not written again. `self` is the page itself. A field within another is `meta.total`; where the outer one is
/// optional or nullable, `(meta?).total`, and where it is both, `(meta??).total`. A page with headers has it below `value`.
#[doc(hidden)]
#[macro_export]
macro_rules! __pages {
    (
        $Request:ident { $kind:ident $(= $field:ident)? $(, $asks:ident $(= $asked:tt)?)* $(,)? }
        -> $Page:ty { items: $Item:ty $(= $($items:tt).+)? $(, $says:ident $(= $($said:tt).+)?)* $(,)? }
    ) => {
        $crate::__pages! {
            @impl $Request [$kind $($field)?] [$($asks [$($asked)?])*]
            $Page, $Item, [$($($items).+)?] $($says [$($($said).+)?])*
        }
    };
    (@impl $Request:ident $kind:tt $asks:tt $Page:ty, $Item:ty, [] $($says:tt)*) => {
        $crate::__pages! { @impl $Request $kind $asks $Page, $Item, [items] $($says)* }
    };
    (
        @impl $Request:ident $kind:tt $asks:tt $Page:ty, $Item:ty, $items:tt $($says:ident $said:tt)*
    ) => {
        impl $crate::client::Paged for $Request {
            type Item = $Item;

            $crate::__pages!(@kind $kind $asks);

            fn size(&self) -> ::core::option::Option<u64> {
                $crate::__pages!(@size self $asks)
            }

            fn answer(page: &$Page) -> $crate::client::Answer {
                let answer = $crate::client::Answer::of($crate::__pages!(@get [page] $items));
                $(let answer = $crate::__pages!(@says answer page $items $says $said);)*
                answer
            }

            fn into_items(page: $Page) -> ::std::vec::Vec<$Item> {
                $crate::__pages!(@take [page] $items)
            }
        }
    };

    (@kind [offset] $asks:tt) => { $crate::__pages!(@kind [offset offset] $asks); };
    (@kind [page] $asks:tt) => { $crate::__pages!(@kind [page page] $asks); };
    (@kind [cursor] $asks:tt) => { $crate::__pages!(@kind [cursor cursor] $asks); };
    (@kind [offset $field:ident] $asks:tt) => {
        const PAGING: $crate::client::Paging = $crate::client::Paging::Offset;

        fn position(&self) -> ::core::option::Option<$crate::client::Position> {
            $crate::client::Count::to_count(&self.$field).map($crate::client::Position::Offset)
        }

        fn go_to(&mut self, position: &$crate::client::Position) -> bool {
            position.put_offset(&mut self.$field)
        }
    };
    (@kind [page $field:ident] $asks:tt) => {
        const PAGING: $crate::client::Paging = $crate::client::Paging::Page {
            first: $crate::__pages!(@first $asks),
        };

        fn position(&self) -> ::core::option::Option<$crate::client::Position> {
            $crate::client::Count::to_count(&self.$field).map($crate::client::Position::Page)
        }

        fn go_to(&mut self, position: &$crate::client::Position) -> bool {
            position.put_page(&mut self.$field)
        }
    };
    (@kind [cursor $field:ident] $asks:tt) => {
        const PAGING: $crate::client::Paging = $crate::client::Paging::Cursor;

        fn position(&self) -> ::core::option::Option<$crate::client::Position> {
            $crate::client::Cursor::to_cursor(&self.$field).map($crate::client::Position::Cursor)
        }

        fn go_to(&mut self, position: &$crate::client::Position) -> bool {
            position.put_cursor(&mut self.$field)
        }
    };
    (@kind [link] $asks:tt) => {
        const PAGING: $crate::client::Paging = $crate::client::Paging::Link;

        fn position(&self) -> ::core::option::Option<$crate::client::Position> {
            ::core::option::Option::None
        }

        fn go_to(&mut self, position: &$crate::client::Position) -> bool {
            ::core::matches!(position, $crate::client::Position::Link(_))
        }
    };

    (@first [first [$first:literal] $($more:tt)*]) => { $first };
    (@first [$name:ident $field:tt $($more:tt)*]) => { $crate::__pages!(@first [$($more)*]) };
    (@first []) => { 1 };

    (@size $of:ident [size [] $($more:tt)*]) => { $crate::__pages!(@size $of [size [size]]) };
    (@size $of:ident [size [$field:ident] $($more:tt)*]) => { $crate::client::Count::to_count(&$of.$field) };
    (@size $of:ident [$name:ident $field:tt $($more:tt)*]) => { $crate::__pages!(@size $of [$($more)*]) };
    (@size $of:ident []) => {{
        let _ = $of;
        ::core::option::Option::None
    }};

    (@says $answer:ident $page:ident $items:tt $says:ident []) => {
        $crate::__pages!(@says $answer $page $items $says [$says])
    };
    (@says $answer:ident $page:ident $items:tt last $said:tt) => {
        $answer.next(
            $crate::__pages!(@get [$page] $items)
                .and_then($crate::client::PageItems::last)
                .and_then(|item| $crate::__pages!(@get [item] $said)),
        )
    };
    (@says $answer:ident $page:ident $items:tt $says:ident $said:tt) => {
        $answer.$says($crate::__pages!(@get [$page] $said))
    };

    // A field, by reference.
    (@get [$($of:tt)*] [self]) => { ::core::option::Option::Some($($of)*) };
    (@get [$($of:tt)*] [$field:ident]) => { ::core::option::Option::Some(&$($of)*.$field) };
    (@get [$($of:tt)*] [$field:ident . $($rest:tt)+]) => {
        $crate::__pages!(@get [$($of)*.$field] [$($rest)+])
    };
    (@get [$($of:tt)*] [($field:ident ?) . $($rest:tt)+]) => {
        $crate::client::Part::part(&$($of)*.$field)
            .and_then(|part| $crate::__pages!(@get [part] [$($rest)+]))
    };
    (@get [$($of:tt)*] [($field:ident ? ?) . $($rest:tt)+]) => {
        $crate::client::Part::part(&$($of)*.$field)
            .and_then($crate::client::Part::part)
            .and_then(|part| $crate::__pages!(@get [part] [$($rest)+]))
    };

    // The items, by value.
    (@take [$($of:tt)*] [self]) => { $crate::client::PageItems::into_items($($of)*) };
    (@take [$($of:tt)*] [$field:ident]) => { $crate::client::PageItems::into_items($($of)*.$field) };
    (@take [$($of:tt)*] [$field:ident . $($rest:tt)+]) => {
        $crate::__pages!(@take [$($of)*.$field] [$($rest)+])
    };
    (@take [$($of:tt)*] [($field:ident ?) . $($rest:tt)+]) => {
        $crate::client::Part::into_part($($of)*.$field)
            .map(|part| $crate::__pages!(@take [part] [$($rest)+]))
            .unwrap_or_default()
    };
    (@take [$($of:tt)*] [($field:ident ? ?) . $($rest:tt)+]) => {
        $crate::client::Part::into_part($($of)*.$field)
            .and_then($crate::client::Part::into_part)
            .map(|part| $crate::__pages!(@take [part] [$($rest)+]))
            .unwrap_or_default()
    };
}
