/**
 * Whether other files of a project use a function: nobody does, somebody does or may, or not all of them can be looked
 * through; with the reason in words.
 */
export type UsedElsewhere =
  | { readonly kind: "by nobody" }
  | { readonly kind: "by somebody" | "unknown"; readonly reason: string };
