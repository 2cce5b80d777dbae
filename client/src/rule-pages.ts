import * as vscode from "vscode";
import { findingsAtCursor } from "./finding";
import { commands } from "./identity";

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly properties?: RuleTexts }>> };
  };
}
/** Of each rule what it finds. */
type RuleTexts = Readonly<Record<string, { readonly markdownDescription: string }>>;

/** The pages of the rules, which ship with the extension: shown rendered, also when a finding's code is followed. */
export class RulePages {
  readonly #extension: vscode.Extension<unknown>;
  readonly #rules: RuleTexts;

  constructor(extension: vscode.Extension<unknown>) {
    this.#extension = extension;
    const { contributes } = extension.packageJSON as Manifest;
    this.#rules = contributes.configuration.properties["asyncSkill.severity"]?.properties ?? {};
  }

  /** What the server has to know to lead here: findings' codes take addresses alone, and Markdown commands alone. */
  get forServer(): { readonly address: string; readonly link: string; readonly command: string } {
    return {
      address: `${vscode.env.uriScheme}://${this.#extension.id}/rule/{rule}`,
      link: `command:${commands.showRule}?${encodeURIComponent('["')}{rule}${encodeURIComponent('"]')}`,
      command: commands.showRule,
    };
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.commands.registerCommand(commands.showRule, (rule: unknown, sentence: unknown) =>
        this.#show(rule, sentence),
      ),
      vscode.window.registerUriHandler({
        handleUri: ({ path }) => this.#show(/^\/rule\/([\w-]+)$/.exec(path)?.[1], undefined),
      }),
    );
  }

  /** @param rule undefined where the user is to say which; addresses come from anywhere, so that it may be anything */
  async #show(rule: unknown, sentence: unknown): Promise<void> {
    const name = rule === undefined ? (this.#atCursor() ?? (await this.#asked())) : rule;
    if (typeof name !== "string" || !Object.hasOwn(this.#rules, name)) return;
    const page = vscode.Uri.joinPath(this.#extension.extensionUri, "dist", "rules", `${name}.md`);
    const fragment = typeof sentence === "string" ? headingAbove(await read(page), sentence) : undefined;
    try {
      await vscode.commands.executeCommand(
        "markdown.showPreview",
        fragment === undefined ? page : page.with({ fragment }),
      );
    } catch {
      // Without the editor's own Markdown extension the page is shown as it is.
      await vscode.window.showTextDocument(page, { preview: true });
    }
  }

  /** The rule of the finding at the cursor, where there is one. */
  #atCursor(): string | undefined {
    const rules = new Set(findingsAtCursor().map(({ code }) => (typeof code === "object" ? code.value : code)));
    const [only] = rules;
    return rules.size === 1 && typeof only === "string" ? only : undefined;
  }

  async #asked(): Promise<string | undefined> {
    const items = Object.entries(this.#rules).map(([label, { markdownDescription }]) => ({
      label,
      detail: markdownDescription,
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t("Show Documentation for Rule"),
      matchOnDetail: true,
    });
    return chosen?.label;
  }
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The heading, as the editor's Markdown names it, under which a page says a sentence. */
export function headingAbove(text: string, sentence: string): string | undefined {
  const at = text.indexOf(sentence);
  const heading =
    at < 0
      ? undefined
      : text
          .slice(0, at)
          .match(/^#+ .*$/gm)
          ?.at(-1);
  return heading
    ?.replace(/^#+ /, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
