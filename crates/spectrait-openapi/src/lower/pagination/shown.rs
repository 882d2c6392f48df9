//! Lists that the document shows.

use spectrait_ir as ir;

use super::names;
use super::page::{Field, Page, Typed};

/// The list of an operation, as far as names and types show it.
pub(super) fn pagination(page: &Page<'_>) -> Option<ir::Pagination> {
    if page.operation.method != ir::HttpMethod::Get {
        return None;
    }
    let list = List::of(page)?;
    list.offset()
        .or_else(|| list.cursor())
        .or_else(|| list.link())
        .or_else(|| list.pages())
        .or_else(|| list.last())
        .or_else(|| list.pages_of_a_size())
}

/// The items of a page: the array that is its body, the one with a usual name, the only one in it; or that of the only
/// object in it, as `{albums: {items: [], total: 0}}` has it. Where an object beside the only array has one as well,
/// `{history: {events: []}, raw_history: []}`, either may be the list.
pub(super) fn items<'a>(page: &Page<'a>) -> Option<Vec<&'a str>> {
    if page.is_array() {
        return Some(Vec::new());
    }
    let among = |path: &[&'a str]| {
        let mut arrays = page.fields(path);
        arrays.retain(|field| field.ty.is_array());
        let usual = names::ITEMS
            .iter()
            .find_map(|name| arrays.iter().find(|field| field.path.last() == Some(name)));
        let others = page.objects(path).into_iter().filter(|object| {
            let is_about = object
                .path
                .last()
                .is_some_and(|name| names::ABOUT.contains(name));
            !is_about
                && page
                    .fields(&object.path)
                    .iter()
                    .any(|field| field.ty.is_array())
        });
        match (arrays.as_slice(), usual) {
            (_, Some(usual)) => Ok(usual.path.clone()),
            ([only], None) if others.count() == 0 => Ok(only.path.clone()),
            ([], None) => Err(true),
            _ => Err(false),
        }
    };
    match among(&[]) {
        Ok(items) => Some(items),
        Err(false) => None,
        Err(true) => match page.objects(&[]).as_slice() {
            [only] => among(&only.path).ok(),
            _ => None,
        },
    }
}

struct List<'p, 'a> {
    page: &'p Page<'a>,
    items: Vec<&'a str>,
    /// Where the page may tell of the list: beside the items, at its top, and in objects for that.
    places: Vec<Vec<&'a str>>,
}

impl<'p, 'a> List<'p, 'a> {
    fn of(page: &'p Page<'a>) -> Option<Self> {
        let items = items(page)?;
        let mut places: Vec<Vec<&'a str>> = Vec::new();
        if let Some((_, beside)) = items.split_last() {
            places.push(beside.to_vec());
            if !beside.is_empty() {
                places.push(Vec::new());
            }
        }
        let mut at = 0;
        while let Some(place) = places.get(at).cloned() {
            let inner = names::ABOUT.iter().filter_map(|name| {
                let mut objects = page.objects(&place).into_iter();
                objects.find(|object| object.path.last() == Some(name))
            });
            // `meta.pagination.total` is as deep as it gets.
            if place.len() < items.len() + 1 {
                let inner: Vec<_> = inner.map(|object| object.path).collect();
                places.extend(inner.into_iter().filter(|inner| *inner != items));
            }
            at += 1;
        }
        Some(Self {
            page,
            items,
            places,
        })
    }

