import { Language, Parser, type Tree as SitterTree } from "web-tree-sitter";
import { type Columns, type GrammarNames, Tree } from "./tree";

const RETURN = 13;

/** The bytes of the two WASM files; where they come from is the caller's business. */
export interface ParserFiles {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** Parses Python. web-tree-sitter's trees are freed before a call returns. */
export class PythonParser {
  readonly #parser: Parser;
  readonly #names: GrammarNames;

  private constructor(language: Language) {
    this.#parser = new Parser();
    this.#parser.setLanguage(language);
    this.#names = grammarNames(language);
  }

  /** @throws when the WASM files are damaged or do not fit each other */
  static async load(files: ParserFiles): Promise<PythonParser> {
    await Parser.init({ wasmBinary: files.runtime });
    return new PythonParser(await Language.load(files.grammar));
  }

  /**
   * @param suffix text appended for the parser only (the body that a class header lacks); no node reaches into it
   * @throws never for bad Python, only when the WASM heap is exhausted
   */
  parse(text: string, suffix = ""): Tree {
    const tree = this.#parser.parse(readable(text) + suffix);
    if (tree === null) throw new Error("the Python grammar gave no tree");
    try {
      return new Tree(text, flatten(tree, text, this.#names), tree.rootNode.hasError);
    } finally {
      tree.delete();
    }
  }
}

/** The grammar knows no CR as a line's end, though Python does; offsets stay the same. */
function readable(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

function grammarNames(language: Language): GrammarNames {
  const kinds: string[] = [];
  const named: boolean[] = [];
  for (let id = 0; id < language.nodeTypeCount; id++) {
    kinds.push(language.nodeTypeForId(id) ?? "");
    named.push(language.nodeTypeIsNamed(id));
  }
  // An ERROR node's own id is the largest that 16 bits hold; here it gets the one behind the grammar's.
  kinds.push("ERROR");
  named.push(true);
  const fields: (string | undefined)[] = [undefined];
  for (let id = 1; id <= language.fieldCount; id++) fields.push(language.fieldNameForId(id) ?? undefined);
  return { kinds, named, fields };
}

/** Reads a tree into columns; nodes that begin at or behind the text's end are left out, ends are held at it. */
function flatten(tree: SitterTree, text: string, names: GrammarNames): Columns {
  const limit = text.length;
  const comment = names.kinds.indexOf("comment");
  const errorId = names.kinds.length - 1;
  const kind: number[] = [];
  const field: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const parent: number[] = [];
  const last: number[] = [];
  const open: number[] = [];
  const cursor = tree.walk();
  const finish = (): Columns => {
    cursor.delete();
    return {
      names,
      kind: Uint16Array.from(kind),
      field: Uint8Array.from(field),
      start: Int32Array.from(start),
      end: Int32Array.from(end),
      parent: Int32Array.from(parent),
      last: Int32Array.from(last),
    };
  };
  for (;;) {
    const from = cursor.startIndex;
    const outside = from >= limit && kind.length > 0;
    if (!outside) {
      const row = kind.length;
      const id = Math.min(cursor.nodeTypeId, errorId);
      const to = Math.min(cursor.endIndex, limit);
      kind.push(id);
      field.push(cursor.currentFieldId);
      start.push(from);
      // The grammar's comment takes the CR of a CR LF with it.
      end.push(id === comment && text.charCodeAt(to - 1) === RETURN ? to - 1 : to);
      parent.push(open.at(-1) ?? -1);
      last.push(row);
      if (cursor.gotoFirstChild()) {
        open.push(row);
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return finish();
      last[open.pop()!] = kind.length - 1;
    }
  }
}
