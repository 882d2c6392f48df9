//! What a token endpoint answers, read with patience (RFC 6749 section 5).

use std::time::{Duration, Instant};

use super::super::{AccessToken, Secret};
use super::OAuth2Error;
use crate::json::{Kind, Node, Tape};
use crate::operation::RawResponse;

/// How many characters of what an endpoint says of an error are kept.
const SHOWN_CHARACTERS: usize = 200;

/// A token, and the refresh token that came with it.
pub(super) struct Answer {
    pub(super) token: AccessToken,
    pub(super) refresh_token: Option<Secret>,
}

/// Reads an answer. None of its text is in an error but `error` and `error_description`, and of those no secret.
pub(super) fn read(
    response: &RawResponse,
    asked_at: Instant,
    secrets: &[Secret],
) -> Result<Answer, OAuth2Error> {
    let tape = Tape::parse(&response.body);
    let members = tape.as_ref().ok().and_then(Members::of);
    let text = |name| members.as_ref().and_then(|members| members.text(name));
    let refused = || OAuth2Error::Refused {
        status: response.status,
        error: text("error").map(|text| shown(text, secrets)),
        description: text("error_description").map(|text| shown(text, secrets)),
    };
    if !response.status.is_success() {
        return Err(refused());
    }
    let Some(members) = &members else {
        return Err(unusable("is no JSON object"));
    };
    let Some(token) = text("access_token").filter(|token| !token.is_empty()) else {
        // Some servers refuse with a 200.
        return Err(match text("error") {
            Some(_) => refused(),
            None => unusable("has no `access_token`"),
        });
    };
    // RFC 6749 section 7.1: a token of a type that is not known is not to be used.
    if let Some(kind) = text("token_type").filter(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        let kind = shown(kind, secrets);
        return Err(OAuth2Error::Answer(format!(
            "has a token of the type `{kind}`, and only `Bearer` can be sent"
        )));
    }
    let mut token = AccessToken::new(token);
    if let Some(time) = members.seconds("expires_in") {
        token.expires_at = asked_at.checked_add(time);
    }
    let refresh_token = text("refresh_token").filter(|token| !token.is_empty());
    Ok(Answer {
        token,
        refresh_token: refresh_token.map(Secret::from),
    })
}

fn unusable(problem: &str) -> OAuth2Error {
    OAuth2Error::Answer(problem.to_owned())
}

/// The members of an object. Of two with one name the last one counts.
struct Members<'t>(&'t Tape<'t>);

impl<'t> Members<'t> {
    fn of(tape: &'t Tape<'t>) -> Option<Self> {
        (tape.kind(Node::ROOT) == Kind::Object).then_some(Self(tape))
    }

    fn get(&self, name: &str) -> Option<Node> {
        let mut children = self.0.children(Node::ROOT);
        let mut found = None;
        while let Some(node) = self.0.next(&mut children) {
            if self.0.key(node) == name {
                found = Some(node);
            }
        }
        found
    }

    fn text(&self, name: &str) -> Option<&'t str> {
        let node = self.get(name)?;
        (self.0.kind(node) == Kind::String).then(|| self.0.text_of(node))
    }

    /// A number of seconds, which some servers write as text. Less than none is none; what is no number is not there.
    fn seconds(&self, name: &str) -> Option<Duration> {
        let node = self.get(name)?;
        let seconds: f64 = match self.0.kind(node) {
            Kind::Number | Kind::String => self.0.text_of(node).trim().parse().ok()?,
            _ => return None,
        };
        if seconds.is_nan() {
            return None;
        }
        Some(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX))
    }
}

/// A text on one line and without what the request held, in case the endpoint repeats it.
fn shown(text: &str, secrets: &[Secret]) -> String {
    let secrets = secrets.iter().map(Secret::expose);
    let secrets = secrets.filter(|secret| !secret.is_empty());
    let text = secrets.fold(text.to_owned(), |text, secret| {
        text.replace(secret, "[secret]")
    });
    let mut kept = text.chars().filter(|char| !char.is_control());
    let mut shown: String = kept.by_ref().take(SHOWN_CHARACTERS).collect();
    if kept.next().is_some() {
        shown.push('…');
    }
    shown
}
