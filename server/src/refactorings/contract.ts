import type { Offer } from "../fixes/fix";
import type { Node } from "../syntax/tree";
import type { RuleContext } from "../rules/contract";

/** Where somebody asks for refactorings: the cursor, or a selection without the white space around it. */
export interface Spot {
  /** The innermost node that holds it. */
  readonly node: Node;
  /** Offsets within the node's tree; the same for a cursor. */
  readonly start: number;
  readonly end: number;
}

/** A change that nobody needs, and somebody may want: offered where the cursor stands, without a finding. */
export interface Refactoring {
  /** Says what it does; also the names of its two files. */
  readonly name: string;
  /**
   * What is offered here, best first; a refusal where a user would look for it. Called only when somebody asks, for
   * code without a syntax error.
   */
  offers(spot: Spot, context: RuleContext): readonly Offer[];
}
