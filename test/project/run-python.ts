// Projects run by Python, each by itself.
import { spawnSync } from "node:child_process";
import { PYTHON } from "../support/python";
import type { ProjectFiles } from "./in-memory";

const RUNNER = `
import asyncio, contextlib, gc, importlib, io, json, pathlib, sys, tempfile, warnings

warnings.simplefilter("always")
sys.dont_write_bytecode = True

def run(files):
    with tempfile.TemporaryDirectory() as root, contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()) as printed:
        for name, text in files.items():
            file = pathlib.Path(root, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        sys.path.insert(0, root)
        importlib.invalidate_caches()
        before = set(sys.modules)
        try:
            asyncio.run(importlib.import_module("main").main())
        except Exception as error:
            print(type(error).__name__, error, file=sys.stderr)
        gc.collect()
        sys.path.remove(root)
        for name in set(sys.modules) - before:
            del sys.modules[name]
    return {"said": said.getvalue(), "printed": printed.getvalue()}

happened = [run(files) for files in json.load(sys.stdin)]
print()
print(json.dumps(happened))
`;

export interface Happened {
  /** What Python says of it: of coroutines that nobody awaits, and what is raised. */
  readonly said: string;
  readonly printed: string;
}

/** What comes of running the `main()` of each project's main.py. */
export function happens(projects: readonly ProjectFiles[]): readonly Happened[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", RUNNER], {
    input: JSON.stringify(projects),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as readonly Happened[];
}
