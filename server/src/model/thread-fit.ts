import { BUILTIN_NAMES } from "./library/builtins";

/**
 * Modules of the standard library, and some like them, whose functions know nothing of the thread or loop that calls
 * them.
 */
const MODULES: ReadonlySet<string> = new Set(
  `
base64 binascii bz2 codecs collections configparser contextlib copy csv datetime errno filecmp fnmatch functools glob
gzip hashlib hmac html io itertools json logging lzma marshal math mimetypes operator orjson os pathlib pickle platform
random re secrets shutil stat statistics string struct subprocess tarfile tempfile textwrap time toml tomli tomllib
typing unicodedata urllib.parse uuid wave yaml zipfile zlib
`
    .trim()
    .split(/\s+/),
);

/** Builtins that look at the frame that calls them, run other code, or wait for people. */
const BOUND_TO_FRAME: ReadonlySet<string> = new Set(
  "locals vars globals exec eval compile input breakpoint super exit quit help setattr delattr next anext aiter".split(
    " ",
  ),
);

/** Methods of texts, bytes, numbers and collections that change nothing. */
const READING: ReadonlySet<string> = new Set(
  `
capitalize casefold center count decode encode endswith find format format_map get group groups hex index isalnum
isalpha isdigit islower isnumeric isspace istitle isupper items join keys ljust lower lstrip partition removeprefix
removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strftime strip swapcase
title total_seconds isoformat timestamp translate upper values zfill hexdigest digest
`
    .trim()
    .split(/\s+/),
);

/** Methods that change the collection that they belong to. */
const CHANGING: ReadonlySet<string> = new Set(
  "add append appendleft clear discard extend insert pop remove reverse setdefault sort update".split(" "),
);

const LOGS: ReadonlySet<string> = new Set(
  "debug info warning warn error exception critical log trace success".split(" "),
);

/**
 * Whether a function that is named so (dotted, from outside of the file) does the same in whatever thread it is called.
 */
export function isFitForThread(name: string): boolean {
  if (BUILTIN_NAMES.has(name)) return !BOUND_TO_FRAME.has(name);
  const parts = name.split(".");
  if (parts.length > 1 && BUILTIN_NAMES.has(parts[0]!)) return true;
  return MODULES.has(parts[0]!) || MODULES.has(parts.slice(0, 2).join("."));
}

/**
 * What a method of an object whose class isn't known does, by its name: methods that all kinds of objects have are none
 * of these.
 */
export function methodDoes(method: string): "reads" | "changes" | undefined {
  if (READING.has(method)) return "reads";
  return CHANGING.has(method) ? "changes" : undefined;
}

/** Whether `object.method()` writes to a log, as both are called. */
export function writesLog(object: string, method: string): boolean {
  return LOGS.has(method) && /(?:^|[._])_?log(?:ger|ging)?$/i.test(object);
}
