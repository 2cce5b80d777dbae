import type { Node } from "../../syntax/tree";
import type { DependencyKey } from "../dependency";
import type { Imports } from "../imports";
import type { Row } from "../library/index";
import type { Module } from "../module";
import type { Steps } from "../steps";
import type { ClassDefinition, FunctionDefinition, Value } from "../values";

/** What the parts of inference ask each other; everywhere undefined means: not known. */
export interface Inference {
  readonly module: Module;
  readonly steps: Steps;
  /** What other files of the project say. */
  readonly imports: Imports;
  /** Takes what the answers depend on. */
  readonly reads: Set<DependencyKey>;
  /** What an expression is known to be. */
  value(node: Node): Value | undefined;
  /** An object of the type that an annotation names. */
  type(annotation: Node): Value | undefined;
  /** The dotted name of what is outside of this file and stands here. */
  name(node: Node): string | undefined;
  /** The dotted name of what a call calls. */
  callee(call: Node): string | undefined;
  /** What the table of libraries says of what a call calls. */
  row(call: Node): Row | undefined;
  /** What a name means at a place. */
  lookup(name: string, at: Node): Value | undefined;
  /** What `object.name` is, for an object of this value. */
  member(object: Value, name: string): Value | undefined;
  /** What calling this gives. */
  result(callee: Value): Value | undefined;
  /** What a call of a function of the user's gives, its decorators considered. */
  functionResult(definition: FunctionDefinition): Value | undefined;
  /** What `with value` binds. */
  entered(value: Value | undefined): Value | undefined;
  /** What a class's bases are known to be, in order. */
  bases(definition: ClassDefinition): readonly (Value | undefined)[];
}
