import { attributes, classes, functions } from "./define";
import type { Library, Row } from "./row";

const REFERENCE = "https://docs.python.org/3/library";
const IO = `${REFERENCE}/io.html`;
const OS = `${REFERENCE}/os.html`;
const OS_PATH = `${REFERENCE}/os.path.html`;
const PATHLIB = `${REFERENCE}/pathlib.html`;

/** The same methods as coroutines of the paths of anyio and trio. */
function withAsyncPaths(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => {
    const method = row.name.slice(row.name.lastIndexOf(".") + 1);
    return { ...row, twins: [`anyio.Path.${method}`, `trio.Path.${method}`] };
  });
}

/** What an opened file does that reaches the disk; seek and tell alone do not, and close has little left to write. */
const FILE_METHODS = "read read1 readinto readinto1 readline readlines write writelines flush truncate";

const opened = { blocks: "file", waitsFor: "the disk" } as const;
const disk = { blocks: "filesystem", waitsFor: "the disk" } as const;
const brief = { ...disk, brief: true } as const;

/**
 * Files and file systems of the standard library. Left out of what other tools list, as nothing there waits for a disk:
 * os.path.normpath, isreserved and samestat, Path.from_uri and full_match compute; os.getcwd, os.path.abspath, relpath
 * and expanduser, Path.cwd, absolute, expanduser and home ask the kernel or the environment; a SpooledTemporaryFile
 * begins in memory. Reading and writing a descriptor counts where it is known to be a file's.
 */
