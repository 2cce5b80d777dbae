import type { Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const THREAD = "Run in a thread";

const CASES: readonly BlockingCase[] = [
  {
    rule: "blocking-subprocess",
    title: "subprocess.run with text and check",
    fix: THREAD,
    imports: "import subprocess",
    main: 'return subprocess.run(["echo", "a"], check=True, text=True, stdout=subprocess.PIPE).stdout',
  },
  {
    rule: "blocking-subprocess",
    title: "subprocess.run that fails",
    fix: THREAD,
    imports: "import subprocess",
    main: 'subprocess.run(["false"], check=True)',
  },
  {
    rule: "blocking-subprocess",
    title: "subprocess.run, captured",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'result = subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True)\nreturn result.stdout, result.stderr, result.returncode',
  },
  {
    rule: "blocking-subprocess",
    title: "subprocess.call",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'code = subprocess.call(["sh", "-c", "exit 4"])\nreturn code',
  },
  {
    rule: "blocking-subprocess",
    title: "subprocess.run in a shell",
    fix: "Start with asyncio.create_subprocess_shell()",
    imports: "import subprocess",
    main: 'subprocess.run("echo shell > made", shell=True)\nreturn open("made").readline()',
  },
  {
    rule: "blocking-subprocess",
    title: "Popen and communicate",
    fix: "Start with asyncio.create_subprocess_exec()",
    imports: "import subprocess",
    main: 'process = subprocess.Popen(["tr", "a", "b"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\nout, err = process.communicate(b"abab")\nreturn out, err, process.returncode',
  },
];

/** Processes that are started in a thread, or by asyncio. */
export const BLOCKING_PROCESSES: readonly Scenario[] = CASES.map(blocking);
