import type { COMMANDS } from "./options";

type Topic = (typeof COMMANDS)[number];

const GENERAL = `Finds code that breaks the async/IO skill in Python, and repairs it.

Usage: async-skill COMMAND [OPTIONS]

Commands:
  check [PATH...]   check files and folders
  explain WHAT      explain a rule, or what the line FILE:LINE comes to
  rules             list the rules
  server            speak the Language Server Protocol on standard input and output
  help [COMMAND]    explain a command

Options:
  -h, --help        print this
  -V, --version     print the version
`;

const CHECK = `Checks Python files, and the settings in pyproject.toml.

Usage: async-skill check [OPTIONS] [PATH...]

PATH is a file or a folder; the current folder when none is given, - for standard input. Files that are named are always
checked. In folders, what .gitignore and \`exclude\` in [tool.async-skill] name is left out, and so are folders like .venv,
node_modules, build and dist.

Options:
  --select RULE[,RULE...]   run these rules only
  --ignore RULE[,RULE...]   leave these rules out
  --fix                     apply safe fixes, and report what is left
  --unsafe-fixes            with --fix or --diff: apply fixes as well that may change what the code does
  --diff                    write nothing; print what --fix would change
  --output-format FORMAT    full (default), concise or json
  --stdin-filename PATH     what the text on standard input is called; its folder's settings hold
  --workers N               threads at most; by default as many as are worth it
  --no-project              look at each file by itself, whatever it imports
  --python PATH             the environment that the project's packages are installed in, or its interpreter; off for none. It is
                            read and never run; by default .venv or venv beside the code, else the one that is activated
  --no-cache                look at every file, whatever an earlier run has found in it
  --cache-dir FOLDER        where results are kept; by default the user's folder for caches
  --exit-zero               exit with 0 even when there are findings
  -h, --help                print this

Exit code: 0 clean, 1 findings (with --diff: changes), 2 trouble, as a path that doesn't exist. A file larger than max-file-size
(megabytes) is left out with a warning; where it was named itself that is trouble.

Settings come from the nearest pyproject.toml:

  [tool.async-skill]
  ignore = ["implicit-timeout"]
  exclude = ["legacy/"]
  test-paths = ["/checks/"]
  script-paths = ["/tools/"]
  default-timeout = 10
  max-file-size = 4
  severity = { blocking-sleep = "error" }
`;

const EXPLAIN = `Explains a rule, or what a line of code comes to.

Usage: async-skill explain RULE
       async-skill explain [OPTIONS] FILE:LINE

RULE is the name of a rule: what it finds, why it matters, what to do.

FILE:LINE is a line of a Python file, as findings and editors write it. What is found there is shown with each step of the way to the
call that blocks, in whatever file it stands, and the code of each; of calls where nothing is found it is said why, and what isn't known.

Options of FILE:LINE:
  --output-format FORMAT    full (default), concise (without the code) or json
  --no-project              look at the file by itself, whatever it imports
  --python PATH             the environment of the project's packages, as for check
  -h, --help                print this

Exit code: 0 nothing is found in the line, 1 something is, 2 trouble, as a file that doesn't exist.
`;

const TOPICS: Readonly<Record<Topic, string>> = {
  check: CHECK,
  explain: EXPLAIN,
  rules: "Lists the rules with their severity and the best of their fixes.\n\nUsage: async-skill rules\n",
  server: "Speaks the Language Server Protocol on standard input and output.\n\nUsage: async-skill server\n",
  help: GENERAL,
};

export function helpFor(topic: Topic | undefined): string {
  return topic === undefined ? GENERAL : TOPICS[topic];
}
