//! The git commit a project stands at, read from git's own files: no `git` needs to be installed.

use std::fs;
use std::path::{Path, PathBuf};

/// The commit of the repository that `folder` lies in; `None` where there is none, or nothing is committed yet.
pub fn of(folder: &Path) -> Option<String> {
    let git = folder.ancestors().find_map(git_folder)?;
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(reference) = head.trim().strip_prefix("ref: ") else { return commit(&head) };
    // A worktree keeps its HEAD, its main repository the branches.
    let common = fs::read_to_string(git.join("commondir")).ok();
    let common = common.map_or_else(|| git.clone(), |path| git.join(path.trim()));
    match fs::read_to_string(common.join(reference)) {
        Ok(text) => commit(&text),
        Err(_) => {
            let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
            let line = packed.lines().find(|line| line.split_once(' ').is_some_and(|(_, name)| name == reference))?;
            commit(line.split_once(' ')?.0)
        }
    }
}

fn git_folder(folder: &Path) -> Option<PathBuf> {
    let path = folder.join(".git");
    if path.is_dir() {
        return Some(path);
    }
    // In a worktree or submodule `.git` is a file that names the folder.
    let text = fs::read_to_string(&path).ok()?;
    Some(folder.join(text.trim().strip_prefix("gitdir: ")?))
}

fn commit(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_branch_a_packed_branch_a_detached_head_and_a_worktree() {
        let branch = format!("{COMMIT}\n");
        let packed = format!("# pack-refs\n{COMMIT} refs/heads/main\n");
        for files in [
            vec![(".git/HEAD", "ref: refs/heads/main\n"), (".git/refs/heads/main", branch.as_str())],
            vec![(".git/HEAD", "ref: refs/heads/main\n"), (".git/packed-refs", packed.as_str())],
            vec![(".git/HEAD", branch.as_str())],
            vec![
                (".git", "gitdir: main/.git/worktrees/w\n"),
                ("main/.git/worktrees/w/HEAD", "ref: refs/heads/w\n"),
                ("main/.git/worktrees/w/commondir", "../..\n"),
                ("main/.git/refs/heads/w", branch.as_str()),
            ],
        ] {
            let folder = repository(&files);
            let deep = folder.path().join("a/b");
            fs::create_dir_all(&deep).unwrap();
            assert_eq!(of(&deep).as_deref(), Some(COMMIT), "{files:?}");
        }
    }

    #[test]
    fn nothing_is_committed() {
        assert_eq!(of(repository(&[(".git/HEAD", "ref: refs/heads/main\n")]).path()), None);
    }
}
