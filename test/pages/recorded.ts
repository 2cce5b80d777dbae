import { spawnSync } from "node:child_process";
import { PYTHON } from "../support/python";

/**
 * Runs `main()` of main.py with a recorder in the place of each of some functions, which notes from which lines of the
 * project it is called on the thread of the event loop, back to the innermost coroutine function. Libraries that aren't there are made up of what is asked for.
 */
const RECORDER = `
import asyncio, contextlib, importlib, inspect, io, json, pathlib, sys, tempfile, threading, types, unittest.mock

sys.dont_write_bytecode = True
question = json.load(sys.stdin)
ways, loop_thread = set(), threading.get_ident()

def recorder(*args, **kwargs):
    if threading.get_ident() == loop_thread:
        lines, frame = [], sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.startswith(root):
                lines.append(f"{frame.f_code.co_filename[len(root):].lstrip('/')}:{frame.f_lineno}")
            frame = None if frame.f_code.co_flags & inspect.CO_COROUTINE else frame.f_back
        ways.add(" ".join(lines[::-1]))
    return unittest.mock.MagicMock()

def put_in_place(dotted):
    *path, name = dotted.split(".")
    for length in range(len(path), 0, -1):
        module = ".".join(path[:length])
        try:
            holder = importlib.import_module(module)
        except ImportError:
            continue
        for attribute in path[length:]:
            holder = getattr(holder, attribute)
        return setattr(holder, name, recorder)
    raise LookupError(dotted)

with tempfile.TemporaryDirectory() as root:
    root = str(pathlib.Path(root).resolve())
    for name, text in question["files"].items():
        file = pathlib.Path(root, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for dotted in question["stalls"]:
        put_in_place(dotted)
    sys.path.insert(0, root)
    with contextlib.redirect_stdout(io.StringIO()):
        main = importlib.import_module("main").main
        ways.clear()
        asyncio.run(main())
print(json.dumps(sorted(ways)))
`;

/** The ways by which the functions are called, in their order. */
export function recorded(files: ReadonlyMap<string, string>, stalls: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-W", "ignore", "-c", RECORDER], {
    input: JSON.stringify({ files: Object.fromEntries(files), stalls: [...new Set(stalls)] }),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly string[];
}
