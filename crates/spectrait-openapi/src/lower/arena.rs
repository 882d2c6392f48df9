//! Which schema of the document becomes which schema of the [`ir::Api`], and where each stands.

use std::collections::VecDeque;

use spectrait_ir as ir;
use spectrait_source::Span;

use crate::{resolved, schema};

/// The longest way from a root that is kept. A document nests at most 256 deep, so only a chain of schemas that
/// are known by reference alone is longer, and such a chain could be as long as the document.
const MAX_STEPS: u32 = 512;

/// The schemas that were met, in the order of their ids.
pub(super) struct Arena {
    drafts: Vec<Draft>,
    /// By id of the document's schema: what it has become.
    ids: Vec<Option<ir::SchemaId>>,
    /// Those without a meaning yet, in the order they were met.
    queue: VecDeque<ir::SchemaId>,
}

/// A schema that was met.
struct Draft {
    /// The document's schema; `None` for one that the document only implies.
    source: Option<schema::SchemaId>,
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
            queue: VecDeque::new(),
        }
    }

    /// The id of a schema of the document, if it was met.
    pub(super) fn get(&self, source: schema::SchemaId) -> Option<ir::SchemaId> {
        self.ids.get(source.0 as usize).copied().flatten()
    }

    /// Meets a schema of the document. `is_written_there` says whether `place` is where it is written.
    pub(super) fn meet(
        &mut self,
        source: schema::SchemaId,
        place: Place,
        is_written_there: bool,
        span: Span,
    ) -> ir::SchemaId {
        let Some(known) = self.get(source) else {
            let id = self.allocate(Some(source), place, is_written_there, span);
            if let Some(slot) = self.ids.get_mut(source.0 as usize) {
                *slot = Some(id);
            }
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
        let id = self.allocate(None, place, true, span);
        let meaning = Meaning {
            failed: false,
            ..Meaning::placeholder(span)
        };
        self.set(id, meaning);
        id
    }

    fn allocate(
        &mut self,
        source: Option<schema::SchemaId>,
        place: Place,
        is_written_there: bool,
        span: Span,
    ) -> ir::SchemaId {
        let (place, depth) = self.measure(place);
        let id = ir::SchemaId(u32::try_from(self.drafts.len()).unwrap_or(u32::MAX));
        self.drafts.push(Draft {
            source,
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

    /// The document's schema behind one that was met.
    pub(super) fn source(&self, id: ir::SchemaId) -> Option<schema::SchemaId> {
        self.drafts[id.index()].source
    }

    /// Where one that was met stands.
    pub(super) fn place(&self, id: ir::SchemaId) -> &Place {
        &self.drafts[id.index()].place
    }

    /// Gives a schema its meaning.
    pub(super) fn set(&mut self, id: ir::SchemaId, meaning: Meaning) {
        self.drafts[id.index()].meaning = meaning;
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
            rules: Vec::new(),
            rust_name: None,
            rust_type: None,
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
            failed: true,
        }
    }
}
