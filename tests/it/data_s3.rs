//! Uploads to an S3-compatible store: an imitation on loopback that keeps objects, whole or in parts.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use gascli::types::Secret;
use gascli::validator::data::{DataError, TargetError, TargetSettings};
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::data_world::{DataWorld, assert_once};

const SECRET: &str = "the-secret-key-of-the-test";

#[derive(Default)]
struct Inner {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<u32, Vec<u8>>,
    requests: Vec<String>,
    /// What the next requests are answered, whatever they ask for.
    answers: Vec<u16>,
}

#[derive(Clone)]
struct S3 {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
}

impl S3 {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let s3 = Self { address: listener.local_addr().unwrap(), inner: Arc::default() };
        let router = axum::Router::new().fallback(serve).with_state(s3.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        s3
    }

    fn target(&self) -> TargetSettings {
        TargetSettings::S3 {
            bucket: "bucket".into(),
            prefix: "of/mine".into(),
            endpoint: Some(format!("http://{}", self.address).parse().unwrap()),
            region: "us-east-1".into(),
            access_key_id: Secret::new("AKTEST".into()),
            secret_access_key: Secret::new(SECRET.into()),
            session_token: None,
        }
    }

    fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.inner.lock().unwrap().objects.clone()
    }

    fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.lock().unwrap().requests)
    }
}

async fn serve(State(s3): State<S3>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, 64 << 20).await else { return StatusCode::BAD_REQUEST.into_response() };
    let mut inner = s3.inner.lock().unwrap();
    inner.requests.push(format!("{} {}", parts.method, parts.uri));
    if let Some(status) = inner.answers.pop() {
        return (StatusCode::from_u16(status).unwrap(), "<Error><Code>AsTheTestWants</Code></Error>").into_response();
    }
    let signed = parts.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !signed.starts_with("AWS4-HMAC-SHA256 Credential=AKTEST/") {
        return StatusCode::FORBIDDEN.into_response();
    }
    answer(&mut inner, parts.method.as_str(), &parts.uri, &parts.headers, body.to_vec())
}

fn answer(inner: &mut Inner, method: &str, uri: &axum::http::Uri, headers: &HeaderMap, body: Vec<u8>) -> Response {
    let key = uri.path().trim_start_matches("/bucket/").to_owned();
    let query = uri.query().unwrap_or_default();
    let number = query.split('&').find_map(|pair| pair.strip_prefix("partNumber=")?.parse::<u32>().ok());
    let tag = [("etag", "\"tag\"")];
    match (method, number) {
        ("HEAD", _) => match inner.objects.get(&key) {
            Some(content) => {
                let length = content.len().to_string();
                let modified = "Sat, 21 Nov 2026 17:00:30 GMT".to_owned();
                let headers = [("content-length", length), ("last-modified", modified), ("etag", "\"tag\"".to_owned())];
                headers.into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        ("PUT", Some(number)) => {
            inner.parts.insert(number, body);
            tag.into_response()
        }
        ("PUT", None) if headers.contains_key("if-none-match") => StatusCode::NOT_IMPLEMENTED.into_response(),
        ("PUT", None) => {
            inner.objects.insert(key, body);
            tag.into_response()
        }
        ("POST", _) if query.starts_with("uploads") => {
            let name = "InitiateMultipartUploadResult";
            format!("<{name}><Bucket>bucket</Bucket><Key>{key}</Key><UploadId>u1</UploadId></{name}>").into_response()
        }
        ("POST", _) => {
            let whole = std::mem::take(&mut inner.parts).into_values().flatten().collect();
            inner.objects.insert(key, whole);
            let name = "CompleteMultipartUploadResult";
            format!("<{name}><ETag>\"tag\"</ETag></{name}>").into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn media_reach_the_bucket_under_the_prefix_large_archives_in_parts() {
    let (world, s3) = (DataWorld::new(), S3::start().await);
    let mut rng = SmallRng::seed_from_u64(1);
    let noise: Vec<u8> = (0..9 << 20).map(|_| rng.random()).collect();
    let media = [world.image(&noise, 1_795_000_000.0), world.image(b"small", 1_795_000_001.0)];
    let mut settings = world.settings(s3.target());
    settings.images_per_archive = 1;
    let cycle = world.upload(&settings).await.unwrap();
    assert_eq!((cycle.batches, cycle.media), (1, 2));
    let objects = s3.objects();
    assert!(objects.len() == 3 && objects.keys().all(|key| key.starts_with("of/mine/images/")), "{:?}", objects.keys());
    assert_once(&objects, &media);
    assert!(s3.requests().iter().any(|line| line.contains("partNumber=2")), "the large archive went in parts");
    assert_eq!(world.uploaded().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_published_already_is_not_written_again() {
    let (world, s3) = (DataWorld::new(), S3::start().await);
    let media = world.images(2);
    let settings = world.settings(s3.target());
    world.upload(&settings).await.unwrap();
    let objects = s3.objects();
    // As if the process had ended before it could write down that all was done.
    let (id, names): (String, Vec<String>) = {
        let connection = world.database();
        let id = connection.query_row("SELECT id FROM upload_batches", [], |row| row.get(0)).unwrap();
        connection.execute("UPDATE upload_batches SET step = 'sent'", []).unwrap();
        connection.execute("UPDATE media SET uploaded = 0", []).unwrap();
        let entries = "INSERT INTO upload_entries SELECT m.id, b.id, m.rowid, 0 FROM media m, upload_batches b";
        connection.execute(entries, []).unwrap();
        (id, objects.keys().map(|key| key.trim_start_matches("of/mine/images/").to_owned()).collect())
    };
    for (position, name) in names.iter().enumerate() {
        let sql =
            "INSERT INTO upload_files (batch_id, path, position, sha256, bytes, sent) VALUES (?1, ?2, ?3, ?4, 9, 1)";
        world
            .database()
            .execute(sql, rusqlite::params![id, name, i64::try_from(position).unwrap(), [0_u8; 32]])
            .unwrap();
    }
    s3.requests();
    let cycle = world.upload(&settings).await.unwrap();
    assert_eq!(cycle.batches, 1);
    let requests = s3.requests();
    assert!(requests.len() == 1 && requests[0].starts_with("HEAD"), "{requests:?}");
    assert_eq!(s3.objects(), objects);
    assert_eq!(world.uploaded().len(), media.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_stumbles_gets_it_all_the_same() {
    let (world, s3) = (DataWorld::new(), S3::start().await);
    let media = world.images(2);
    s3.inner.lock().unwrap().answers = vec![503, 500];
    assert_eq!(world.upload(&world.settings(s3.target())).await.unwrap().batches, 1);
    assert_once(&s3.objects(), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_the_bucket_and_no_key_and_the_batch_is_kept() {
    let (world, s3) = (DataWorld::new(), S3::start().await);
    let media = world.images(2);
    s3.inner.lock().unwrap().answers = vec![403];
    let error = world.upload(&world.settings(s3.target())).await.unwrap_err();
    let DataError::Target(TargetError::Refused { status: 403, .. }) = &error else { panic!("{error:?}") };
    assert!(error.to_string().contains("s3:bucket") && !format!("{error:?}").contains(SECRET), "{error}");
    assert!(world.uploaded().is_empty());
    assert_eq!(world.upload(&world.settings(s3.target())).await.unwrap().batches, 1);
    assert_once(&s3.objects(), &media);
}
