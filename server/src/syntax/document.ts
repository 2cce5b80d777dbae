import { cutCells } from "./cells";
import { beginsClause, cut, type Piece } from "./cut";
import { afterLineBreak, countLineBreaks, isLineBreak, lineEnd } from "./lines";
import type { Mark, Watched } from "./marks";
import type { PythonParser } from "./parser";
import { type Position, Places, type Range } from "./places";
import type { Tree } from "./tree";
import { wordsOf } from "./words";

/** A change as LSP tells it: no range means the whole text. */
export interface ContentChange {
  readonly range?: Range;
  readonly text: string;
}

const segmentsByTree = new WeakMap<Tree, Segment>();

/** The segment whose text a tree was parsed from. */
export function segmentOfTree(tree: Tree): Segment | undefined {
  return segmentsByTree.get(tree);
}

/** Whether a text is that of one file, or what the cells of a notebook make together. */
export type Form = "file" | "cells";

/** What the segments of a document parse with, and how much of their text they hold trees of. */
interface Parsing {
  readonly parser: PythonParser;
  readonly form: Form;
  /** In UTF-16 code units. */
  held: number;
}

let nextId = 0;

/**
 * A stretch of a document that is parsed on its own. Its text never changes: an edit puts new segments in the place of
 * old ones, so whatever was worked out for a segment can be kept by its identity.
 */
export class Segment {
  /** Its place in its document, kept by the document alone. */
  index = -1;
  /** Tells it from all other segments that there ever were. */
  readonly id = nextId++;
  readonly #parsing: Parsing;
  #tree: Tree | undefined;
  #broken: boolean | undefined;
  #lineBreaks: number | undefined;
  #watched: Watched | undefined;
  #marks: readonly Mark[] = [];

  constructor(
    parsing: Parsing,
    readonly piece: Piece,
  ) {
    this.#parsing = parsing;
  }

  get text(): string {
    return this.piece.text;
  }

  /** That of its document. */
  get form(): Form {
    return this.#parsing.form;
  }

