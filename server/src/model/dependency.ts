import type { Mark } from "../syntax/marks";

/**
 * What an answer depends on beside the code that it is about. It is noted while an answer is found, and told when the
 * document changes; who depends on nothing of what is told need not be asked again.
 */
export type Dependency =
  /** What a module-level name means. */
  | { readonly kind: "name"; readonly name: string }
  /** What binds a module-level name, be it that it means what it meant before. */
  | { readonly kind: "bindings"; readonly name: string }
  /** Where an identifier is used. */
  | { readonly kind: "uses"; readonly name: string }
  /** Whether an identifier is used anywhere. */
  | { readonly kind: "said"; readonly name: string }
  /** What comes in by star imports. */
  | { readonly kind: "star imports" }
  /** A class itself, whatever else its name stands for; told from others by the segment that it begins in. */
  | { readonly kind: "class"; readonly segment: number }
  /** What a class defines or holds under a name. */
  | { readonly kind: "member"; readonly segment: number; readonly name: string }
  /** That a word, given as another name, stands for nothing but methods of what no table knows. */
  | { readonly kind: "method"; readonly word: Mark }
  /** What other files of the project say. */
  | { readonly kind: "other files" }
  /** Whether the project has modules of its own that are called as libraries are. */
  | { readonly kind: "own modules" }
  /** That no library of the file has methods of any name. */
  | { readonly kind: "any method" };

declare const spelled: unique symbol;

/** A dependency as text, to be kept in sets. Two that are the same are spelled the same. */
export type DependencyKey = string & { readonly [spelled]: true };

/** No name of Python's holds a space, so that names stand for themselves, and nothing else can be taken for one. */
export function keyOf(dependency: Dependency): DependencyKey {
  return spell(dependency) as DependencyKey;
}

function spell(dependency: Dependency): string {
  switch (dependency.kind) {
    case "name":
      return dependency.name;
    case "bindings":
      return `bindings of ${dependency.name}`;
    case "uses":
      return `uses of ${dependency.name}`;
    case "said":
      return `whether ${dependency.name} is said`;
    case "star imports":
      return "star imports";
    case "class":
      return `class ${dependency.segment}`;
    case "member":
      return `class ${dependency.segment} ${dependency.name}`;
    case "method":
      return `method ${dependency.word}`;
    case "other files":
      return "other files";
    case "own modules":
      return "own modules";
    case "any method":
      return "any method";
    default:
      return dependency satisfies never;
  }
}
