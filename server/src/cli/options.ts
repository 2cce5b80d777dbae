import { parseArgs, type ParseArgsConfig } from "node:util";
import { ruleNames } from "../analysis/pages";
import { nearest } from "../config/nearest";
import { UsageError } from "./exit";

export const OUTPUT_FORMATS = ["concise", "full", "json"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** How files are looked at together with others. */
export interface ProjectOptions {
  /** Whether what files import is looked at. */
  readonly project: boolean;
  /**
   * The environment, or an interpreter in it, that the project's packages are installed in, or "off"; found where
   * undefined.
   */
  readonly python: string | undefined;
}

export interface CheckOptions extends ProjectOptions {
  /** As given; `-` stands for standard input. */
  readonly paths: readonly string[];
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[] | undefined;
  readonly outputFormat: OutputFormat;
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly diff: boolean;
  readonly exitZero: boolean;
  readonly stdinFilename: string | undefined;
  /** Threads at most; as many as are worth it when undefined. */
  readonly workers: number | undefined;
  readonly cache: boolean;
  /** Where it is kept; the user's folder for such things when undefined. */
  readonly cacheFolder: string | undefined;
}

interface ExplainedRule {
  readonly kind: "rule";
  readonly rule: string;
}

export interface ExplainedLine extends ProjectOptions {
  readonly kind: "line";
  /** As given. */
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  readonly outputFormat: OutputFormat;
}

export const COMMANDS = ["check", "explain", "rules", "server", "help"] as const;
type CommandName = (typeof COMMANDS)[number];

export type Command =
  | { readonly kind: "check"; readonly options: CheckOptions }
  | { readonly kind: "server" }
  | { readonly kind: "rules" }
  | { readonly kind: "version" }
  | { readonly kind: "explain"; readonly what: ExplainedRule | ExplainedLine }
  | { readonly kind: "help"; readonly topic: CommandName | undefined };

type Options = NonNullable<ParseArgsConfig["options"]>;

const COMMON: Options = { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "V" } };
const OPTIONS: Readonly<Record<CommandName, Options>> = {
  check: {
    ...COMMON,
    select: { type: "string", multiple: true },
    ignore: { type: "string", multiple: true },
    "output-format": { type: "string" },
    fix: { type: "boolean" },
    "unsafe-fixes": { type: "boolean" },
    diff: { type: "boolean" },
    "exit-zero": { type: "boolean" },
    "stdin-filename": { type: "string" },
    workers: { type: "string" },
    "no-cache": { type: "boolean" },
    "no-project": { type: "boolean" },
    python: { type: "string" },
    "cache-dir": { type: "string" },
  },
  // Language clients hand `--stdio` and their process id to every server.
  server: { ...COMMON, stdio: { type: "boolean" }, clientProcessId: { type: "string" } },
  explain: {
    ...COMMON,
    "output-format": { type: "string" },
    "no-project": { type: "boolean" },
    python: { type: "string" },
  },
  rules: COMMON,
  help: COMMON,
};

/** What a rule's page was asked for by before lines could be explained too. */
const RULE = "rule";

/**
 * Reads the command line.
 *
 * @throws UsageError where it can't be understood
 */
export function parseCommand(argv: readonly string[]): Command {
  const [first, ...rest] = argv;
  if (first === undefined) return { kind: "help", topic: undefined };
  if (first.startsWith("-")) return withoutCommand(argv);
  const name = COMMANDS.find((one) => one === (first === RULE ? "explain" : first));
  if (name === undefined) throw new UsageError(`there is no command ${first}${didYouMean(nearest(first, COMMANDS))}`);
  const { values, positionals } = read(rest, OPTIONS[name]);
  if (values["help"] === true) return { kind: "help", topic: name };
  if (values["version"] === true) return { kind: "version" };
  switch (name) {
    case "check":
      return { kind: name, options: checkOptions(values, positionals) };
    case "explain":
      return { kind: name, what: explained(values, positionals) };
    case "help":
      return { kind: name, topic: COMMANDS.find((one) => one === positionals[0]) };
    case "server":
    case "rules":
      if (positionals.length > 0)
        throw new UsageError(`async-skill ${name} takes no arguments, but was given ${positionals[0]}`);
      return { kind: name };
  }
}

