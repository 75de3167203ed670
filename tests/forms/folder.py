"""A folder of this machine as a browser shows it to a page: the picker gives a handle upon the real files.

No test can press the buttons of the real picker, which is a window of the system. What a page does with a handle is
the same from here on: each call goes to the real folder.
"""

import base64
from pathlib import Path

from playwright.sync_api import BrowserContext

# Handles have their methods on the prototype, since the forms keep a copy of one, and a copy has only data.
HANDLES = """
const ask = async (...words) => {
  const {error, value} = await window.onDisk(words);
  if (error) throw new DOMException(error, error);
  return value;
};
class Handle {
  constructor(path, kind) { this.path = path; this.name = path.split("/").at(-1); this.kind = kind; }
  async requestPermission() { return "granted"; }
  async queryPermission() { return "granted"; }
}
class FileHandle extends Handle {
  async getFile() {
    const {data, changed} = await ask("read", this.path);
    return new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], this.name, {lastModified: changed});
  }
  async createWritable() {
    let blob = new Blob([]);
    return {
      write: async (data) => { blob = new Blob([blob, data]); },
      close: async () => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        await ask("write", this.path, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
      },
    };
  }
  async move(folder, name) {
    await ask("move", this.path, `${folder.path}/${name}`);
    Object.assign(this, {path: `${folder.path}/${name}`, name});
  }
}
class FolderHandle extends Handle {
  child(name, kind) { return new (kind === "file" ? FileHandle : FolderHandle)(`${this.path}/${name}`, kind); }
  async *entries() {
    for (const [name, kind] of await ask("list", this.path)) yield [name, this.child(name, kind)];
  }
  async getFileHandle(name, {create = false} = {}) {
    await ask("file", `${this.path}/${name}`, create);
    return this.child(name, "file");
  }
  async getDirectoryHandle(name, {create = false} = {}) {
    await ask("folder", `${this.path}/${name}`, create);
    return this.child(name, "directory");
  }
  async removeEntry(name) { await ask("remove", `${this.path}/${name}`); }
}
window.showDirectoryPicker = async () => new FolderHandle("", "directory");
"""


class Fault(Exception):
    """A call that fails, by the name that a browser gives the fault."""


def choose(context: BrowserContext, root: Path) -> None:
    """From now on whoever opens the picker chooses this folder."""

    def on_disk(_source: object, words: list[str]) -> dict[str, object]:
        try:
            return {"value": act(root, *words)}
        except Fault as fault:
            return {"error": str(fault)}

    context.expose_binding("onDisk", on_disk)
    context.add_init_script(f"(() => {{{HANDLES}}})();")


def act(root: Path, what: str, name: str, more: object = None) -> object:
    path = (root / name.lstrip("/")).resolve()
    assert path.is_relative_to(root.resolve()), name
    match what:
        case "list":
            return [(child.name, "directory" if child.is_dir() else "file") for child in sorted(path.iterdir())]
        case "read":
            return {"data": base64.b64encode(path.read_bytes()).decode(), "changed": path.stat().st_mtime * 1000}
        case "write":
            path.write_bytes(base64.b64decode(str(more)))
        case "move":
            path.rename(root / str(more).lstrip("/"))
        case "remove":
            path.rmdir() if path.is_dir() else path.unlink()
        case "file" | "folder":
            right, wrong = (path.is_file(), path.is_dir()) if what == "file" else (path.is_dir(), path.is_file())
            if wrong:
                raise Fault("TypeMismatchError")
            if not right and not more:
                raise Fault("NotFoundError")
            if not right:
                path.touch() if what == "file" else path.mkdir()
    return None