export const filesRows: Library = {
  aliases: {
    "builtins.open": "open",
    "io.open": "open",
    "_io.open": "open",
    posixpath: "os.path",
    ntpath: "os.path",
    "pathlib._local.Path": "pathlib.Path",
  },
  rows: [
    ...functions("", "open", {
      ...opened,
      parameters: ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"],
      returns: "io.TextIOWrapper",
      twins: ["aiofiles.open", "anyio.open_file", "trio.open_file"],
      source: `${REFERENCE}/functions.html`,
    }),
    ...functions("io", "open_code FileIO", {
      ...opened,
      parameters: ["file", "mode"],
      returns: "io.BufferedReader",
      source: IO,
    }),
    ...functions("codecs", "open", {
      ...opened,
      parameters: ["filename", "mode", "encoding", "errors", "buffering"],
      returns: "io.TextIOWrapper",
      source: `${REFERENCE}/codecs.html`,
    }),
    ...classes("io", "TextIOWrapper", {
      file: true,
      parameters: ["buffer", "encoding", "errors", "newline"],
      opens: ["buffer"],
      source: IO,
    }),
    ...classes("io", "BufferedReader BufferedWriter BufferedRandom", {
      file: true,
      parameters: ["raw", "buffer_size"],
      opens: ["raw"],
      source: IO,
    }),
    ...["TextIOWrapper", "BufferedReader", "BufferedWriter", "BufferedRandom"].flatMap((name) =>
      functions(`io.${name}`, FILE_METHODS, { ...opened, source: IO }),
    ),

    ...functions("gzip", "open", {
      ...opened,
      parameters: ["filename", "mode", "compresslevel", "encoding", "errors", "newline"],
      opens: ["filename"],
      returns: "gzip.GzipFile",
      source: `${REFERENCE}/gzip.html`,
    }),
    ...classes("gzip", "GzipFile", {
      ...opened,
      file: true,
      parameters: ["filename", "mode", "compresslevel", "fileobj"],
      opens: ["filename", "fileobj"],
      source: `${REFERENCE}/gzip.html`,
    }),
    ...functions("bz2", "open", {
      ...opened,
      parameters: ["filename", "mode", "compresslevel", "encoding", "errors", "newline"],
      opens: ["filename"],
      returns: "bz2.BZ2File",
      source: `${REFERENCE}/bz2.html`,
    }),
    ...classes("bz2", "BZ2File", {
      ...opened,
      file: true,
      parameters: ["filename", "mode"],
      opens: ["filename"],
      source: `${REFERENCE}/bz2.html`,
    }),
    ...functions("lzma", "open", {
      ...opened,
      parameters: ["filename", "mode"],
      opens: ["filename"],
      returns: "lzma.LZMAFile",
      source: `${REFERENCE}/lzma.html`,
    }),
    ...classes("lzma", "LZMAFile", {
      ...opened,
      file: true,
      parameters: ["filename", "mode"],
      opens: ["filename"],
      source: `${REFERENCE}/lzma.html`,
    }),
    ...["gzip.GzipFile", "bz2.BZ2File", "lzma.LZMAFile"].flatMap((name) =>
      functions(name, FILE_METHODS, { ...opened, source: `${REFERENCE}/${name.split(".")[0]!}.html` }),
    ),
    ...classes("zipfile", "ZipFile", {
      ...opened,
      file: true,
      parameters: ["file", "mode", "compression", "allowZip64", "compresslevel"],
      opens: ["file"],
      source: `${REFERENCE}/zipfile.html`,
    }),
    ...functions("zipfile.ZipFile", "read write writestr extract extractall testzip", {
      ...opened,
      source: `${REFERENCE}/zipfile.html`,
    }),
    ...functions("zipfile", "is_zipfile", {
      ...opened,
      parameters: ["filename"],
      opens: ["filename"],
      source: `${REFERENCE}/zipfile.html`,
    }),
    ...functions("tarfile", "open", {
      ...opened,
      parameters: ["name", "mode", "fileobj", "bufsize"],
      opens: ["name", "fileobj"],
      returns: "tarfile.TarFile",
      source: `${REFERENCE}/tarfile.html`,
    }),
    ...classes("tarfile", "TarFile", {
      ...opened,
      file: true,
      parameters: ["name", "mode", "fileobj"],
      opens: ["name", "fileobj"],
      source: `${REFERENCE}/tarfile.html`,
    }),
    ...functions("tarfile.TarFile", "add addfile extract extractall getmember getmembers getnames next list", {
      ...opened,
      source: `${REFERENCE}/tarfile.html`,
    }),
    ...functions("tarfile.TarFile", "open", {
      ...opened,
      parameters: ["name", "mode", "fileobj"],
      opens: ["name", "fileobj"],
      returns: "tarfile.TarFile",
      source: `${REFERENCE}/tarfile.html`,
    }),
    ...functions("shelve", "open", { ...opened, source: `${REFERENCE}/shelve.html` }),
    ...functions("dbm", "open", { ...opened, source: `${REFERENCE}/dbm.html` }),
    ...functions("wave", "open", {
      ...opened,
      parameters: ["f", "mode"],
      opens: ["f"],
      source: `${REFERENCE}/wave.html`,
    }),
    ...functions("linecache", "getline getlines", { ...opened, source: `${REFERENCE}/linecache.html` }),
    ...classes("configparser", "ConfigParser RawConfigParser", { source: `${REFERENCE}/configparser.html` }),
    ...["ConfigParser", "RawConfigParser"].flatMap((name) =>
      functions(`configparser.${name}`, "read", {
        ...opened,
        parameters: ["filenames", "encoding"],
        source: `${REFERENCE}/configparser.html`,
      }),
    ),
    ...classes("io", "BytesIO StringIO", { source: IO }),

    ...functions("os", "fdopen", {
      ...opened,
      parameters: ["fd", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"],
      returns: "io.TextIOWrapper",
      source: OS,
    }),
    // A number in truth: with a class of its own, descriptors of files can be told from those of pipes and sockets.
    ...classes("os", "FileDescriptor", { source: OS }),
    ...functions("os", "open", {
      ...opened,
      brief: true,
      parameters: ["path", "flags", "mode"],
      returns: "os.FileDescriptor",
      source: OS,
    }),
    ...functions("os", "read write pread pwrite readv writev preadv pwritev", {
      ...opened,
      parameters: ["fd"],
      source: OS,
    }),
    ...functions("os", "sendfile copy_file_range posix_fallocate ftruncate", { ...opened, source: OS }),
    ...functions("os", "fsync fdatasync", { ...opened, heavy: true, source: OS }),
    ...functions(
      "os",
      `access chmod chown lchown link lstat mkdir makedirs mkfifo mknod readlink remove removedirs rename renames replace rmdir stat statvfs symlink
       truncate unlink utime getxattr setxattr listxattr removexattr`,
      { ...brief, source: OS },
    ),
    ...functions("os", "listdir sync", { ...disk, source: OS }),
    ...functions("os", "scandir walk fwalk", { ...disk, lazy: true, source: OS }),
    ...functions(
      "os.path",
      "exists lexists getatime getmtime getctime getsize isdir isfile islink ismount isjunction isdevdrive samefile sameopenfile",
      {
        ...brief,
        source: OS_PATH,
      },
    ),
    ...functions("os.path", "realpath", { ...brief, returns: "str", source: OS_PATH }),
    ...functions("os.path", "abspath basename dirname expanduser expandvars join normpath relpath", {
      returns: "str",
      source: OS_PATH,
    }),
    ...functions("os", "getcwd fspath getenv", { returns: "str", source: OS }),

    ...functions("shutil", "copyfile copy copy2 rmtree move", { ...disk, source: `${REFERENCE}/shutil.html` }),
    ...functions("shutil", "copyfileobj", {
      ...disk,
      heavy: true,
      parameters: ["fsrc", "fdst", "length"],
      streams: ["fsrc", "fdst"],
      source: `${REFERENCE}/shutil.html`,
    }),
    ...functions("shutil", "copytree make_archive unpack_archive", {
      ...disk,
      heavy: true,
      source: `${REFERENCE}/shutil.html`,
    }),
    ...functions("shutil", "copymode copystat disk_usage chown which", {
      ...brief,
      source: `${REFERENCE}/shutil.html`,
    }),
    ...functions("glob", "glob", { ...disk, source: `${REFERENCE}/glob.html` }),
    ...functions("glob", "iglob", { ...disk, lazy: true, source: `${REFERENCE}/glob.html` }),
    ...functions("tempfile", "mkstemp", { ...brief, leaves: "file", source: `${REFERENCE}/tempfile.html` }),
    ...functions("tempfile", "mkdtemp", { ...brief, leaves: "folder", source: `${REFERENCE}/tempfile.html` }),
    ...functions("tempfile", "TemporaryFile NamedTemporaryFile", {
      ...brief,
      returns: "io.BufferedRandom",
      source: `${REFERENCE}/tempfile.html`,
    }),
    ...classes("tempfile", "TemporaryDirectory", { ...disk, enters: "str", source: `${REFERENCE}/tempfile.html` }),

    ...classes("pathlib", "Path", { parameters: [], source: PATHLIB }),
    ...classes("pathlib", "PosixPath WindowsPath", { bases: ["pathlib.Path"], source: PATHLIB }),
    ...functions("pathlib.Path", "open", {
      ...opened,
      parameters: ["mode", "buffering", "encoding", "errors", "newline"],
      returns: "io.TextIOWrapper",
      twins: ["anyio.Path.open"],
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "read_text", {
      ...opened,
      parameters: ["encoding", "errors", "newline"],
      returns: "str",
      twins: ["anyio.Path.read_text", "trio.Path.read_text"],
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "read_bytes", {
      ...opened,
      parameters: [],
      returns: "bytes",
      twins: ["anyio.Path.read_bytes", "trio.Path.read_bytes"],
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "write_text", {
      ...opened,
      parameters: ["data", "encoding", "errors", "newline"],
      twins: ["anyio.Path.write_text", "trio.Path.write_text"],
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "write_bytes", {
      ...opened,
      parameters: ["data"],
      twins: ["anyio.Path.write_bytes", "trio.Path.write_bytes"],
      source: PATHLIB,
    }),
    ...withAsyncPaths(
      functions(
        "pathlib.Path",
        "stat lstat exists is_file is_dir is_mount is_symlink is_socket is_fifo is_block_device is_char_device chmod lchmod mkdir rmdir unlink touch symlink_to hardlink_to samefile owner group",
        {
          ...brief,
          source: PATHLIB,
        },
      ),
    ),
    ...functions("pathlib.Path", "is_junction link_to", { ...brief, source: PATHLIB }),
    ...functions("pathlib.Path", "resolve readlink rename replace", {
      ...brief,
      returns: "pathlib.Path",
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "copy copy_into move move_into", {
      ...disk,
      returns: "pathlib.Path",
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "iterdir", {
      ...disk,
      lazy: true,
      readsAhead: true,
      yields: "pathlib.Path",
      source: PATHLIB,
    }),
    ...functions("pathlib.Path", "glob rglob", { ...disk, lazy: true, yields: "pathlib.Path", source: PATHLIB }),
    ...functions("pathlib.Path", "walk", { ...disk, lazy: true, source: PATHLIB }),
    ...functions(
      "pathlib.Path",
      "absolute expanduser cwd home with_name with_suffix with_stem with_segments joinpath relative_to from_uri __truediv__ __rtruediv__",
      { returns: "pathlib.Path", source: PATHLIB },
    ),
    ...functions("pathlib.Path", "as_posix as_uri", { returns: "str", source: PATHLIB }),
    ...attributes("pathlib.Path", "parent", { returns: "pathlib.Path", source: PATHLIB }),
    ...attributes("pathlib.Path", "name stem suffix anchor root drive", { returns: "str", source: PATHLIB }),
  ],
};
