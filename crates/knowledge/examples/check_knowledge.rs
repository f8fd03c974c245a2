//! Loads a folder of knowledge, perhaps with further folders laid over it, and says what would be refused.
//!
//! `cargo run -p concord-knowledge --example check_knowledge -- knowledge [FOLDER…]`

use concord_knowledge::Knowledge;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut files = BTreeMap::new();
    for folder in &folders {
        if let Err(error) = collect(folder, folder, &mut files) {
            eprintln!("{}: {error}", folder.display());
            return ExitCode::from(2);
        }
    }
    match Knowledge::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))) {
        Ok(knowledge) => {
            println!("{} files load, edition {}", files.len(), knowledge.version());
            ExitCode::SUCCESS
        }
        Err(refusals) => {
            for refusal in &refusals {
                println!("{refusal}");
            }
            ExitCode::FAILURE
        }
    }
}

/// All TOML files below a folder, by their path below it; a later folder's file takes the place of an earlier one's.
fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(below, std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
