//! Which schemas of the document become which schema of the [`ir::Api`], and where each stands.

use std::collections::{BTreeMap, VecDeque};

use spectrait_ir as ir;
use spectrait_source::Span;

use super::conjunction::Conjunction;
use crate::resolved;

/// The longest way from a root that is kept. A document nests at most 256 deep, so only a chain of schemas that
/// are known by reference alone is longer, and such a chain could be as long as the document.
const MAX_STEPS: u32 = 512;

/// The schemas that were met, in the order of their ids.
pub(super) struct Arena {
    drafts: Vec<Draft>,
    /// By id of the document's schema: what it has become by itself.
    ids: Vec<Option<ir::SchemaId>>,
    /// What several together have become.
    others: BTreeMap<Conjunction, ir::SchemaId>,
    /// Those without a meaning yet, in the order they were met.
    queue: VecDeque<ir::SchemaId>,
}

/// What a schema that was met stands for.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// Schemas of the document that must all hold.
    Conjunction(Conjunction),
    /// Any of several.
    AnyOf(Vec<Conjunction>),
    /// Everything, which the document only implies by leaving it out.
    Implied,
}

/// A schema that was met.
struct Draft {
    entry: Entry,
    place: Place,
    /// Whether `place` is where it is written. A schema may first be met through a `$ref` to it.
    is_written_there: bool,
    /// The number of steps to its root.
    depth: u32,
    meaning: Meaning,
}

/// Where a schema stands.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Root(ir::Root),
    Inside(ir::SchemaId, ir::Step),
}

impl Arena {
    pub(super) fn new(api: &resolved::Api) -> Self {
        Self {
            drafts: Vec::new(),
            ids: vec![None; api.schemas.len()],
            others: BTreeMap::new(),
            queue: VecDeque::new(),
        }
    }

    /// The id of some schemas of the document, if they were met.
    fn get(&self, entry: &Entry) -> Option<ir::SchemaId> {
        let Entry::Conjunction(conjunction) = entry else {
            return None;
        };
        match conjunction.single() {
            Some(source) => self.ids.get(source.0 as usize).copied().flatten(),
            None => self.others.get(conjunction).copied(),
        }
    }

    fn remember(&mut self, entry: &Entry, id: ir::SchemaId) {
        let Entry::Conjunction(conjunction) = entry else {
            return;
        };
        match conjunction.single() {
            Some(source) => {
                if let Some(slot) = self.ids.get_mut(source.0 as usize) {
                    *slot = Some(id);
                }
            }
            None => {
                self.others.insert(conjunction.clone(), id);
            }
        }
    }

    /// How many were met that are several schemas of the document.
    pub(super) fn combined(&self) -> usize {
        self.others.len()
    }

    /// Meets some schemas of the document. `is_written_there` says whether `place` is where they are written.
    pub(super) fn meet(
        &mut self,
        entry: &Entry,
        place: Place,
        is_written_there: bool,
        span: Span,
    ) -> ir::SchemaId {
        let Some(known) = self.get(entry) else {
            let id = self.allocate(entry.clone(), place, is_written_there, span);
            self.remember(entry, id);
            self.queue.push_back(id);
            return id;
        };
        if is_written_there
            && !self.drafts[known.index()].is_written_there
            && !self.stands_in(&place, known)
        {
            let (place, depth) = self.measure(place);
            let draft = &mut self.drafts[known.index()];
            (draft.place, draft.depth, draft.is_written_there) = (place, depth, true);
        }
        known
    }

    /// Adds a schema that accepts everything, which the document only implies by leaving it out.
    pub(super) fn imply_any(&mut self, place: Place, span: Span) -> ir::SchemaId {
        self.imply(place, span, ir::SchemaKind::Any)
    }

    /// Adds a schema that the document only implies.
    pub(super) fn imply(&mut self, place: Place, span: Span, kind: ir::SchemaKind) -> ir::SchemaId {
        let id = self.allocate(Entry::Implied, place, true, span);
        let meaning = Meaning {
            kind,
            failed: false,
            ..Meaning::placeholder(span)
        };
        self.set(id, meaning);
        id
    }

    /// The same inside another schema, about which nothing says where.
    pub(super) fn imply_inside(&mut self, place: Place) -> ir::SchemaId {
        let around = match place {
            Place::Inside(parent, _) => parent,
            // A root is written, and has its place.
            Place::Root(_) => ir::SchemaId(0),
        };
        let span = self.span(around);
        self.imply_any(place, span)
    }

    fn allocate(
        &mut self,
        entry: Entry,
        place: Place,
        is_written_there: bool,
        span: Span,
    ) -> ir::SchemaId {
        let (place, depth) = self.measure(place);
        let id = ir::SchemaId(u32::try_from(self.drafts.len()).unwrap_or(u32::MAX));
        self.drafts.push(Draft {
            entry,
            place,
            is_written_there,
            depth,
            meaning: Meaning::placeholder(span),
        });
        id
    }

