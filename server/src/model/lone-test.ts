import { CALLS, LOOPS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { decoratorsOf, ownNodes } from "./definitions";
import { asyncFunctionAround } from "./execution";
import type { Infer } from "./infer";
import { TEST_MODULES } from "./library/modules";
import { STANDARD_MODULES } from "./library/standard-modules";
import { localBindings } from "./local-bindings";
import { STARTS } from "./one-shot";
import { parameterName } from "./parameters";

/** Fixtures of fixtures, and functions that tests call, are followed so far. */
const MAX_DEPTH = 4;

/** Fixtures of pytest and its plugins for async code that start nothing. */
const PLAIN_FIXTURES: ReadonlySet<string> = new Set([
  "request",
  "tmp_path",
  "tmp_path_factory",
  "tmpdir",
  "tmpdir_factory",
  "monkeypatch",
  "capsys",
  "capfd",
  "caplog",
  "recwarn",
  "pytestconfig",
  "record_property",
  "cache",
  "event_loop",
  "anyio_backend",
  "anyio_backend_name",
  "unused_tcp_port",
  "free_tcp_port",
]);

/** What sets up the tests of a class. */
const SETS_UP = ["setUp", "asyncSetUp", "setUpClass", "setup_method", "setup_class"] as const;

/** What serves others, or is called back by them, besides what starts by its name. */
const SERVES = /(?:^|_)servers?(?:_|$)|_endpoint$|^add_|^on_|client$|app$/i;

/**
 * Whether a test is all that is on its event loop when a node of it runs: the file shows each of its fixtures, and all
 * that they and the test have called until then is of a library or the file, and starts nothing. What it waits for is
 * then in another process.
 */
export function isAloneInTest(node: Node, infer: Infer): boolean {
  const test = asyncFunctionAround(node);
  if (
    test?.child("name")?.text.startsWith("test") !== true ||
    test.parent?.closest("function_definition") !== undefined
  )
    return false;
  let end = node.start;
  // What a loop does behind the node comes before it in the next round.
  for (const around of node.ancestors()) {
    if (around === test) break;
    if (LOOPS.has(around.kind)) end = around.end;
  }
  return isSetUpPlainly(test, infer) && startsNothing(test, node, end, infer, 0);
}

function isSetUpPlainly(test: Node, infer: Infer): boolean {
  const { owner } = infer.module.function(test);
  if (owner !== undefined) {
    const isOfTests = infer.bases(owner).every((base) => base?.kind === "name" && base.name.startsWith("unittest."));
    if (!isOfTests || SETS_UP.some((name) => owner.partsWith(name).some((part) => part.bindings.has(name))))
      return false;
  }
  for (const word of infer.identifiersIfFew("autouse")) {
    const fixture = word.closest("decorated_definition")?.child("definition");
    if (fixture?.kind === "function_definition" && !isPlainFixture(fixture, infer, 0)) return false;
  }
  return true;
}

/** Whether all that a function has been given and has called up to a place starts nothing. */
function startsNothing(function_: Node, but: Node | undefined, end: number, infer: Infer, depth: number): boolean {
  if (depth >= MAX_DEPTH || !hasPlainFixtures(function_, infer, depth)) return false;
  for (const call of ownNodes(function_, CALLS)) {
    if (call.start < end && call !== but && !isHarmless(call, infer, depth)) return false;
  }
  return true;
}

function hasPlainFixtures(function_: Node, infer: Infer, depth: number): boolean {
  const given = parametersGivenBy(decoratorsOf(function_));
  const isMethod = infer.module.function(function_).owner !== undefined;
  return (function_.child("parameters")?.named ?? []).slice(isMethod ? 1 : 0).every((parameter) => {
    const name = parameterName(parameter)?.text;
    if (name === undefined) return parameter.kind.endsWith("separator") || parameter.kind === "comment";
    if (PLAIN_FIXTURES.has(name) || given.has(name)) return true;
    const [binding, ...others] = infer.bindings(name);
    return (
      binding?.source.kind === "function" &&
      others.length === 0 &&
      isPlainFixture(binding.source.definition, infer, depth + 1)
    );
  });
}

/** The names in `@pytest.mark.parametrize("url, expected", [...])`. */
function parametersGivenBy(decorators: readonly Node[]): ReadonlySet<string> {
  const named = decorators.flatMap((decorator) => {
    if (decorator.kind !== "call" || decorator.child("function")?.child("attribute")?.text !== "parametrize") return [];
    return (decorator.child("arguments")?.named[0]?.text ?? "").match(/\w+/g) ?? [];
  });
  return new Set(named);
}

function isPlainFixture(function_: Node, infer: Infer, depth: number): boolean {
  return startsNothing(function_, undefined, function_.end, infer, depth);
}

function isHarmless(call: Node, infer: Infer, depth: number): boolean {
  const callee = call.child("function");
  if (callee === undefined) return false;
  const value = infer.value(callee);
  if (value?.kind === "function")
    return startsNothing(value.definition.node, undefined, value.definition.node.end, infer, depth + 1);
  const row = infer.row(call);
  if (row?.tasks !== undefined && row.tasks !== "scope") return false;
  if (!(call.child("arguments")?.named ?? []).every((argument) => isPlainlyGiven(argument, infer))) return false;
  if (row !== undefined) return true;
  const name = (callee.child("attribute") ?? callee).text;
  if (STARTS.test(name) || SERVES.test(name)) return false;
  if (value?.kind === "name") return isOfLibrary(value.name);
  return isLocal(callee, infer);
}

/**
 * Whether an argument is nothing that the project defines, which could be served or called back:
 * `AsyncClient(app=app)`.
 */
function isPlainlyGiven(argument: Node, infer: Infer): boolean {
  const given = argument.child("value") ?? argument;
  if (given.kind === "lambda") return false;
  if (given.kind !== "identifier" || /^__\w+__$/.test(given.text)) return true;
  const value = infer.value(given);
  if (value?.kind === "literal" || value?.kind === "instance") return true;
  if (value?.kind === "name") return isOfLibrary(value.name);
  return value === undefined && isLocal(given, infer);
}

function isOfLibrary(name: string): boolean {
  const [first = ""] = name.split(".", 1);
  return !name.includes(".") || STANDARD_MODULES.has(first) || TEST_MODULES.some((module) => module === first);
}

/**
 * Whether an expression is reached through a variable of its function, or what that gives, whose making is looked at
 * itself.
 */
function isLocal(expression: Node, { module }: Infer): boolean {
  let root: Node | undefined = expression;
  while (root !== undefined && root.kind !== "identifier")
    root = root.child("object") ?? root.child("function") ?? root.child("value");
  if (root === undefined) return expression.kind === "attribute";
  const bindings = localBindings(root, module);
  return (
    bindings !== undefined && bindings.every(({ source }) => source.kind !== "import" && source.kind !== "unknown")
  );
}
