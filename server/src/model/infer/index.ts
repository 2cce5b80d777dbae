import type { ThreadWrapper } from "../summary";
import type { Given } from "../given";
import type { WayElsewhere } from "../ways";
import type { Node } from "../../syntax/tree";
import { type DependencyKey, keyOf } from "../dependency";
import { type FileWords, otherMethod } from "../file-words";
import { identifiersIn } from "../holders";
import {
  type CoroutineElsewhere,
  type LeftOpenElsewhere,
  type Imports,
  NO_IMPORTS,
  type PathElsewhere,
  type HelperElsewhere,
} from "../imports";
import { libraryRow, type Row } from "../library/index";
import type { Module } from "../module";
import type { Reference } from "../reference";
import type { Binding, Scope } from "../scopes";
import { Steps } from "../steps";
import type { Tells } from "../tells";
import type { UsedElsewhere } from "../used-elsewhere";
import type { ClassDefinition, FunctionDefinition, Value } from "../values";
import { annotatedType } from "./annotations";
import { Answers, Questions } from "./answers";
import {
  blockingElsewhere,
  callersTellElsewhere,
  coroutineElsewhere,
  decoratesElsewhere,
  derivesElsewhere,
  givesCoroutineElsewhere,
  isDerivedElsewhere,
  leftOpenElsewhere,
  isSteppedElsewhere,
  makesTasksElsewhere,
  resolved,
  runsAloneElsewhere,
  schedulesElsewhere,
  asyncTwinElsewhere,
  boundElsewhere,
  helpersElsewhere,
  keepsTaskElsewhere,
  threadWrapperElsewhere,
  saidByTakers,
  usedElsewhere,
} from "./elsewhere";
import { expressionValue } from "./expressions";
import { functionResult } from "./functions";
import type { Inference } from "./inference";
import { lookup, lookupGlobal } from "./lookup";
import { basesOf, memberOf } from "./members";
import { enteredBy, resultOf } from "./results";

/**
 * Answers what names and expressions stand for, within one file. Made for one pass over one segment: it remembers its
 * answers, and in `reads` what they depend on.
 *
 * Each question about a node is worked out once, and has the same answer whatever was asked before (`Answers`). `steps`
 * bounds all of it; when they are spent, nothing is known.
 */
export class Infer implements Inference {
  #further: Infer | undefined;
  readonly #answers: Answers;
  readonly #values = new Questions((node) => resolved(expressionValue(node, this), this));
  /** What annotations stand for, by their nodes: an expression may be asked for as a value and as a type. */
  readonly #types = new Questions((annotation) => annotatedType(annotation, this));
  /** What calls of functions give, by their definitions. */
  readonly #results = new Questions((definition) => functionResult(definition, this));

  /**
   * @param words what the file says, which spares looking at calls of what no table knows
   * @param steps what may be spent
   * @param imports what other files of the project say
   * @param reads takes what the answers depend on
   */
  constructor(
    readonly module: Module,
    readonly words?: FileWords,
    readonly steps: Steps = new Steps(),
    readonly imports: Imports = NO_IMPORTS,
    readonly reads = new Set<DependencyKey>(),
  ) {
    this.#answers = new Answers(steps);
  }

  /** The same where what is installed for the project counts as well, for who asks what blocks there. */
  get further(): Infer {
    const { module, words, imports, reads } = this;
    return (this.#further ??=
      imports.further === undefined ? this : new Infer(module, words, new Steps(), imports.further, reads));
  }

  /** What an expression is known to be. */
  value(node: Node): Value | undefined {
    return this.#answers.to(this.#values, node);
  }

  /** An object of the type that an annotation names. */
  type(annotation: Node): Value | undefined {
    return this.#answers.to(this.#types, annotation);
  }

  /** What a call of a function of the user's gives, its decorators considered. */
  functionResult(definition: FunctionDefinition): Value | undefined {
    return this.#answers.to(this.#results, definition.node);
  }

  /**
   * The dotted name of what is outside of this file and stands here: `requests.get`, `requests.Session.get` for a
   * method of an object, `requests.Session` for a class.
   */
  name(node: Node): string | undefined {
    const value = this.value(node);
    return value?.kind === "name" ? value.name : undefined;
  }

