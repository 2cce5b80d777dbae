import type { ClassDefinition } from "../../model/values";
import type { Node } from "../../syntax/tree";
import type { Source } from "./draft";

/** A function that is to become async. */
export interface Helper {
  readonly source: Source;
  readonly path: string;
  readonly name: string;
  readonly node: Node;
  /** Others of its path, as branches define them. */
  readonly beside: readonly Node[];
  /** The class that it is a method of. */
  readonly owner: ClassDefinition | undefined;
}

/** The functions that are to become async, by file and path. */
export type Helpers = ReadonlyMap<string, Helper>;
