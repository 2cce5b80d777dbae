import type { Diagnostic } from "../../analysis/diagnostic";
import type { TextEdit } from "../../fixes/fix";
import type { ContentChange } from "../../syntax/document";
import type { Position } from "../../syntax/places";
import type { Part } from "../document";
import { type Engine, PythonFile } from "../python-file";
import type { Cell } from "./cell";
import { differencesByCell, editsWithinCells } from "./cell-edits";
import { JoinedCells } from "./joined-cells";

const NOT_IN_CELLS = "The edits go from one cell into another, or change what isn't Python";

/** A cell's place in the notebook, whatever it holds. */
export interface CellPlace {
  readonly uri: string;
  readonly isCode: boolean;
}

/**
 * An open notebook: its Python cells are one module, in their order. Offsets are those of the text that they make
 * together.
 */
export class Notebook extends PythonFile {
  #places: readonly CellPlace[] = [];
  readonly #cells = new Map<string, Cell>();
  readonly #joined = new JoinedCells();

  constructor(uri: string, engine: Engine) {
    super(uri, 0, "", engine, "cells");
  }

  override readonly isNotebook = true;

  get places(): readonly CellPlace[] {
    return this.#places;
  }

  /**
   * Takes in which cells there are, and what those say that have come or have another text; cells that are nowhere any
   * more go.
   */
  arrange(places: readonly CellPlace[], texts: readonly Cell[]): void {
    this.#places = places;
    for (const cell of texts) this.#cells.set(cell.uri, cell);
    const left = new Set(places.map(({ uri }) => uri));
    for (const uri of this.#cells.keys()) if (!left.has(uri)) this.#cells.delete(uri);
    this.#join();
  }

  /** Takes in what is edited in one cell. */
  applyIn(uri: string, changes: readonly ContentChange[], version: number | null): void {
    const cell = this.#cells.get(uri);
    if (cell === undefined) return;
    this.#cells.set(uri, cell.changed(changes, version));
    this.#join();
  }

  #join(): void {
    const cells = this.#places.flatMap(({ uri, isCode }) => {
      const cell = isCode ? this.#cells.get(uri) : undefined;
      return cell?.language === "python" ? [cell] : [];
    });
    const splice = this.#joined.update(cells);
    this.version = (this.version ?? 0) + 1;
    if (splice !== undefined) this.replace(splice.start, splice.end, splice.text, this.version);
  }

  override get parts(): readonly Part[] {
    return this.#joined.cells;
  }

  override partAt(offset: number): Part {
    return this.#joined.cells[this.#joined.indexAt(offset)] ?? this;
  }

  override startOfPart(offset: number): number {
    const index = this.#joined.indexAt(offset);
    return index < 0 ? 0 : this.#joined.startOf(index);
  }

  /** The position within its cell. */
  override positionAt(offset: number): Position {
    const cell = this.#joined.cells[this.#joined.indexAt(offset)];
    return cell === undefined ? { line: 0, character: 0 } : cell.positionAt(offset - this.startOfPart(offset));
  }

  /** @param uri the cell that the position is in */
  override offsetAt(position: Position, uri: string): number {
    const index = this.#joined.indexOf(uri);
    const cell = this.#joined.cells[index];
    return cell === undefined ? 0 : this.#joined.startOf(index) + cell.offsetAt(position);
  }

  override diagnostics(): readonly Diagnostic[] {
    return super.diagnostics().filter(({ start }) => !this.#isOfMagic(start));
  }

  #isOfMagic(offset: number): boolean {
    const within = offset - this.startOfPart(offset);
    const magics = this.#joined.cells[this.#joined.indexAt(offset)]?.magics ?? [];
    return magics.some(({ start, end }) => start <= within && within < end);
  }

  /** @throws RangeError where they can't be made in cells */
  override shown(edits: readonly TextEdit[]): readonly TextEdit[] {
    const within = editsWithinCells(this.#joined, edits);
    if (within === undefined) throw new RangeError(NOT_IN_CELLS);
    return within;
  }

  override changesTo(text: string): readonly TextEdit[] {
    const edits = differencesByCell(this.#joined, text);
    if (edits === undefined) throw new RangeError(NOT_IN_CELLS);
    return edits;
  }
}
