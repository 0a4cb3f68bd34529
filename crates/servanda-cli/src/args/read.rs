//! What `servanda read` is asked, as data.

use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(ClapArgs, Debug, Default)]
pub(crate) struct Read {
    /// The article: plain text or a saved page. With --review, a file of proposals
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The day of publication, from which relative dates count
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Write the proposals as treaty-language blocks
    #[arg(long)]
    pub(crate) proposals: bool,
    /// Write W3C Web Annotations (JSON-LD)
    #[arg(long, conflicts_with = "proposals")]
    pub(crate) annotations: bool,
    /// Go through the proposals of a file: accept, reject, edit later, quit
    #[arg(long, conflicts_with_all = ["published", "proposals", "annotations", "endpoint"])]
    pub(crate) review: bool,
    /// Ask a language model too: the URL of an OpenAI-compatible API (in the build with `full`)
    #[arg(long, value_name = "URL", requires = "model")]
    pub(crate) endpoint: Option<String>,
    /// The model to ask for
    #[arg(long, value_name = "NAME", requires = "endpoint")]
    pub(crate) model: Option<String>,
    /// The environment variable that holds the key of the endpoint
    #[arg(long, value_name = "VARIABLE", requires = "endpoint")]
    pub(crate) key_from: Option<String>,
}
