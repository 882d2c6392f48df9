//! What becomes of the responses of an operation.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Mapping, Node, Pointer};

use super::maker::{Maker, member, with};
use super::rejection::{PROBLEM_JSON, Rejection};
use crate::lower::essence;

/// The status whose response has a header of its own, and the header.
const UNAUTHORIZED: u16 = 401;
const CHALLENGE: &str = "WWW-Authenticate";

/// How many `$ref`s are followed from one to the next. `resolve` has refused circles.
const LONGEST_CHAIN: usize = 1_000;

/// Completes responses.
pub(super) struct Responses<'t> {
    pub(super) tree: &'t Node,
    /// The Media Type Object of problem details.
    pub(super) problem: Node,
    /// Whether it is used.
    pub(super) is_problem_used: bool,
    /// The places of the responses that are reached by a `$ref` and [want](Self::with_problem) problem details.
    pub(super) shared: BTreeSet<u64>,
}

impl Responses<'_> {
    /// An operation that lists these answers.
    pub(super) fn complete_operation(
        &mut self,
        operation: &ir::Operation,
        node: &Node,
        rejections: &[&Rejection],
    ) -> Node {
        // OpenAPI 3.1 lets `responses` be absent.
        let mut responses = member(node, "responses")
            .cloned()
            .unwrap_or_else(|| Maker { span: node.span }.object([]));
        for rejection in rejections {
            responses = self.complete(operation, &responses, rejection);
        }
        with(node, "responses", responses)
    }

    fn complete(
        &mut self,
        operation: &ir::Operation,
        responses: &Node,
        rejection: &Rejection,
    ) -> Node {
        let exact = rejection.status.to_string();
        if let Some(response) = member(responses, &exact) {
            let mut response = self.with_problem_where_it_stands(response);
            if rejection.status == UNAUTHORIZED {
                response = with_challenge(&response);
            }
            return with(responses, &exact, response);
        }
        let class = rejection.status / 100;
        let wider = [
            format!("{class}XX"),
            format!("{class}xx"),
            "default".to_owned(),
        ];
        let wider = wider
            .iter()
            .find_map(|key| Some((key, member(responses, key)?)));
        if let Some((key, response)) = wider {
            let response = self.with_problem_where_it_stands(response);
            return with(responses, key, response);
        }
        let make = Maker {
            span: responses.span,
        };
        with(responses, &exact, self.response(make, operation, rejection))
    }

    /// A response that the document does not have.
    fn response(&mut self, make: Maker, operation: &ir::Operation, rejection: &Rejection) -> Node {
        let mut members = vec![("description", make.text(rejection.description))];
        if rejection.status == UNAUTHORIZED {
            let header = challenge(make, true);
            members.push(("headers", make.object([(CHALLENGE, header)])));
        }
        // A response to HEAD has no body (RFC 9110 section 9.3.2).
        if operation.method != ir::HttpMethod::Head {
            self.is_problem_used = true;
            members.push((
                "content",
                make.object([(PROBLEM_JSON, self.problem.clone())]),
            ));
        }
        make.object(members)
    }

    /// A response with problem details; of a `$ref` it is noted where it leads.
    fn with_problem_where_it_stands(&mut self, response: &Node) -> Node {
        if response.get("$ref").is_none() {
            return self.with_problem(response);
        }
        let mut target = response;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = target.get("$ref").and_then(Node::as_str) else {
                self.shared.insert(target.span.place());
                break;
            };
            let pointer = Pointer::from_fragment(reference).ok();
            match pointer.and_then(|pointer| self.tree.at_pointer(&pointer)) {
                Some(next) => target = next,
                None => break,
            }
        }
        response.clone()
    }

    /// A response with problem details among its media types, if it has any.
    pub(super) fn with_problem(&mut self, response: &Node) -> Node {
        // A `$ref` in place of the media types is no place for another.
        let content = member(response, "content").filter(|content| content.get("$ref").is_none());
        let Some(content) = content else {
            return response.clone();
        };
        let names = content.as_object().into_iter().flat_map(Mapping::keys);
        let mut names = names.peekable();
        let lists_none = names.peek().is_none();
        if lists_none || names.any(covers_problem) {
            return response.clone();
        }
        self.is_problem_used = true;
        let content = with(content, PROBLEM_JSON, self.problem.clone());
        with(response, "content", content)
    }
}

/// Whether a media type or range holds problem details.
fn covers_problem(name: &str) -> bool {
    [PROBLEM_JSON, "application/*", "*/*"]
        .iter()
        .any(|covering| essence(name).eq_ignore_ascii_case(covering))
}

/// A 401 of the contract with the header. A `$ref` is left alone: what it leads to may be for other statuses too.
fn with_challenge(response: &Node) -> Node {
    if response.get("$ref").is_some() {
        return response.clone();
    }
    let make = Maker {
        span: response.span,
    };
    let empty = make.object([]);
    let headers = member(response, "headers").unwrap_or(&empty);
    let mut names = headers.as_object().into_iter().flat_map(Mapping::keys);
    if names.any(|name| name.eq_ignore_ascii_case(CHALLENGE)) {
        return response.clone();
    }
    // Not required: what the contract says of this status it may say of a gateway too.
    let headers = with(headers, CHALLENGE, challenge(make, false));
    with(response, "headers", headers)
}

/// The header of a 401 (RFC 9110 section 11.6.1).
fn challenge(make: Maker, is_required: bool) -> Node {
    let mut members = vec![(
        "description",
        make.text("How to show who calls (RFC 9110 section 11.6.1)."),
    )];
    if is_required {
        members.push(("required", make.flag(true)));
    }
    members.push(("schema", make.object([("type", make.text("string"))])));
    make.object(members)
}
