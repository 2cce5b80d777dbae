/**
 * What an expression comes to, told in text, so that it outlives every tree and can be asked about in another file.
 *
 * It begins with a dotted name: of something imported (`app.helpers.load`, `.helpers.load` as the import reads), or
 * behind a colon of something that the module defines itself (`:Client.load`). Steps follow: `.name` is a member, `()`
 * what calling gives, `~` what awaiting gives, `@` what a `with` binds: `app.factory.connect()~.cursor()@`. `!` is an
 * object of a class, or of one derived from it, as an annotation says.
 *
 * Several of them, with `|` between, are one of these, nobody knows which: `app.fast.load|:load`. With `;` they are
 * imports that stand in for each other.
 */
export type Reference = string;

/** One step from what a reference has come to so far. */
export type ReferenceStep =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "call" }
  | { readonly kind: "await" }
  | { readonly kind: "enter" }
  | { readonly kind: "typed" };

export interface ParsedReference {
  /** Whether the module itself defines what it begins with. */
  readonly own: boolean;
  /** How many dots a relative import begins with; 0 for any other. */
  readonly dots: number;
  readonly steps: readonly ReferenceStep[];
}

/** Longer ones are not followed: no code that people write comes near. */
const MAX_LENGTH = 500;

export function ownReference(path: string): Reference {
  return `:${path}`;
}

export function memberOf(object: Reference, name: string): Reference {
  return ofEach(object, (one) => (one.endsWith(".") || one.endsWith(":") ? `${one}${name}` : `${one}.${name}`));
}

/** The object that a reference to a member begins with, and the member's name. */
export function lastMember(reference: Reference): { readonly object: Reference; readonly name: string } {
  const dot = reference.lastIndexOf(".");
  return {
    object: ofEach(reference, (one) => one.slice(0, one.lastIndexOf("."))),
    name: reference.slice(dot + 1),
  };
}

export function resultOf(callee: Reference): Reference {
  return ofEach(callee, (one) => `${one}()`);
}

export function awaitedOf(awaitable: Reference): Reference {
  return ofEach(awaitable, (one) => `${one}~`);
}

export function enteredOf(manager: Reference): Reference {
  return ofEach(manager, (one) => `${one}@`);
}

export function typedOf(class_: Reference): Reference {
  return ofEach(class_, (one) => `${one}!`);
}

/** Whether an object that is made is of the very class that an annotation names. */
export function isMadeOf(object: Reference, type: Reference): boolean {
  return type.endsWith("!") && object === resultOf(type.slice(0, -1));
}

/** One of several, or imports of which the first is believed where not all are known. */
export function eitherReference(of: readonly Reference[], by: "definitions" | "imports"): Reference {
  return of.join(by === "imports" ? ";" : "|");
}

/** The references of which one holds; undefined for one that stands for itself. */
export function alternativesOf(
  reference: Reference,
): { readonly of: readonly Reference[]; readonly by: "definitions" | "imports" } | undefined {
  if (reference.includes("|")) return { of: reference.split(/[|;]/), by: "definitions" };
  return reference.includes(";") ? { of: reference.split(";"), by: "imports" } : undefined;
}

function ofEach(reference: Reference, change: (one: Reference) => Reference): Reference {
  return /[|;]/.test(reference) ? reference.replaceAll(/[^|;]+/g, change) : change(reference);
}

/** Undefined for one that is too long to be followed. */
export function parseReference(reference: Reference): ParsedReference | undefined {
  if (reference.length > MAX_LENGTH) return undefined;
  const own = reference.startsWith(":");
  let at = own ? 1 : 0;
  while (reference[at] === ".") at++;
  const dots = own ? 0 : at;
  const steps: ReferenceStep[] = [];
  while (at < reference.length) {
    switch (reference[at]) {
      case ".":
        at++;
        break;
      case "(":
        steps.push({ kind: "call" });
        at += 2;
        break;
      case "~":
        steps.push({ kind: "await" });
        at++;
        break;
      case "@":
        steps.push({ kind: "enter" });
        at++;
        break;
      case "!":
        steps.push({ kind: "typed" });
        at++;
        break;
      default: {
        const end = endOfName(reference, at);
        steps.push({ kind: "member", name: reference.slice(at, end) });
        at = end;
      }
    }
  }
  return { own, dots, steps };
}

function endOfName(reference: Reference, start: number): number {
  let end = start;
  while (end < reference.length && !".(~@!".includes(reference[end]!)) end++;
  return end;
}