    /// The first of the parameters that there is and that has such a type.
    fn parameter(
        &self,
        names: &[&str],
        is_it: impl Fn(&Typed<'a>) -> bool,
    ) -> Option<(&'a ir::Parameter, Field<'a>)> {
        let found = names.iter().filter_map(|name| self.page.parameter(name));
        found.into_iter().find(|(_, field)| is_it(&field.ty))
    }

    fn size(&self) -> Option<String> {
        let (size, _) = self.parameter(names::SIZE, Typed::is_count)?;
        Some(size.wire_name.clone())
    }

    /// The first of the properties that there is and that has such a type.
    fn property(&self, names: &[&str], is_it: impl Fn(&Typed<'a>) -> bool) -> Option<Field<'a>> {
        self.find(names, |field| is_it(&field.ty))
    }

    fn find(&self, names: &[&str], is_it: impl Fn(&Field<'a>) -> bool) -> Option<Field<'a>> {
        names.iter().find_map(|name| {
            let in_place = |place: &Vec<&'a str>| {
                let mut fields = self.page.fields(place).into_iter();
                fields.find(|field| field.path.last() == Some(name) && is_it(field))
            };
            self.places.iter().find_map(in_place)
        })
    }

    fn fact(&self, fact: ir::PageFact) -> Option<Field<'a>> {
        match fact {
            ir::PageFact::Total => self.property(names::TOTAL, Typed::is_count),
            ir::PageFact::Pages => self.property(names::PAGES, Typed::is_count),
            ir::PageFact::Page => self.property(names::NUMBER, Typed::is_count),
            ir::PageFact::HasMore => self.property(names::HAS_MORE, Typed::is_boolean),
            ir::PageFact::Next | ir::PageFact::Last => None,
        }
    }

    fn list(&self, kind: ir::PagingKind, facts: &[ir::PageFact]) -> ir::Pagination {
        let says = |fact: &ir::PageFact| Some((*fact, self.fact(*fact)?.owned()));
        ir::Pagination {
            kind,
            size: self.size(),
            items: self.items.iter().map(|&name| name.to_owned()).collect(),
            says: facts.iter().filter_map(says).collect(),
        }
    }

    /// An offset and a size, and a total.
    fn offset(&self) -> Option<ir::Pagination> {
        let (offset, _) = self.parameter(names::OFFSET, Typed::is_integer)?;
        self.size()?;
        self.fact(ir::PageFact::Total)?;
        let kind = ir::PagingKind::Offset(offset.wire_name.clone());
        Some(self.list(kind, &[ir::PageFact::Total, ir::PageFact::HasMore]))
    }

    /// A text parameter, and a text property that is the next one.
    fn cursor(&self) -> Option<ir::Pagination> {
        let (cursor, _) = self.parameter(names::CURSOR, Typed::is_text)?;
        let next = self.next()?;
        let kind = ir::PagingKind::Cursor(cursor.wire_name.clone());
        let mut list = self.list(kind, &[ir::PageFact::HasMore]);
        list.says.insert(0, (ir::PageFact::Next, next.owned()));
        Some(list)
    }

    fn next(&self) -> Option<Field<'a>> {
        let has_more = self.fact(ir::PageFact::HasMore).is_some();
        let is_inside = |field: &Field<'a>| {
            let is_cursor = matches!(*field.path, [.., "cursor" | "cursors", _]);
            is_cursor && field.ty.is_text()
        };
        let is_cursor = |field: &Field<'a>| {
            let is_told = has_more || field.says(names::OF_CURSORS);
            field.ty.is_text() && is_told && !field.says(names::OF_URLS)
        };
        self.property(names::NEXT, Typed::is_text)
            .or_else(|| self.find(names::NEXT_OF_CURSORS, is_inside))
            .or_else(|| self.find(names::PERHAPS_NEXT, is_cursor))
            .or_else(|| {
                let own = self.property(names::OWN_OR_NEXT, Typed::is_text)?;
                has_more.then_some(own)
            })
    }

    /// A `Link` header.
    fn link(&self) -> Option<ir::Pagination> {
        let mut headers = self.page.response.headers.iter();
        headers.find(|header| header.wire_name.eq_ignore_ascii_case("link"))?;
        let list = self.list(ir::PagingKind::Link, &[ir::PageFact::HasMore]);
        Some(ir::Pagination { size: None, ..list })
    }

    /// The number of a page, and a total, the number of pages, or whether there is more.
    fn pages(&self) -> Option<ir::Pagination> {
        let (page, field) = self.parameter(names::PAGE, Typed::is_count)?;
        let facts = [
            ir::PageFact::Total,
            ir::PageFact::Pages,
            ir::PageFact::Page,
            ir::PageFact::HasMore,
        ];
        let kind = ir::PagingKind::Page {
            parameter: page.wire_name.clone(),
            first: first(page, &field.ty),
        };
        let list = self.list(kind, &facts);
        let is_told = |(fact, _): &(ir::PageFact, _)| *fact != ir::PageFact::Page;
        list.says.iter().any(is_told).then_some(list)
    }

    /// The id of the last item, and whether there is more.
    fn last(&self) -> Option<ir::Pagination> {
        let (after, field) = self.parameter(names::AFTER, Typed::is_text)?;
        self.fact(ir::PageFact::HasMore)?;
        let id = self.page.of_item(&self.items, "id")?;
        if !id.ty.is_text() || field.says(names::OF_TIMES) {
            return None;
        }
        let kind = ir::PagingKind::Cursor(after.wire_name.clone());
        let mut list = self.list(kind, &[ir::PageFact::HasMore]);
        list.says.insert(0, (ir::PageFact::Last, id.owned()));
        Some(list)
    }

    /// The number and the size of a page, and nothing that shows another kind.
    fn pages_of_a_size(&self) -> Option<ir::Pagination> {
        let (page, field) = self.parameter(names::PAGE, Typed::is_integer)?;
        self.size()?;
        let others = [names::OFFSET, names::CURSOR].concat();
        let mut others = others.iter().filter(|name| **name != page.wire_name);
        if others.any(|name| self.page.parameter(name).is_some()) {
            return None;
        }
        let kind = ir::PagingKind::Page {
            parameter: page.wire_name.clone(),
            first: first(page, &field.ty),
        };
        Some(self.list(kind, &[ir::PageFact::Page]))
    }
}

/// The number of the first page: what the parameter is unless set, else its least value, else 1.
pub(super) fn first(parameter: &ir::Parameter, ty: &Typed<'_>) -> u64 {
    let default = parameter
        .default
        .as_ref()
        .and_then(|value| value.as_number()?.as_u64());
    let minimum = match ty.kind {
        ir::SchemaKind::Integer(integer) => integer.minimum,
        _ => None,
    };
    let minimum = minimum.and_then(|minimum| u64::try_from(minimum).ok());
    default.or(minimum).filter(|first| *first <= 1).unwrap_or(1)
}