  /** The dotted name of what a call calls. */
  callee(call: Node): string | undefined {
    const callee = call.child("function");
    return callee === undefined ? undefined : this.name(callee);
  }

  /** What the table of libraries says of what a call calls. */
  row(call: Node): Row | undefined {
    const other = this.words === undefined ? undefined : otherMethod(call, this.words);
    if (other !== undefined) {
      this.reads.add(keyOf({ kind: "method", word: other })).add(keyOf({ kind: "any method" }));
      return undefined;
    }
    const callee = call.child("function");
    const value = callee === undefined ? undefined : this.value(callee);
    if (value?.kind === "instance") return libraryRow(`${value.name}.__call__`);
    return value?.kind === "name" ? libraryRow(value.name) : undefined;
  }

  /** The class outside of this file that an expression's value is an object of. */
  instanceOf(node: Node): string | undefined {
    const value = this.value(node);
    return value?.kind === "instance" ? value.name : undefined;
  }

  /** What a name means at a place. */
  lookup(name: string, at: Node): Value | undefined {
    return lookup(name, at, this);
  }

  /** What a name means at module level; for a use at module level, as it stands there. */
  global(name: string, use?: Node): Value | undefined {
    return lookupGlobal(name, use, this);
  }

  /** Every binding of a module-level name, for who wants to know more than what the name means. */
  bindings(name: string): readonly Binding[] {
    this.reads.add(keyOf({ kind: "bindings", name }));
    return this.module.bindings(name);
  }

  /** Whether anything in the user's code, down to the module, gives the name a meaning here. */
  isBound(name: string, at: Node): boolean {
    for (let scope: Scope | undefined = this.module.scopes(at.tree).of(at); scope !== undefined; scope = scope.parent) {
      if (scope.kind !== "module" && scope.bindings.has(name)) return true;
    }
    this.reads.add(keyOf({ kind: "name", name }));
    return this.module.has(name);
  }

  /** Every identifier of the file that reads so: uses, definitions, and names behind a dot. */
  identifiers(name: string): Iterable<Node> {
    this.reads.add(keyOf({ kind: "uses", name }));
    return this.module.identifiers(name);
  }

  /**
   * The same; none where so many parts of the file say the name that to look at all of them takes long: for who is told
   * less by it, and nothing false.
   */
  identifiersIfFew(name: string): Iterable<Node> {
    this.reads.add(keyOf({ kind: "uses", name }));
    return this.module.isCommon(name) ? [] : this.module.identifiers(name);
  }

  /**
   * Every identifier that may be a use of the variable that a name stands for: of a function's where its function
   * stands, of others in the file.
   */
  usesOf(name: Node): Iterable<Node> {
    const { text, tree } = name;
    let scope: Scope | undefined = this.module.scopes(tree).of(name);
    while (scope !== undefined && scope.kind !== "module" && (scope.kind === "class" || !scope.bindings.has(text)))
      scope = scope.parent;
    return scope === undefined || scope.kind === "module" || scope.globals.has(text)
      ? this.identifiers(text)
      : identifiersIn(tree, text);
  }

  /** Whether any identifier of the file reads so. */
  isSaid(name: string): boolean {
    this.reads.add(keyOf({ kind: "said", name }));
    return this.module.isSaid(name);
  }

  /**
   * Answers a question about the whole file, which each of many segments asks: once for all of them. What the answer
   * depends on, all of them depend on.
   *
   * @param question told apart by its text from all others
   */
  ofFile(question: string, find: (infer: Infer) => boolean): boolean {
    const { answer, reads } = this.module.answers.to(question, this.imports, () => {
      const infer = new Infer(this.module, undefined, new Steps(), this.imports);
      return { answer: find(infer), reads: infer.reads };
    });
    for (const key of reads) this.reads.add(key);
    return answer;
  }

  /** What `object.name` is, for an object of this value. */
  member(object: Value, name: string): Value | undefined {
    return memberOf(object, name, this);
  }

  /** What calling this gives. */
  result(callee: Value): Value | undefined {
    return resultOf(callee, this);
  }

