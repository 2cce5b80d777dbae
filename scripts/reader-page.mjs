// A rule's page as people read it: the first of the examples that tests run, without the marks that tests need.

/**
 * How many examples under one heading a reader is shown, and behind how many lines no further one begins: the first are
 * the plain ones, and tests run dozens.
 */
const EXAMPLES = 6;
const LINES = 200;

/** What the tests know an example by, in words; other attributes say for themselves what they set. */
const SCENES = new Map([
  ["path", "In a file"],
  ["python", "Where the project supports Python from"],
  ["dependencies", "Where the project depends on"],
  ["role", "In a"],
  ["client", "Where requests are moved to"],
  ["project", "Afterwards pyproject.toml is changed too:"],
]);

/**
 * @param {string} text the page as it lies beside its rule
 * @returns {string}
 */
export function readerPage(text) {
  const lines = text.split("\n");
  const end = lines.indexOf("---", 1);
  const facts = new Map(
    lines.slice(1, end).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const body = lines.slice(end + 1);
  const title = body.findIndex((line) => line.startsWith("# "));
  const rest = firstExamples(body.slice(title + 1)).flatMap(readable);
  return [body[title], "", summary(facts), ...rest].join("\n");
}

/**
 * Of each part of the page its first examples, and how many more there are.
 * @param {readonly string[]} lines
 * @returns {readonly string[]}
 */
function firstExamples(lines) {
  /** @type {string[]} */
  const shown = [];
  let [begun, lineCount, hidden] = [0, 0, 0];
  let inCode = false;
  const end = () => {
    if (hidden > 0) shown.push(`And ${hidden} more, which the tests of the rule run.`, "");
    [begun, lineCount, hidden] = [0, 0, 0];
  };
  for (const line of lines) {
    if (line.startsWith("```")) inCode = !inCode;
    if (!inCode && line.startsWith("## ")) end();
    if (!inCode && line.startsWith("### ")) {
      if (hidden > 0 || begun === EXAMPLES || lineCount > LINES) hidden++;
      else begun++;
    }
    if (hidden > 0) continue;
    shown.push(line);
    lineCount++;
  }
  end();
  return shown;
}

/** @param {ReadonlyMap<string, string>} facts */
function summary(facts) {
  const peers = (facts.get("peers") ?? "").replace(/^\[|\]$/g, "");
  const parts = [
    `Severity: ${facts.get("severity")}`,
    ...(peers === "" ? [] : [`elsewhere known as ${peers}`]),
    `to keep it away: \`# async-skill: ignore[${facts.get("rule")}]\``,
  ];
  return `${parts.join(" · ")}\n\n> ${facts.get("command")}`;
}

/**
 * @param {string} line
 * @returns {readonly string[]}
 */
function readable(line) {
  const fence = /^```(\w+) (.*)$/.exec(line);
  if (fence !== null) return [...heading(fence[2] ?? ""), `\`\`\`${fence[1] === "py" ? "python" : fence[1]}`];
  // How many lines further down it ends is told by its carets well enough.
  return [line.replace(/^(\s*#\s*\^+)\+\d+:\d+/, "$1")];
}

/**
 * What stands above a block, for the words behind its fence.
 * @param {string} words
 * @returns {readonly string[]}
 */
function heading(words) {
  const attributes = new Map(
    [...words.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
  const fix = attributes.get("fix");
  const annotation = attributes.get("annotation");
  const refused = attributes.get("refused");
  if (fix !== undefined) {
    const differs = annotation === undefined ? "" : `: ${annotation}`;
    return [`**${fix}**${attributes.has("unsafe") ? ` (unsafe${differs})` : differs}`, ""];
  }
  if (refused !== undefined) return [`**${refused}** is not offered:`, ""];
  const scenes = [...attributes].flatMap(([name, value]) => (SCENES.has(name) ? [`${SCENES.get(name)} ${value}`] : []));
  return scenes.length === 0 ? [] : [`*${scenes.join("; ")}*`, ""];
}
