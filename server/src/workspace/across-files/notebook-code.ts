import { CELL_BORDER } from "../../syntax/cells";
import { asPython } from "../../syntax/magics";

export function isNotebook(file: string): boolean {
  return file.endsWith(".ipynb");
}

/** The Python of a notebook's cells as one text: of a file as Jupyter writes it, or of one that is open as it stands. */
export function codeOfNotebook(text: string): string {
  return (
    cellsIn(text)
      ?.map((cell) => asPython(cell).text)
      .join(`\n${CELL_BORDER}`) ?? text
  );
}

/** What cells of code hold; undefined where it is no notebook's file. */
function cellsIn(text: string): readonly string[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(json) || !Array.isArray(json["cells"])) return undefined;
  return json["cells"].flatMap((cell: unknown) => {
    if (!isRecord(cell) || cell["cell_type"] !== "code") return [];
    const source = cell["source"];
    const lines: readonly unknown[] = Array.isArray(source) ? source : [source];
    return [lines.filter((line) => typeof line === "string").join("")];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
