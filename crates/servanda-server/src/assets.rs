//! Files that pages load: the style sheet, modules of behavior, the icon. Their addresses carry their hashes, so that a
//! browser may keep them for good.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

/// Endings and types of media.
const MEDIA: &[(&str, &str)] = &[
    (".css", "text/css; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".svg", "image/svg+xml"),
];

/// Names with their addresses.
static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let names = Files::iter().map(Cow::into_owned).chain([STYLE.to_owned()]);
    let each = names.map(|name| {
        let digest = blake3::hash(&bytes(&name).unwrap_or_default()).to_hex();
        let address = format!("/assets/{name}?v={}", digest.get(..12).unwrap_or_default());
        (name, address)
    });
    each.collect()
});

const STYLE: &str = "servanda.css";

fn bytes(name: &str) -> Option<Cow<'static, [u8]>> {
    match name {
        STYLE => Some(Cow::Borrowed(servanda_pages::STYLE.as_bytes())),
        name => Files::get(name).map(|file| file.data),
    }
}

/// The address of the style sheet.
pub(crate) fn style() -> &'static str {
    address(STYLE)
}

/// The address of a file; that of nothing when there is no such file, which a test would see.
pub(crate) fn address(name: &str) -> &'static str {
    ADDRESSES.get(name).map_or("", String::as_str)
}

/// Sends a file.
pub(crate) async fn send(Path(name): Path<String>, uri: Uri) -> Response {
    let media = MEDIA.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, media)| *media);
    let (Some(bytes), Some(media)) = (bytes(&name), media) else {
        return crate::problem::Problem::new(StatusCode::NOT_FOUND, "there is no such file")
            .response(false, "");
    };
    let kept = uri.query().is_some_and(|query| address(&name).ends_with(&format!("?{query}")));
    let cache = if kept { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(CONTENT_TYPE, media), (CACHE_CONTROL, cache)], bytes.into_owned()).into_response()
}
