import type { Library } from "./row";

const LIBRARY_REFERENCE = "https://docs.python.org/3/library";

export const builtins: Library = {
  rows: [
    {
      name: "time.sleep",
      kind: "function",
      parameters: ["seconds"],
      blocks: "sleep",
      twins: ["asyncio.sleep", "anyio.sleep", "trio.sleep"],
      source: `${LIBRARY_REFERENCE}/time.html#time.sleep`,
    },
    {
      name: "functools.partial",
      kind: "function",
      bindsFirst: true,
      source: `${LIBRARY_REFERENCE}/functools.html#functools.partial`,
    },
  ],
};

/** Builtins that surely take every item of their first argument before they return. */
export const TAKE_ALL: ReadonlySet<string> = new Set([
  "list",
  "tuple",
  "set",
  "frozenset",
  "dict",
  "sorted",
  "sum",
  "max",
  "min",
]);

/** Builtins that go through their first argument before they return, and keep none of its items for later. */
export const CONSUMERS: ReadonlySet<string> = new Set([...TAKE_ALL, "any", "all"]);

/** The names that every module sees (dir(builtins) of CPython 3.11, and those added since). */
export const BUILTIN_NAMES: ReadonlySet<string> = new Set(
  `
ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup
False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError OverflowError
PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError
ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError abs aiter all anext
any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict
dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int
isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property
quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip
`
    .trim()
    .split(/\s+/),
);
