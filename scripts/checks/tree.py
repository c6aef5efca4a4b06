"""The files a check looks at."""
import os
import subprocess

SKIPPED_FOLDERS = {".git", ".cache", "__pycache__", "node_modules"}


def files(root, suffixes=(), names=()):
    """Paths below `root`, relative and sorted, that end in one of `suffixes` or
    are called one of `names`: those git knows or would add; without git, all
    outside of build folders."""
    listed = _git_files(root)
    if listed is None:
        listed = _walk(root)
    return sorted(
        path for path in listed
        if path.endswith(tuple(suffixes)) or os.path.basename(path) in names)


def _git_files(root):
    try:
        top = subprocess.run(
            ["git", "-C", root, "rev-parse", "--show-toplevel"],
            capture_output=True, text=True)
        if top.returncode or os.path.realpath(top.stdout.strip()) != os.path.realpath(root):
            return None
        output = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return {p for p in output.split("\0") if p and os.path.isfile(os.path.join(root, p))}


def _walk(root):
    found = []
    for folder, below, names in os.walk(root):
        below[:] = [b for b in below
                    if b not in SKIPPED_FOLDERS and b != "build" and not b.startswith("build-")]
        found += [os.path.relpath(os.path.join(folder, n), root) for n in names]
    return found


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace", newline="") as f:
        return f.read()


def write(root, path, text):
    with open(os.path.join(root, path), "w", encoding="utf-8", newline="") as f:
        f.write(text)
