import { cut, type Piece } from "./cut";
import { afterLineBreak, countLineBreaks, isLineBreak, lineEnd } from "./lines";
import type { PythonParser } from "./parser";
import type { Tree } from "./tree";

/** Line and character from 0, characters in UTF-16 code units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A change as LSP tells it: no range means the whole text. */
export interface ContentChange {
  readonly range?: Range;
  readonly text: string;
}

/**
 * A stretch of a document that is parsed on its own. Never changes: an edit puts new segments in the place of old ones,
 * so whatever was worked out for a segment can be kept by its identity.
 */
export class Segment {
  readonly lineBreaks: number;
  readonly #parser: PythonParser;
  #tree: Tree | undefined;

  constructor(
    parser: PythonParser,
    readonly piece: Piece,
  ) {
    this.#parser = parser;
    this.lineBreaks = countLineBreaks(piece.text);
  }

  get text(): string {
    return this.piece.text;
  }

  /** Parsed when first asked for; positions are relative to the segment. */
  get tree(): Tree {
    return (this.#tree ??= this.#parser.parse(this.text, this.#suffix()));
  }

  /** Gives the memory of the tree back; it is parsed again when asked for. */
  dropTree(): void {
    this.#tree = undefined;
  }

  /** A class header is parsed with a body, so that it reads as the class that it is. */
  #suffix(): string {
    if (this.piece.kind !== "class-header") return "";
    return /[\n\r]$/.test(this.text) ? "    pass\n" : "\n    pass\n";
  }
}

/** Where each segment begins; one entry more than there are segments, the last being the text's end. */
interface Sums {
  readonly offsets: readonly number[];
  readonly lines: readonly number[];
  readonly index: ReadonlyMap<Segment, number>;
}

/** An open Python file as a sequence of segments whose texts join to the file's text. */
export class PythonDocument {
  readonly #parser: PythonParser;
  #segments: readonly Segment[];
  #version: number;
  #sums: Sums | undefined;

  constructor(parser: PythonParser, text: string, version = 0) {
    this.#parser = parser;
    this.#version = version;
    this.#segments = cut(text).map((piece) => new Segment(parser, piece));
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get version(): number {
    return this.#version;
  }

  get text(): string {
    return this.#segments.map((segment) => segment.text).join("");
  }

  get length(): number {
    const { offsets } = this.#running();
    return offsets.at(-1)!;
  }

  /** Applies the changes of one notification, each to the text that the one before it left. */
  apply(changes: readonly ContentChange[], version: number): void {
    for (const change of changes) {
      if (change.range === undefined) this.#replaceAll(change.text);
      else this.#replace(this.offsetAt(change.range.start), this.offsetAt(change.range.end), change.text);
    }
    this.#version = version;
  }

  /**
   * Cuts the whole text afresh, keeping every segment that comes out the same. Afterwards the document stands as if it
   * had just been opened. Returns whether anything changed.
   */
  settle(): boolean {
    const before = this.#segments;
    this.#splice(0, before.length, cut(this.text));
    return before.length !== this.#segments.length || before.some((segment, i) => segment !== this.#segments[i]);
  }

  offsetOf(segment: Segment): number {
    return this.#running().offsets[this.indexOf(segment)]!;
  }

  lineOf(segment: Segment): number {
    return this.#running().lines[this.indexOf(segment)]!;
  }

  /** @throws RangeError when the segment is not, or no longer, part of this document */
  indexOf(segment: Segment): number {
    const index = this.#running().index.get(segment);
    if (index === undefined) throw new RangeError("the segment does not belong to this document");
    return index;
  }

  /** The segment that holds the offset; an offset at a border belongs to the segment behind it. */
  segmentAt(offset: number): Segment | undefined {
    return this.#segments[this.#indexAt(offset)];
  }

  /** The position of an offset, held within the text. */
  positionAt(offset: number): Position {
    const { offsets, lines } = this.#running();
    const index = this.#indexAt(offset);
    const segment = this.#segments[index];
    if (segment === undefined) return { line: 0, character: 0 };
    const within = Math.max(0, Math.min(offset, this.length) - offsets[index]!);
    let line = lines[index]!;
    let lineStart = 0;
    for (let end = lineEnd(segment.text, 0); end < within; end = lineEnd(segment.text, lineStart)) {
      const next = afterLineBreak(segment.text, end);
      if (next > within) break;
      lineStart = next;
      line++;
    }
    return { line, character: within - lineStart };
  }

  /** The offset of a position; one behind a line's end is held at it, as LSP demands. */
  offsetAt(position: Position): number {
    const { offsets, lines } = this.#running();
    const last = this.#segments.length - 1;
    if (position.line < 0 || last < 0) return 0;
    const index = upperBound(lines, position.line, last + 1) - 1;
    const { text } = this.#segments[index]!;
    let at = 0;
    for (let line = lines[index]!; line < position.line; line++) {
      const end = lineEnd(text, at);
      if (end >= text.length) return offsets[index]! + text.length;
      at = afterLineBreak(text, end);
    }
    return offsets[index]! + Math.min(at + Math.max(0, position.character), lineEnd(text, at));
  }

  #indexAt(offset: number): number {
    return Math.max(0, upperBound(this.#running().offsets, offset, this.#segments.length) - 1);
  }

  #running(): Sums {
    if (this.#sums !== undefined) return this.#sums;
    const offsets: number[] = [];
    const lines: number[] = [];
    const index = new Map<Segment, number>();
    let offset = 0;
    let line = 0;
    this.#segments.forEach((segment, i) => {
      offsets.push(offset);
      lines.push(line);
      index.set(segment, i);
      offset += segment.text.length;
      line += segment.lineBreaks;
    });
    offsets.push(offset);
    lines.push(line);
    return (this.#sums = { offsets, lines, index });
  }

  #replaceAll(text: string): void {
    this.#splice(0, this.#segments.length, cut(text));
  }

