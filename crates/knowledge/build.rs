//! Compiles `knowledge/` in, after the loader itself has accepted every file: an entry without a source ends the build
//! with a sentence that says which and why.

// The loader's own modules, so that the build and the program can never disagree about what may ship. Of them the build
// only needs `Knowledge::load`.
#[allow(dead_code)]
#[path = "src/article.rs"]
mod article;
#[path = "src/article_check.rs"]
mod article_check;
#[allow(dead_code)]
#[path = "src/basis.rs"]
mod basis;
#[allow(dead_code)]
#[path = "src/caution.rs"]
mod caution;
#[path = "src/check.rs"]
mod check;
#[path = "src/course_check.rs"]
mod course_check;
#[allow(dead_code)]
#[path = "src/equivalence.rs"]
mod equivalence;
#[allow(dead_code)]
#[path = "src/expression.rs"]
mod expression;
#[allow(dead_code)]
#[path = "src/formulary.rs"]
mod formulary;
#[allow(dead_code)]
#[path = "../chart/src/ids.rs"]
mod ids;
#[allow(dead_code, unused_imports)]
#[path = "src/instrument.rs"]
mod instrument;
#[path = "src/instrument_check.rs"]
mod instrument_check;
#[allow(dead_code)]
#[path = "src/load.rs"]
mod load;
#[allow(dead_code)]
#[path = "src/monitoring.rs"]
mod monitoring;
#[path = "src/names.rs"]
mod names;
#[allow(dead_code)]
#[path = "src/outcome.rs"]
mod outcome;
#[allow(dead_code)]
#[path = "src/practice.rs"]
mod practice;
#[allow(dead_code)]
#[path = "src/rating.rs"]
mod rating;
#[allow(dead_code)]
#[path = "src/refusal.rs"]
mod refusal;
#[allow(dead_code)]
#[path = "src/rule.rs"]
mod rule;
#[allow(dead_code)]
#[path = "src/skill_set.rs"]
mod skill_set;
#[allow(dead_code)]
#[path = "src/substance.rs"]
mod substance;
#[allow(dead_code)]
#[path = "src/terms.rs"]
mod terms;
#[allow(dead_code)]
#[path = "src/therapy.rs"]
mod therapy;
#[allow(dead_code)]
#[path = "src/vocabulary.rs"]
mod vocabulary;
#[allow(dead_code)]
#[path = "src/word_list.rs"]
mod word_list;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let crate_root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = crate_root.join("../../knowledge");
    println!("cargo::rerun-if-changed=../../knowledge");
    println!("cargo::rerun-if-changed=../chart/src/ids.rs");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=build.rs");
    let mut paths = Vec::new();
    toml_files(&root, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        let below = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        files.push((below, fs::read_to_string(path)?));
    }
    if let Err(refusals) = load::Knowledge::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))) {
        for refusal in &refusals {
            println!("cargo::error={refusal}");
        }
        return Err(format!("{} entries of knowledge/ do not load", refusals.len()).into());
    }
    let mut code = String::from("static FILES: &[(&str, &str)] = &[\n");
    for (below, _) in &files {
        code += &format!("    ({below:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../knowledge/{below}\"))),\n");
    }
    code += "];\n";
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("files.rs"), code)?;
    Ok(())
}

/// All TOML files below a folder.
fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            toml_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    Ok(())
}
