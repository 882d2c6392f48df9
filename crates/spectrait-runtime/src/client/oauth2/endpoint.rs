//! Where a client's secret may be sent.

use std::net::IpAddr;

use http::Uri;
use http::uri::Scheme;

/// The URL of a token endpoint (RFC 6749 section 3.2), if the secret is safe on its way there. The error says why not and
/// does not repeat a URL that may hold a password.
pub(super) fn checked(url: &str, allows_http: bool) -> Result<Uri, String> {
    if url.contains('#') {
        return Err("it has a fragment".to_owned());
    }
    let uri: Uri = url
        .parse()
        .map_err(|error| format!("it is no URL ({error})"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Err("it is not absolute".to_owned());
    };
    if authority.as_str().contains('@') {
        return Err("it holds a user name or password".to_owned());
    }
    let has_port = authority.as_str().len() > authority.host().len();
    if authority.host().is_empty() || (has_port && authority.port_u16().is_none()) {
        return Err(format!(
            "`{authority}` is not a host with an optional port from 0 to 65535"
        ));
    }
    if *scheme == Scheme::HTTPS {
        return Ok(uri);
    }
    if *scheme != Scheme::HTTP {
        return Err(format!("`{scheme}` is no scheme for a client: use `https`"));
    }
    if allows_http || is_this_machine(authority.host()) {
        return Ok(uri);
    }
    Err(format!(
        "over `http` whoever is on the way to `{authority}` could read the client's secret: use `https`, or \
         `OAuth2::allow_http`"
    ))
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = address.parse::<IpAddr>() {
        return address.is_loopback();
    }
    // RFC 6761 section 6.3.
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_a_secret_is_safe() {
        let rows = [
            ("https://a.example/token?x=1", true, true),
            ("http://a.example/token", false, true),
            ("http://localhost:8080/token", true, true),
            ("http://auth.localhost/token", true, true),
            ("http://127.1.2.3/token", true, true),
            ("http://[::1]:1/token", true, true),
            ("http://localhost.example/token", false, true),
            ("http://notlocalhost/token", false, true),
            ("http://10.0.0.1/token", false, true),
            ("http://127.0.0.1.example/", false, true),
            ("ftp://a.example/token", false, false),
            ("https://user:hunter2@a.example/token", false, false),
            ("http://localhost@a.example/token", false, false),
            ("https://a.example/token#x", false, false),
            ("https://a.example:99999/token", false, false),
            ("/token", false, false),
            ("https://", false, false),
        ];
        for (url, safe, allowed) in rows {
            assert_eq!(checked(url, false).is_ok(), safe, "{url}");
            assert_eq!(checked(url, true).is_ok(), allowed, "{url}");
            if let Err(problem) = checked(url, false) {
                assert!(!problem.contains("hunter2"), "{problem}");
            }
        }
    }
}
