import { TextDocument } from "vscode-languageserver-textdocument";
import type { ContentChange } from "../../syntax/document";
import type { Position } from "../../syntax/places";
import { CELL_BORDER } from "../../syntax/cells";
import { asPython, MAGIC_NAMES, type MagicStretch } from "../../syntax/magics";

/** A cell as the client has it; another one stands for it after each change. */
export class Cell {
  /** What the engine reads of it; offsets mean the same as in the text. */
  readonly python: string;
  readonly magics: readonly MagicStretch[];
  /** What stands behind it in the text that all cells make together. */
  readonly joint: string;
  readonly #text: TextDocument;

  constructor(
    readonly uri: string,
    /** As the client counts; null where it doesn't. */
    readonly version: number | null,
    readonly language: string,
    text: string,
  ) {
    this.#text = TextDocument.create(uri, language, version ?? 0, text);
    const { text: python, magics, names } = asPython(text);
    this.python = python;
    this.magics = magics;
    this.joint = `\n${names.length === 0 ? "" : `${MAGIC_NAMES}${names.join(" ")}\n`}${CELL_BORDER}`;
  }

  get text(): string {
    return this.#text.getText();
  }

  changed(changes: readonly ContentChange[], version: number | null): Cell {
    const text = TextDocument.create(this.uri, this.language, 0, this.text);
    return new Cell(this.uri, version, this.language, TextDocument.update(text, [...changes], 0).getText());
  }

  positionAt(offset: number): Position {
    return this.#text.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#text.offsetAt(position);
  }
}
