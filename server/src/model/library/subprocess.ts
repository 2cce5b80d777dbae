import { attributes, classes, functions } from "./define";
import type { Library } from "./row";

const SUBPROCESS = "https://docs.python.org/3/library/subprocess.html";
const OS = "https://docs.python.org/3/library/os.html";
const FUNCTIONS = "https://docs.python.org/3/library/functions.html";

const process = { blocks: "subprocess", waitsFor: "the process" } as const;
const user = { blocks: "input", waitsFor: "the user" } as const;
const commandUser = { ...user, ofCommands: true } as const;
/** A person at the keyboard, or a pipe. */
const stdin = { blocks: "input", waitsFor: "input" } as const;

/** Child processes, and waiting for what somebody types. */
export const subprocessRows: Library = {
  aliases: { "builtins.input": "input" },
  rows: [
    ...functions("subprocess", "run call check_call check_output", {
      ...process,
      parameters: ["args", "bufsize", "executable", "stdin", "stdout", "stderr"],
      twins: ["asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"],
      source: SUBPROCESS,
    }),
    ...functions("subprocess", "getoutput getstatusoutput", {
      ...process,
      parameters: ["cmd"],
      twins: ["asyncio.create_subprocess_shell"],
      source: SUBPROCESS,
    }),
    ...classes("subprocess", "Popen", {
      ...process,
      startsOnly: true,
      parameters: ["args", "bufsize", "executable", "stdin", "stdout", "stderr"],
      twins: ["asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"],
      source: SUBPROCESS,
    }),
    ...functions("subprocess.Popen", "wait communicate", { ...process, parameters: [], source: SUBPROCESS }),
    // The pipes of a process stand for themselves, so that they can be told from files.
    ...["stdout", "stderr"].flatMap((pipe) => [
      ...attributes("subprocess.Popen", pipe, {
        ...process,
        lazy: true,
        returns: `subprocess.Popen.${pipe}`,
        source: SUBPROCESS,
      }),
      ...functions(`subprocess.Popen.${pipe}`, "read read1 readinto readline readlines", {
        ...process,
        source: SUBPROCESS,
      }),
    ]),
    ...functions("os", "system", { ...process, twins: ["asyncio.create_subprocess_shell"], source: OS }),
    ...functions("os", "popen", {
      ...process,
      returns: "io.TextIOWrapper",
      twins: ["asyncio.create_subprocess_shell"],
      source: OS,
    }),
    ...functions("os", "posix_spawn posix_spawnp", {
      ...process,
      startsOnly: true,
      twins: ["asyncio.create_subprocess_exec"],
      source: OS,
    }),
    ...functions("os", "spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe", {
      ...process,
      twins: ["asyncio.create_subprocess_exec"],
      source: OS,
    }),
    ...functions("os", "wait wait3 wait4 waitid waitpid", { ...process, source: OS }),
    ...functions("pty", "spawn", { ...process, source: "https://docs.python.org/3/library/pty.html" }),
    // Pandoc is a program of its own, which may in turn start one that sets type.
    ...functions("pypandoc", "convert_text convert_file", { ...process, source: "https://pypi.org/project/pypandoc/" }),

    ...functions("", "input", { ...user, parameters: ["prompt"], returns: "str", source: FUNCTIONS }),
    ...functions("getpass", "getpass", {
      ...user,
      parameters: ["prompt", "stream"],
      returns: "str",
      source: "https://docs.python.org/3/library/getpass.html",
    }),
    ...functions("sys.stdin", "read readline readlines", {
      ...stdin,
      source: "https://docs.python.org/3/library/sys.html",
    }),
    ...functions("sys.stdin.buffer", "read readline readlines", {
      ...stdin,
      source: "https://docs.python.org/3/library/sys.html",
    }),
    ...functions("click", "prompt confirm pause getchar edit", {
      ...commandUser,
      source: "https://click.palletsprojects.com/en/stable/api/",
    }),
    ...functions("rich.prompt.Prompt", "ask", {
      ...commandUser,
      source: "https://rich.readthedocs.io/en/stable/prompt.html",
    }),
    ...functions("rich.prompt.Confirm", "ask", {
      ...commandUser,
      source: "https://rich.readthedocs.io/en/stable/prompt.html",
    }),
    ...functions("typer", "prompt confirm", { ...commandUser, source: "https://typer.tiangolo.com/tutorial/prompt/" }),
  ],
};
