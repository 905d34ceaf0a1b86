"""Writes archives.json: archives that Python, Info-ZIP and GNU tar made, and what is in them.

Run on Linux with zip and tar installed: python3 make_archives.py
"""

import base64
import gzip
import io
import json
import os
import pathlib
import subprocess
import tarfile
import tempfile
import zipfile

LONG = "data/" + "/".join(f"folder-{i:02d}-with-a-long-name" for i in range(9)) + "/part-00000.parquet"
UNICODE = "métadonnées/часть-☃.txt"
FILES = {
    "metadata/part-00000": '{"class":"org.apache.spark.ml.PipelineModel"}\n' * 40,
    "metadata/_SUCCESS": "",
    "metadata/.part-00000.crc": "crc",
    LONG: "long",
    UNICODE: "snow",
}
PLAIN = {path: text for path, text in FILES.items() if path not in (LONG, UNICODE)}


class Unseekable(io.RawIOBase):
    """A pipe-like target: zipfile then writes data descriptors."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, chunk):
        self.data += chunk
        return len(chunk)


def python_zip(target, method, force_zip64=False, comment=b""):
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.comment = comment
        for path, text in FILES.items():
            info = zipfile.ZipInfo(path)
            info.compress_type = method
            with archive.open(info, "w", force_zip64=force_zip64) as entry:
                entry.write(text.encode())
    return bytes(target.data) if isinstance(target, Unseekable) else target.getvalue()


def zip64_throughout():
    """Sizes, offsets and counts in zip64 fields, as in an archive of more than 4 GiB."""
    saved = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 1, 1
    data = python_zip(io.BytesIO(), zipfile.ZIP_DEFLATED, force_zip64=True)
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = saved
    return data


def python_tar(files, form):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for path, text in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return target.getvalue()


def make_tree(root, files):
    for path, text in files.items():
        file = pathlib.Path(root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def run_tool(files, command, prepare=lambda root: None):
    """The bytes that a command writes to standard output or to ../out, run in a folder of the files."""
    with tempfile.TemporaryDirectory() as top:
        root = os.path.join(top, "root")
        os.mkdir(root)
        make_tree(root, files)
        prepare(root)
        output = subprocess.run(command, cwd=root, check=True, capture_output=True, shell=True).stdout
        out = pathlib.Path(top, "out.zip")
        return out.read_bytes() if out.exists() else output


def link(root):
    os.symlink("metadata/part-00000", os.path.join(root, "link"))


def hard_link(root):
    os.link(os.path.join(root, "metadata/part-00000"), os.path.join(root, "metadata/twin"))


def pipe(root):
    os.mkfifo(os.path.join(root, "pipe"))


def hole(root):
    with open(os.path.join(root, "sparse"), "wb") as file:
        file.truncate(1 << 20)


def main():
    memory = io.BytesIO
    good = {
        "python deflated.zip": (FILES, python_zip(memory(), zipfile.ZIP_DEFLATED)),
        "python stored with a comment.zip": (FILES, python_zip(memory(), zipfile.ZIP_STORED, comment=b"PK\5\6 hi")),
        "python zip64.zip": (FILES, python_zip(memory(), zipfile.ZIP_DEFLATED, force_zip64=True)),
        "python streamed with data descriptors.zip": (FILES, python_zip(Unseekable(), zipfile.ZIP_DEFLATED)),
        "Info-ZIP.zip": (FILES, run_tool(FILES, "zip -q -r ../out.zip .")),
        "Info-ZIP streamed.zip": (PLAIN, run_tool(PLAIN, "zip -q -r - . | cat")),
        "python zip64 throughout.zip": (FILES, zip64_throughout()),
        "empty.zip": ({}, b"PK\5\6" + bytes(18)),
        "python ustar.tar": (PLAIN, python_tar(PLAIN, tarfile.USTAR_FORMAT)),
        "python gnu.tar": (FILES, python_tar(FILES, tarfile.GNU_FORMAT)),
        "python pax.tar": (FILES, python_tar(FILES, tarfile.PAX_FORMAT)),
        "gnu.tar": (FILES, run_tool(FILES, "tar -c --format=gnu .")),
        "posix.tar": (FILES, run_tool(FILES, "tar -c --format=posix *")),
        "v7.tar": (PLAIN, run_tool(PLAIN, "tar -c --format=v7 *")),
        "ustar with prefix.tar": ({LONG[:180]: "x"}, run_tool({LONG[:180]: "x"}, "tar -c --format=ustar *")),
        "gnu.tar.gz": (FILES, run_tool(FILES, "tar -cz .")),
        "python.tar.gz": (FILES, gzip.compress(python_tar(FILES, tarfile.PAX_FORMAT))),
    }
    bad = {
        "a symbolic link.zip": run_tool(PLAIN, "zip -q -r -y ../out.zip .", link),
        "encryption.zip": run_tool(PLAIN, "zip -q -r -P secret ../out.zip ."),
        "method 12.zip": python_zip(memory(), zipfile.ZIP_BZIP2),
        "a symbolic link.tar": run_tool(PLAIN, "tar -c *", link),
        "a hard link.tar": run_tool(PLAIN, "tar -c *", hard_link),
        "a pipe.tar": run_tool(PLAIN, "tar -c *", pipe),
        "a sparse file.tar": run_tool(PLAIN, "tar -c -S --format=gnu *", hole),
        "a sparse file.pax.tar": run_tool(PLAIN, "tar -c -S --format=posix *", hole),
    }
    encode = lambda data: base64.b64encode(gzip.compress(data, mtime=0)).decode()
    truth = {
        "good": {name: {"files": files, "gzippedBase64": encode(data)} for name, (files, data) in good.items()},
        "bad": {name: encode(data) for name, data in bad.items()},
    }
    text = json.dumps(truth, indent=1, ensure_ascii=False) + "\n"
    pathlib.Path(__file__).with_name("archives.json").write_text(text, encoding="utf-8")


main()
