//! `servanda serve`: the same in the browser and over HTTP. In the build with the feature `full`; the light build says
//! so.

/// Serves until it is told to stop.
#[cfg(feature = "full")]
pub(crate) fn run(
    serve: &crate::args::Serve,
    global: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    use crate::fault::{Failure, USAGE};
    use crate::output;
    use servanda::syntax::{Code, Diagnostic};
    use std::net::SocketAddr;

    output::only(global, &[], "none: it serves pages and data over HTTP")?;
    servanda_server::in_small_pages();
    let world = crate::load::world(global)?;
    let files =
        crate::foresee::files(&world, &serve.files, global, &mut |said| output::to_stderr(&said))?;
    let settings = servanda_server::Settings {
        address: SocketAddr::new(serve.address, serve.port),
        hosts: serve.host.clone(),
        rate: serve.rate,
        schemas: crate::schema::published(),
    };
    let ready = |address: SocketAddr| {
        output::to_stderr(&format!("servanda is at http://{address}/ (Ctrl-C ends it)\n"));
        if !address.ip().is_loopback() {
            let words = "note: everybody who reaches this address can ask; add `--host NAME` for each name it is reached by\n";
            output::to_stderr(words);
        }
    };
    servanda_server::serve(world, global.texts(), files, &settings, ready).map_err(|stopped| {
        let fault = Diagnostic::bare(Code::SV0704, stopped.to_string());
        Failure::bare(USAGE, fault.help("choose another `--port`, or 0 for any that is free"))
    })?;
    Ok(0)
}

/// Says which build has the server.
#[cfg(not(feature = "full"))]
pub(crate) fn run(
    _: &crate::args::Serve,
    _: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    Err(crate::fault::not_in_this_build("the server is"))
}
