import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import { COMMAND_LINE_MODULES, SERVING_MODULES } from "../../../model/library/modules";
import { isProgram } from "../../../model/one-shot";
import { rememberedAsInferred, rememberedOf } from "../../../model/remembered";
import { CALLS, RETURNS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/** What starts a task beside the code that says it. */
const STARTERS = ["create_task", "ensure_future", "start_soon"] as const;
/** What goes on for whoever comes. */
const SERVES = ["run_forever", "serve_forever", "start_server", "create_server"] as const;

/** What writes to a terminal. */
const WRITES: ReadonlySet<string> = new Set([
  "print",
  "rich.print",
  "click.echo",
  "click.secho",
  "typer.echo",
  "typer.secho",
]);

/** What asks the person at a terminal something. */
const ASKS_PERSON =
  /^(?:input|getpass\.getpass|(?:inquirer|questionary|(?:rich\.prompt\.)?(?:Prompt|Confirm|IntPrompt))\.\w+|(?:click|typer)\.(?:prompt|confirm))$/;

/**
 * Whether somebody sits at a terminal before a place: the function around asks him something, its class reads what he
 * types, or it is a command or the file makes a command line, and shows nobody else who would wait meanwhile.
 */
export function isOfTerminal(node: Node, context: RuleContext): boolean {
  const function_ = node.closest("function_definition");
  if (function_ !== undefined && asksPerson(function_)) return true;
  if (isOfConsole(node, context)) return true;
  if (function_ !== undefined && isCommand(function_) && !servesOthers(context)) return true;
  return context.infer.ofFile("command line", makesCommandLine) && !servesOthers(context);
}

const asksPerson = rememberedOf((function_) => {
  for (const call of ownNodes(function_, CALLS)) if (ASKS_PERSON.test(call.child("function")?.text ?? "")) return true;
  return false;
});

/** Whether the class around reads what somebody types: `self._stdin`, `sys.stdin`, `PromptSession()`. */
function isOfConsole(node: Node, { infer, module }: RuleContext): boolean {
  if (!TYPED.some((name) => infer.isSaid(name))) return false;
  const owner = classAround(node, module);
  if (owner === undefined) return false;
  return TYPED.some((name) =>
    [...infer.identifiersIfFew(name)].some((id) => isTyped(id) && classAround(id, module) === owner),
  );
}

const TYPED = ["stdin", "_stdin", "PromptSession"] as const;

function isTyped(id: Node): boolean {
  if (id.text === "PromptSession") return (id.field === "attribute" ? id.parent : id)?.field === "function";
  return id.field === "attribute" && /^(?:self|sys)$/.test(id.parent?.child("object")?.text ?? "");
}

function classAround(node: Node, module: RuleContext["module"]): Node | undefined {
  for (const around of node.ancestors()) {
    const owner = around.kind === "function_definition" ? module.function(around).owner : undefined;
    if (owner !== undefined) return owner.node;
  }
  return undefined;
}

/** Whether a function prints what it found and gives back how its program ends: 0, or 1 where it failed. */
const isCommand = rememberedOf((function_) => {
  const given = [...ownNodes(function_, RETURNS)].flatMap((statement) => statement.named);
  if (given.length === 0 || !given.every((value) => value.kind === "integer" && EXIT_CODE.test(value.text)))
    return false;
  for (const call of ownNodes(function_, CALLS)) if (PRINTS.test(call.child("function")?.text ?? "")) return true;
  return false;
});

const EXIT_CODE = /^[0-9]$/;
const PRINTS = /(?:^|[._])(?:print|s?echo)$/;

/** `app = typer.Typer()`, `@click.group()` */
function makesCommandLine(infer: RuleContext["infer"]): boolean {
  return COMMAND_LINE_MODULES.some((module) => {
    if (!infer.isSaid(module)) return false;
    for (const id of infer.identifiersIfFew(module))
      if (
        id.field === "object" &&
        /^(?:Typer|App|Cyclopts|group|command|Group)$/.test(id.parent?.child("attribute")?.text ?? "")
      )
        return true;
    return false;
  });
}

/**
 * Whether a file shows that its loop has more to do than what stands in a function: it serves, is a bot, or starts
 * tasks.
 */
export function servesOthers(context: RuleContext): boolean {
  return isServer(context) || STARTERS.some((name) => context.infer.isSaid(name));
}

/** Whether a file shows that it goes on for others: a server, or a bot. */
export function isServer({ infer }: RuleContext): boolean {
  if ([...SERVING_MODULES, ...SERVES].some((name) => infer.isSaid(name))) return true;
  const web = infer.global("web");
  return web?.kind === "name" && web.name === "aiohttp.web";
}

/**
 * Whether a coroutine is what a program is and asks a person at a terminal itself: while it does, and between two
 * questions, nobody else is there to be kept waiting.
 */
export function isPromptedProgram(function_: Node, { infer }: RuleContext): boolean {
  return asksItself(function_, infer) && isProgram(function_, infer);
}

const asksItself = rememberedAsInferred((function_: Node, infer): boolean => {
  for (const call of ownNodes(function_, CALLS)) if (infer.row(call)?.blocks === "input") return true;
  return false;
});

/** Whether a function talks with a person at a terminal, in a file that shows nobody else who would wait meanwhile. */
export function isTerminalDialog(function_: Node, context: RuleContext): boolean {
  if (servesOthers(context)) return false;
  for (const call of ownNodes(function_, CALLS)) if (WRITES.has(context.infer.callee(call) ?? "")) return true;
  return false;
}
