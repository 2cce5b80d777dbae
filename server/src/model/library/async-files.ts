import { classes, coroutines, functions } from "./define";
import type { Library, Row } from "./row";

const AIOFILES = "https://github.com/Tinche/aiofiles#usage";
const ANYIO_FILES = "https://anyio.readthedocs.io/en/stable/fileio.html";
const ANYIO = "https://anyio.readthedocs.io/en/stable/api.html";
const TRIO_IO = "https://trio.readthedocs.io/en/stable/reference-io.html";
const TRIO = "https://trio.readthedocs.io/en/stable/reference-core.html";

const FILE = "read readline readlines write writelines seek tell flush truncate";

const PATH = `chmod exists group is_block_device is_char_device is_dir is_fifo is_file is_socket is_symlink mkdir owner read_bytes read_text
  rename replace rmdir stat lstat symlink_to hardlink_to touch unlink write_bytes write_text`;

const aiofiles: readonly Row[] = [
  ...functions("aiofiles", "open", { returns: "aiofiles.File", use: "await or async with", source: AIOFILES }),
  ...classes("aiofiles", "File", { source: AIOFILES }),
  ...coroutines("aiofiles.File", `${FILE} close`, AIOFILES),
  ...coroutines(
    "aiofiles.os",
    `stat rename renames replace remove unlink mkdir makedirs rmdir removedirs link symlink readlink listdir scandir access
     path.exists path.isfile path.isdir path.getsize path.getmtime`,
    AIOFILES,
  ),
];

const anyio: readonly Row[] = [
  ...functions("anyio", "open_file", { returns: "anyio.AsyncFile", use: "await", source: ANYIO_FILES }),
  ...classes("anyio", "AsyncFile", { source: ANYIO }),
  ...classes("anyio", "Path", { source: ANYIO }),
  ...coroutines("anyio.AsyncFile", `${FILE} aclose`, ANYIO),
  ...coroutines("anyio.Path", `${PATH} resolve absolute expanduser`, ANYIO),
  ...functions("anyio.Path", "open", { returns: "anyio.AsyncFile", use: "await", source: ANYIO }),
  ...functions("anyio.Path", "__truediv__", { returns: "anyio.Path", source: ANYIO }),
  ...classes("anyio", "Event Lock Condition Semaphore CapacityLimiter", { source: ANYIO }),
  ...coroutines("anyio.Event", "wait", ANYIO),
  ...coroutines("anyio.Lock", "acquire", ANYIO),
  ...coroutines("anyio.Condition", "acquire wait", ANYIO),
  ...coroutines("anyio.Semaphore", "acquire", ANYIO),
  ...coroutines("anyio.CapacityLimiter", "acquire acquire_on_behalf_of", ANYIO),
  ...coroutines(
    "anyio",
    "create_tcp_listener create_unix_listener create_udp_socket create_connected_udp_socket getaddrinfo getnameinfo",
    ANYIO,
  ),
  ...coroutines("anyio.lowlevel", "checkpoint checkpoint_if_cancelled cancel_shielded_checkpoint", ANYIO),
  ...coroutines("anyio.to_process", "run_sync", ANYIO),
];

const trio: readonly Row[] = [
  ...functions("trio", "open_file", { returns: "trio.File", use: "await", source: TRIO_IO }),
  ...classes("trio", "File Path", { source: TRIO_IO }),
  ...coroutines("trio.File", `${FILE} aclose`, TRIO_IO),
  ...coroutines("trio.Path", `${PATH} resolve`, TRIO_IO),
  ...functions("trio.Path", "open", { returns: "trio.File", use: "await", source: TRIO_IO }),
  ...functions("trio.Path", "__truediv__", { returns: "trio.Path", source: TRIO_IO }),
  ...classes("trio", "Event Lock Condition Semaphore CapacityLimiter", { source: TRIO }),
  ...coroutines("trio.Event", "wait", TRIO),
  ...coroutines("trio.Lock", "acquire", TRIO),
  ...coroutines("trio.Condition", "acquire wait", TRIO),
  ...coroutines("trio.Semaphore", "acquire", TRIO),
  ...coroutines("trio.CapacityLimiter", "acquire acquire_on_behalf_of", TRIO),
  ...coroutines("trio.lowlevel", "checkpoint checkpoint_if_cancelled cancel_shielded_checkpoint", TRIO),
  ...functions("trio", "open_memory_channel", {
    unpacks: ["trio.MemorySendChannel", "trio.MemoryReceiveChannel"],
    source: TRIO,
  }),
  ...classes("trio", "MemorySendChannel MemoryReceiveChannel", { source: TRIO }),
  ...coroutines("trio.MemorySendChannel", "send aclose", TRIO),
  ...coroutines("trio.MemoryReceiveChannel", "receive aclose", TRIO),
];

/** Files, paths and locks of async libraries. */
export const asyncFileRows: Library = {
  rows: [...aiofiles, ...anyio, ...trio],
  aliases: { "aiofiles.threadpool.open": "aiofiles.open" },
};