function withoutCommand(argv: readonly string[]): Command {
  const { values } = read(argv, COMMON);
  return values["version"] === true ? { kind: "version" } : { kind: "help", topic: undefined };
}

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** Options in any order, `--` before paths that begin with a dash. */
function read(
  args: readonly string[],
  options: Options,
): { readonly values: Values; readonly positionals: readonly string[] } {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const known = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (known === undefined) {
      const close = nearest(token.name, Object.keys(options));
      throw new UsageError(
        `there is no option ${token.rawName}${didYouMean(close === undefined ? undefined : `--${close}`)}`,
      );
    }
    if (
      known.type === "string" &&
      (token.value === undefined || (!token.inlineValue && token.value.startsWith("--")))
    ) {
      throw new UsageError(`${token.rawName} needs a value`);
    }
    if (known.type === "boolean" && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
  }
  return { values, positionals };
}

function checkOptions(values: Values, paths: readonly string[]): CheckOptions {
  const stdinFilename = text(values["stdin-filename"]);
  if (paths.includes("-") && paths.length > 1)
    throw new UsageError("standard input (-) can't be checked together with paths");
  if (paths.includes("")) throw new UsageError("a path is empty");
  if (stdinFilename !== undefined && paths.length > 0 && paths[0] !== "-")
    throw new UsageError("--stdin-filename is for standard input: leave the paths out");
  const wanted = paths.length > 0 ? paths : [stdinFilename === undefined ? "." : "-"];
  return {
    paths: wanted,
    select: rules("--select", values["select"]),
    ignore: rules("--ignore", values["ignore"]),
    outputFormat: outputFormat(text(values["output-format"])),
    fix: values["fix"] === true,
    unsafeFixes: values["unsafe-fixes"] === true,
    diff: values["diff"] === true,
    exitZero: values["exit-zero"] === true,
    stdinFilename,
    workers: workers(text(values["workers"])),
    cache: values["no-cache"] !== true,
    ...projectOptions(values),
    cacheFolder: text(values["cache-dir"]),
  };
}

function workers(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(given))
    throw new UsageError(`--workers takes a number from 1 to 999, and was given ${given}`);
  return Number(given);
}

function outputFormat(given: string | undefined): OutputFormat {
  if (given === undefined) return "full";
  const format = OUTPUT_FORMATS.find((one) => one === given);
  if (format === undefined)
    throw new UsageError(`there is no output format ${given}: it is one of ${OUTPUT_FORMATS.join(", ")}`);
  return format;
}

/** Names of rules, separated by commas, the option given once or more often. */
function rules(option: string, given: Values[string]): readonly string[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const names = given
    .flatMap((list) => String(list).split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new UsageError(`${option} names no rule`);
  for (const name of names) knownRule(name);
  return names;
}

/** `NAME` of a rule, or `FILE:LINE`, behind which a column may stand. */
function explained(values: Values, positionals: readonly string[]): ExplainedRule | ExplainedLine {
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    throw new UsageError(
      "async-skill explain takes the name of one rule, or FILE:LINE; async-skill rules lists the rules",
    );
  const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(given) ?? [];
  if (path === undefined) return { kind: "rule", rule: knownRule(given) };
  return {
    kind: "line",
    path,
    line: Number(line),
    outputFormat: outputFormat(text(values["output-format"])),
    ...projectOptions(values),
  };
}

function projectOptions(values: Values): ProjectOptions {
  const python = text(values["python"]);
  if (python === "") throw new UsageError("--python names no environment");
  return { project: values["no-project"] !== true, python };
}

function knownRule(name: string): string {
  const names = ruleNames();
  if (names.includes(name)) return name;
  throw new UsageError(`there is no rule ${name}${didYouMean(nearest(name, names))}`);
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? "" : `: did you mean ${name}?`;
}

function text(value: Values[string]): string | undefined {
  return typeof value === "string" ? value : undefined;
}
