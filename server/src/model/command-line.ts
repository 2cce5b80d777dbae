import type { Node } from "../syntax/tree";
import { decoratorsOf } from "./definitions";
import type { Infer } from "./infer";
import { COMMAND_LINE_MODULES } from "./library/modules";

/** What is called on the applications and groups of a command line to make a command. */
const COMMANDS: ReadonlySet<string> = new Set(["command", "callback", "default", "group"]);
/** What such an application is called where it comes from another file. */
const APPLICATION_NAME = /(?:^|_)(?:app|cli|group)$/i;

/**
 * `@app.command()`, `@click.command`, `@jobs_app.command("list")`: a program of its own, that one person has started.
 */
export function makesCommand(decorator: Node, infer: Infer): boolean {
  const named = decorator.kind === "call" ? decorator.child("function") : decorator;
  const name = named === undefined ? undefined : infer.name(named);
  if (name !== undefined && isOfCommandLine(name)) return COMMANDS.has(name.split(".").at(-1) ?? "");
  const object = named?.child("object");
  if (named?.kind !== "attribute" || object === undefined || !COMMANDS.has(named.child("attribute")?.text ?? ""))
    return false;
  return isCommandLine(object, infer);
}

/** `app.command(main, name="run")` */
export function isGivenToCommandLine(use: Node, infer: Infer): boolean {
  const call = use.parent?.kind === "argument_list" ? use.parent.parent : undefined;
  return call?.kind === "call" && call.child("arguments")?.named[0] === use && makesCommand(call, infer);
}

/** An application or group of a command line: made by its framework, or called like one in a file that imports that. */
function isCommandLine(object: Node, infer: Infer): boolean {
  const value = infer.value(object);
  if (value !== undefined && value.kind !== "name") {
    if (value.kind === "instance") return isOfCommandLine(value.name);
    if (value.kind === "outside") return isOfCommandLine(value.reference);
    return (
      value.kind === "function" &&
      decoratorsOf(value.definition.node).some((decorator) => makesCommand(decorator, infer))
    );
  }
  const made = infer
    .bindings(object.text)
    .flatMap(({ source }) => (source.kind === "expression" && source.value.kind === "call" ? [source.value] : []));
  if (made.some((call) => isOfCommandLine(infer.callee(call) ?? ""))) return true;
  return (
    APPLICATION_NAME.test(object.text) && COMMAND_LINE_MODULES.some((framework) => infer.isBound(framework, object))
  );
}

/** Whether a dotted name is one of a framework of command lines. */
function isOfCommandLine(name: string): boolean {
  const [first] = name.split(".", 1);
  return COMMAND_LINE_MODULES.some((framework) => framework === first);
}
