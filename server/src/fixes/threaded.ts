import type { Node } from "../syntax/tree";

/** Nodes from one to another that go to a thread. */
export interface Threaded {
  readonly first: Node;
  readonly last: Node;
}
