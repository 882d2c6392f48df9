//! The API's description, and the page.

use serde_json::Value;

use crate::support::{Server, text};

#[track_caller]
fn header(response: &axum::response::Response, name: &str) -> String {
    response.headers()[name]
        .to_str()
        .expect("a text")
        .to_owned()
}

#[tokio::test]
async fn both_forms_say_the_same_of_this_server() {
    for (base_path, url) in [("/v1", "/v1"), ("/", "/"), ("/api/v1/", "/api/v1")] {
        let server = Server::mounted_at(base_path, 0);
        let yaml = server.get("/openapi.yaml", None).await;
        assert_eq!(header(&yaml, "content-type"), "application/yaml");
        let json = server.get("/openapi.json", None).await;
        assert_eq!(header(&json, "content-type"), "application/json");
        let yaml: Value = serde_yaml::from_str(&text(yaml).await).expect("YAML");
        let json: Value = serde_json::from_str(&text(json).await).expect("JSON");
        assert_eq!(yaml, json);
        let servers: Vec<_> = json["servers"]
            .as_array()
            .expect("servers")
            .iter()
            .collect();
        assert_eq!(servers.len(), 1);
        assert_eq!(servers[0]["url"], url);
        let operation = &json["paths"]["/builds"]["get"];
        assert_eq!(operation["operationId"], "listBuilds");
        // What the runtime answers by itself is in it.
        assert!(operation["responses"].get("401").is_some(), "{operation}");
    }
}

#[tokio::test]
async fn the_page_has_all_it_needs_from_this_server() {
    let server = Server::new(0);
    let page = server.get("/docs", None).await;
    assert_eq!(page.status(), 200);
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
    let policy = header(&page, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("http"), "{policy}");

    let page = text(page).await;
    let script = text(server.get("/docs/start.js", None).await).await;
    let targets: Vec<_> = format!("{page}{script}")
        .split('"')
        .filter(|text| text.starts_with('/'))
        .map(str::to_owned)
        .collect();
    assert_eq!(targets.len(), 4, "{targets:?}");
    for target in targets {
        let response = server.get(&target, None).await;
        assert_eq!(response.status(), 200, "{target}");
        if target != "/openapi.json" {
            assert_eq!(header(&response, "content-security-policy"), policy);
        }
        let content_type = header(&response, "content-type");
        let (_, extension) = target.rsplit_once('.').expect("an extension");
        let expected = match extension {
            "js" => "text/javascript",
            "css" => "text/css",
            "json" => "application/json",
            other => panic!("{other}"),
        };
        assert_eq!(content_type, expected, "{target}");
        assert!(!text(response).await.is_empty(), "{target}");
    }
    // The icon is none, so that the browser does not ask for one.
    assert!(page.contains(r#"href="data:,""#));
}

#[tokio::test]
async fn the_root_leads_to_the_page() {
    let response = Server::new(0).get("/", None).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/docs");
}
