/** What a snippet inserts when every placeholder is left as it is, around a selection where it is for one. */
export function expand(snippet: readonly string[], selected = "fetch(url)"): string {
  const body = snippet.map((line) =>
    line.replace(/\$\{TM_SELECTED_TEXT:[^}]*\}/, selected).replace(/\$\{TM_SELECTED_TEXT\/.*\/\}/, "fetch, url"),
  );
  const defaults = new Map<string, string>();
  // Innermost first, so that a placeholder within a placeholder is text by the time the outer one is looked at.
  const placeholder = /\$\{(\d+):([^${}]*(?:\{[^${}]*\}[^${}]*)*)\}|\$\{(\d+)\|([^|,]*)[^|]*\|\}/;
  let text = body.join("\n").replaceAll("\t", "    ");
  for (let found = placeholder.exec(text); found !== null; found = placeholder.exec(text)) {
    const number = found[1] ?? found[3] ?? "";
    const value = defaults.get(number) ?? found[2] ?? found[4] ?? "";
    defaults.set(number, value);
    text = text.slice(0, found.index) + value + text.slice(found.index + found[0].length);
  }
  return text.replace(/\$(\d+)/g, (_, number: string) => defaults.get(number) ?? "").trimEnd();
}