  get lineBreaks(): number {
    return (this.#lineBreaks ??= countLineBreaks(this.text));
  }

  /** The marks of its words; read when first asked for. */
  marks(watched: Watched): readonly Mark[] {
    if (this.#watched !== watched) {
      this.#watched = watched;
      this.#marks = wordsOf(this.text, watched);
    }
    return this.#marks;
  }

  /** Parsed when first asked for; positions are relative to the segment. */
  get tree(): Tree {
    if (this.#tree === undefined) {
      this.#tree = this.#parsing.parser.parse(this.text, this.#suffix());
      this.#parsing.held += this.text.length;
      segmentsByTree.set(this.#tree, this);
    }
    return this.#tree;
  }

  /** Whether it holds a syntax error; known once it has been parsed. */
  get broken(): boolean {
    return (this.#broken ??= this.tree.broken);
  }

  /** Gives the memory of the tree back; it is parsed again when asked for. */
  dropTree(): void {
    if (this.#tree === undefined) return;
    this.#tree = undefined;
    this.#parsing.held -= this.text.length;
  }

  /** A class header is parsed with a body, so that it reads as the class that it is. */
  #suffix(): string {
    if (this.piece.kind !== "class-header") return "";
    return /[\n\r]$/.test(this.text) ? "    pass\n" : "\n    pass\n";
  }
}

/** An open Python file as a sequence of segments whose texts join to the file's text. */
export class PythonDocument {
  readonly #parsing: Parsing;
  #segments: readonly Segment[];
  #version: number;
  readonly #places = new Places<Segment>();
  #text: string | undefined;

  constructor(parser: PythonParser, text: string, version = 0, form: Form = "file") {
    this.#parsing = { parser, form, held: 0 };
    this.#version = version;
    this.#segments = this.#cut(text).map((piece) => new Segment(this.#parsing, piece));
    this.#places.follow(this.#segments, 0);
  }

  /**
   * Of how much text trees are held, in UTF-16 code units; segments that went and were asked for their tree since may
   * count.
   */
  get parsedLength(): number {
    return this.#parsing.held;
  }

  /** Gives the memory of all trees back. Nodes that are still held no longer belong to their segments. */
  dropTrees(): void {
    for (const segment of this.#segments) segment.dropTree();
    this.#parsing.held = 0;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get form(): Form {
    return this.#parsing.form;
  }

  get version(): number {
    return this.#version;
  }

  /** Joined when first asked for after a change. */
  get text(): string {
    return (this.#text ??= this.#segments.map((segment) => segment.text).join(""));
  }

  get length(): number {
    return this.#places.length;
  }

  /** The text's first line break, and so most likely all of them; told without joining the text. */
  get lineBreak(): string {
    for (const { text } of this.#segments) {
      const end = lineEnd(text, 0);
      if (end < text.length) return text.slice(end, afterLineBreak(text, end));
    }
    return "\n";
  }

  /** Applies the changes of one notification, each to the text that the one before it left. */
  apply(changes: readonly ContentChange[], version: number): void {
    for (const change of changes) {
      if (change.range === undefined) this.#replaceAll(change.text);
      else this.#replace(this.offsetAt(change.range.start), this.offsetAt(change.range.end), change.text);
    }
    this.#version = version;
  }

  /** Puts a text in the place of what stands between two offsets. */
  edit(start: number, end: number, text: string, version: number): void {
    this.#replace(start, end, text);
    this.#version = version;
  }

  /**
   * Cuts the whole text afresh, keeping every segment that comes out the same. Afterwards the document stands as if it
   * had just been opened. Returns whether anything changed.
   */
  settle(): boolean {
    const before = this.#segments;
    this.#splice(0, before.length, this.#cut(this.text));
    return before.length !== this.#segments.length || before.some((segment, i) => segment !== this.#segments[i]);
  }

  offsetOf(segment: Segment): number {
    return this.#places.offsetOf(segment);
  }

  lineOf(segment: Segment): number {
    return this.#places.lineOf(segment);
  }

  has(segment: Segment): boolean {
    return this.#places.has(segment);
  }

  /** @throws RangeError when the segment is not, or no longer, part of this document */
  indexOf(segment: Segment): number {
    return this.#places.indexOf(segment);
  }

  /** The segment that holds the offset; an offset at a border belongs to the segment behind it. */
  segmentAt(offset: number): Segment | undefined {
    return this.#segments[this.#places.indexAt(offset)];
  }

  /** The position of an offset, held within the text; one between CR and LF is held before both. */
  positionAt(offset: number): Position {
    return this.#places.positionAt(offset);
  }

  /** The offset of a position; one behind a line's end is held at it, as LSP demands. */
  offsetAt(position: Position): number {
    return this.#places.offsetAt(position);
  }

  #cut(text: string, memberIndent = 0): Piece[] {
    return this.#parsing.form === "cells" ? cutCells(text, memberIndent) : cut(text, memberIndent);
  }

  #replaceAll(text: string): void {
    this.#splice(0, this.#segments.length, this.#cut(text));
  }

  #replace(from: number, to: number, text: string): void {
    const start = Math.min(from, to);
    const end = Math.max(from, to);
    let first = this.#places.indexAt(start);
    let last = Math.max(first, this.#places.indexAt(end));
    const head = this.#segments[first];
    // What stands on a segment's first line may belong to the segment before it (a decorator, an else).
    if (first > 0 && head !== undefined && start - this.#places.offsetAtIndex(first) <= lineEnd(head.text, 0)) first--;
    const offset = this.#places.offsetAtIndex(first);
    const old = this.#segments
      .slice(first, last + 1)
      .map((segment) => segment.text)
      .join("");
    let joined = old.slice(0, start - offset) + text + old.slice(end - offset);
    const piece = this.#segments[first]?.piece;
    const indent = piece?.kind === "statements" ? piece.indent : 0;
    for (;;) {
      const next = this.#segments[last + 1]?.text;
      const pieces = next !== undefined && tearsLine(joined, next) ? undefined : this.#cut(joined, indent);
      if (pieces !== undefined && (next === undefined || !continues(pieces.at(-1), next)))
        return this.#splice(first, last + 1, pieces);
      joined += next;
      last++;
    }
  }

  /** Puts pieces in the place of segments, keeping those that stay the same. */
  #splice(from: number, to: number, pieces: readonly Piece[]): void {
    const old = this.#segments.slice(from, to);
    let same = 0;
    while (same < old.length && same < pieces.length && samePiece(old[same]!.piece, pieces[same]!)) same++;
    let tail = 0;
    while (
      tail < old.length - same &&
      tail < pieces.length - same &&
      samePiece(old[old.length - 1 - tail]!.piece, pieces[pieces.length - 1 - tail]!)
    )
      tail++;
    if (same === old.length && same === pieces.length) return;
    const kept = new Map<string, Segment[]>();
    for (const segment of old.slice(same, old.length - tail).reverse()) {
      const alike = kept.get(segment.text);
      if (alike === undefined) kept.set(segment.text, [segment]);
      else alike.push(segment);
    }
    const fresh = pieces.slice(same, pieces.length - tail).map((piece) => {
      const segment = kept.get(piece.text)?.pop();
      return segment !== undefined && samePiece(segment.piece, piece) ? segment : new Segment(this.#parsing, piece);
    });
    this.#text = undefined;
    this.#segments = this.#segments.slice(0, from + same).concat(fresh, this.#segments.slice(to - tail));
    this.#places.follow(this.#segments, from + same);
  }
}

function samePiece(a: Piece, b: Piece): boolean {
  return a.text === b.text && a.kind === b.kind && a.indent === b.indent && a.open === b.open;
}

/** Whether the line that ends `text` goes on in `next`, or its CR LF would be torn apart. */
function tearsLine(text: string, next: string): boolean {
  if (text.length === 0) return false;
  return !isLineBreak(text.charCodeAt(text.length - 1)) || (text.endsWith("\r") && next.startsWith("\n"));
}

/** Whether a segment belongs to the statement above it: decorators lack what they decorate, or an `else` begins it. */
function continues(above: Piece | undefined, next: string): boolean {
  return above?.open === "decorators" || beginsClause(next);
}