  #replace(start: number, end: number, text: string): void {
    const { offsets } = this.#running();
    let first = this.#indexAt(start);
    // What stands on a segment's first line may belong to the segment before it (a decorator, an else).
    const onFirstLine = this.#segments[first] !== undefined && start - offsets[first]! <= lineEnd(this.#segments[first]!.text, 0);
    if (onFirstLine && first > 0) first--;
    let last = Math.max(first, this.#indexAt(Math.max(start, end)));
    const from = offsets[first] ?? 0;
    const old = this.#segments.slice(first, last + 1).map((segment) => segment.text).join("");
    let joined = old.slice(0, start - from) + text + old.slice(end - from);
    // A text that no longer ends with its line runs into the next segment.
    while (runsOn(joined, this.#segments[last + 1]?.text)) joined += this.#segments[++last]!.text;
    const head = this.#segments[first];
    const inClass = head !== undefined && head.piece.kind !== "class-header" ? head.piece.indent : 0;
    this.#splice(first, last + 1, cut(joined, inClass));
  }

  /** Puts pieces in the place of segments, keeping those at both ends that stay the same. */
  #splice(from: number, to: number, pieces: readonly Piece[]): void {
    const old = this.#segments.slice(from, to);
    let same = 0;
    while (same < old.length && same < pieces.length && samePiece(old[same]!.piece, pieces[same]!)) same++;
    let tail = 0;
    while (tail < old.length - same && tail < pieces.length - same && samePiece(old[old.length - 1 - tail]!.piece, pieces[pieces.length - 1 - tail]!)) tail++;
    if (same === old.length && same === pieces.length) return;
    const fresh = pieces.slice(same, pieces.length - tail).map((piece) => new Segment(this.#parser, piece));
    this.#segments = [...this.#segments.slice(0, from + same), ...fresh, ...this.#segments.slice(to - tail)];
    this.#sums = undefined;
  }
}

function samePiece(a: Piece, b: Piece): boolean {
  return a.text === b.text && a.kind === b.kind && a.indent === b.indent && a.open === b.open;
}

/** Whether the line that ends `text` goes on in `next`, or its CR LF would be torn apart. */
function runsOn(text: string, next: string | undefined): boolean {
  if (next === undefined) return false;
  if (text.length === 0) return false;
  return !isLineBreak(text.charCodeAt(text.length - 1)) || (text.endsWith("\r") && next.startsWith("\n"));
}

/** The first index below `length` whose value is above `value`, or `length`. */
function upperBound(values: readonly number[], value: number, length: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
