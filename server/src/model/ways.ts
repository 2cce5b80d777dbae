/**
 * How code runs something there and then: calls it, enters and leaves it by `with`, goes through it, or reads it as a
 * property.
 */
export type Way = "call" | "with" | "iterate" | "read";

/** How what another file defines is run: as a place does it, or where a function runs that it decorates. */
export type WayElsewhere = Way | "decorate";

/**
 * That something is run through the object that the function around is a method of, and by what member; by none through
 * `super()`.
 */
export interface ThroughSelf {
  readonly member: string | undefined;
}
