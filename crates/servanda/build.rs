//! Embeds `treaties/`, `states/` and `scenarios/` of the repository as tables of (name, text).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new("../..");
    let mut code = String::new();
    for (constant, folder, ending) in [
        ("TREATIES", "treaties", ".md"),
        ("STATES", "states", ".csv"),
        ("SCENARIOS", "scenarios", ".md"),
    ] {
        let folder = root.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        if folder.is_dir() {
            collect(&folder, &mut files)?;
        }
        files.retain(|file| file.to_string_lossy().ends_with(ending));
        files.sort();
        let _ = writeln!(code, "/// The embedded files of `{}`.", folder.display());
        let _ = writeln!(code, "pub const {constant}: &[(&str, &str)] = &[");
        for file in files {
            let name =
                file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let path = fs::canonicalize(&file)?.to_string_lossy().into_owned();
            let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
        }
        let _ = writeln!(code, "];");
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("embedded.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