    /// A place and its number of steps. One that is too far from its root is put right below it.
    fn measure(&self, place: Place) -> (Place, u32) {
        let Place::Inside(parent, step) = place else {
            return (place, 0);
        };
        let depth = self.drafts[parent.index()].depth + 1;
        if depth <= MAX_STEPS {
            return (Place::Inside(parent, step), depth);
        }
        let mut root = parent;
        while let Place::Inside(parent, _) = &self.drafts[root.index()].place {
            root = *parent;
        }
        (Place::Inside(root, step), 1)
    }

    /// Whether a place is inside `ancestor`, so that `ancestor` cannot move there.
    fn stands_in(&self, place: &Place, ancestor: ir::SchemaId) -> bool {
        let mut place = place;
        while let Place::Inside(parent, _) = place {
            if *parent == ancestor {
                return true;
            }
            place = &self.drafts[parent.index()].place;
        }
        false
    }

    /// The next schema that has no meaning yet.
    pub(super) fn next(&mut self) -> Option<ir::SchemaId> {
        self.queue.pop_front()
    }

    /// What one that was met stands for.
    pub(super) fn entry(&self, id: ir::SchemaId) -> &Entry {
        &self.drafts[id.index()].entry
    }

    /// Where one that was met stands in the text.
    pub(super) fn span(&self, id: ir::SchemaId) -> Span {
        self.drafts[id.index()].meaning.span
    }

    /// Where one that was met stands.
    pub(super) fn place(&self, id: ir::SchemaId) -> &Place {
        &self.drafts[id.index()].place
    }

    /// Gives a schema that is implied its values.
    pub(super) fn set_kind(&mut self, id: ir::SchemaId, kind: ir::SchemaKind) {
        self.drafts[id.index()].meaning.kind = kind;
    }

    /// Gives a schema its meaning.
    pub(super) fn set(&mut self, id: ir::SchemaId, meaning: Meaning) {
        self.drafts[id.index()].meaning = meaning;
    }

    /// Says something to people of a schema that has its meaning.
    pub(super) fn describe(&mut self, id: ir::SchemaId, docs: ir::Docs) {
        self.drafts[id.index()].meaning.docs = docs;
    }

    /// The meaning of a schema behind all aliases, and its id. `None` while it has none, and after an error.
    pub(super) fn meaning(&self, id: ir::SchemaId) -> Option<(ir::SchemaId, &Meaning)> {
        let mut id = id;
        // A chain of aliases that is longer than there are schemas is a loop, which `resolve` has reported.
        for _ in 0..=self.drafts.len() {
            let meaning = &self.drafts[id.index()].meaning;
            match meaning.kind {
                ir::SchemaKind::Reference(target) => id = target,
                _ => return (!meaning.failed).then_some((id, meaning)),
            }
        }
        None
    }

    /// All schemas, with their origins.
    pub(super) fn into_schemas(self) -> Vec<ir::Schema> {
        let origins: Vec<ir::Origin> = self.drafts.iter().map(|draft| self.origin(draft)).collect();
        let with_origin = |(draft, origin): (Draft, ir::Origin)| ir::Schema {
            origin,
            span: draft.meaning.span,
            docs: draft.meaning.docs,
            nullable: draft.meaning.nullable,
            kind: draft.meaning.kind,
            rules: draft.meaning.rules,
            rust_name: draft.meaning.rust_name,
            rust_type: draft.meaning.rust_type,
            usage: ir::Usage::default(),
        };
        self.drafts
            .into_iter()
            .zip(origins)
            .map(with_origin)
            .collect()
    }

    fn origin(&self, draft: &Draft) -> ir::Origin {
        let mut steps = Vec::new();
        let mut place = &draft.place;
        loop {
            match place {
                Place::Root(root) => {
                    steps.reverse();
                    return ir::Origin {
                        root: root.clone(),
                        steps,
                    };
                }
                Place::Inside(parent, step) => {
                    steps.push(step.clone());
                    place = &self.drafts[parent.index()].place;
                }
            }
        }
    }
}

/// What a schema means, but for its place.
pub(super) struct Meaning {
    pub(super) span: Span,
    pub(super) docs: ir::Docs,
    pub(super) nullable: bool,
    pub(super) kind: ir::SchemaKind,
    pub(super) rules: Vec<ir::Rule>,
    pub(super) rust_name: Option<String>,
    pub(super) rust_type: Option<String>,
    /// Whether this is a placeholder: not known yet, or not known because of an error.
    pub(super) failed: bool,
}

impl Meaning {
    fn placeholder(span: Span) -> Self {
        Self {
            span,
            docs: ir::Docs::default(),
            nullable: false,
            kind: ir::SchemaKind::Any,
            rules: Vec::new(),
            rust_name: None,
            rust_type: None,
            failed: true,
        }
    }
}