  /** What `with value` binds. */
  entered(value: Value | undefined): Value | undefined {
    return enteredBy(value, this);
  }

  /** How running what another file defines stalls the thread. */
  blockingElsewhere(reference: Reference, way: WayElsewhere, given: Given | undefined): PathElsewhere | undefined {
    return blockingElsewhere(reference, way, given, this);
  }

  /**
   * Whether a function is still run that another file's function decorates; `made` where a call of that makes the
   * decorator.
   */
  decorates(reference: Reference, made: boolean): boolean {
    return decoratesElsewhere(reference, made, this);
  }

  /** Whether classes of other files derive from one of this file; undefined where nobody knows. */
  isDerivedElsewhere({ node }: ClassDefinition): boolean | undefined {
    return isDerivedElsewhere(node, this);
  }

  /** Whether another file of the project runs a function of this one alone on its loop. */
  runsAlone(function_: Node): boolean {
    return runsAloneElsewhere(function_, this);
  }

  /** Whether a scheduler of the project's own steps a function of this file, and no event loop runs it. */
  isStepped(function_: Node): boolean {
    return isSteppedElsewhere(function_, this);
  }

  /** Whether one of some imported names is of a scheduler of the project's own, or of a module that imports from one. */
  schedulesElsewhere(names: readonly string[]): boolean {
    return schedulesElsewhere(names, this);
  }

  /** What is known of a coroutine function of another file. */
  coroutineElsewhere(reference: Reference): CoroutineElsewhere {
    return coroutineElsewhere(reference, this);
  }

  /**
   * Who tells errors that a function of this file raises from a group of them, in all files; undefined where these
   * can't be looked through.
   */
  callersTell(function_: Node): Tells | undefined {
    return callersTellElsewhere(function_, this);
  }

  /** Whether other files use a function of this file, or may; undefined where these can't be looked through. */
  usedElsewhere(function_: Node): UsedElsewhere | undefined {
    return usedElsewhere(function_, this);
  }

  /** The first other file, as people call it, that takes one of some names of this file and says one of some words. */
  saidByTakers(names: readonly string[], words: readonly string[]): string | undefined {
    return saidByTakers(names, words, this);
  }

  /** Whether calling something of an installed package surely gives a coroutine. */
  givesCoroutineElsewhere(reference: Reference): boolean {
    return givesCoroutineElsewhere(reference, this);
  }

  /** How another file's coroutine function has a thread call what it is given. */
  threadWrapperElsewhere(reference: Reference): ThreadWrapper | undefined {
    return threadWrapperElsewhere(reference, this);
  }

  /** The functions of another file that have a thread call what they are given, or keep tasks. */
  helpersElsewhere(reference: Reference): readonly HelperElsewhere[] {
    return helpersElsewhere(reference, this);
  }

  /** What a function of another file calls at last that works in the thread of the event loop alone. */
  boundElsewhere(reference: Reference): string | undefined {
    return boundElsewhere(reference, this);
  }

  /** Whether a function of another file makes a task of what it is given, and keeps that. */
  keepsTaskElsewhere(reference: Reference): boolean {
    return keepsTaskElsewhere(reference, this);
  }

  /** The name of the coroutine function beside another file's plain one, for callers on the event loop. */
  asyncTwinElsewhere(reference: Reference): string | undefined {
    return asyncTwinElsewhere(reference, this);
  }

  /** Whether another file's class, or an object of one, derives from one of some classes of libraries. */
  derivesElsewhere(reference: Reference, classes: readonly string[]): boolean {
    return derivesElsewhere(reference, classes, this);
  }

  /** What each object of a class of another file opens, and that nothing can close. */
  leftOpenElsewhere(reference: Reference): LeftOpenElsewhere | undefined {
    return leftOpenElsewhere(reference, this);
  }

  /** Whether one of some modules of the project has the loop make its tasks in a way of its own. */
  makesTasksElsewhere(modules: readonly string[]): boolean {
    return makesTasksElsewhere(modules, this);
  }

  /** What a class's bases are known to be, in order. */
  bases(definition: ClassDefinition): readonly (Value | undefined)[] {
    return basesOf(definition, this);
  }
}
