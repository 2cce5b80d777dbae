import type { Session } from "../session";

/** async-skill/debugInformation */
export async function debugInformation({ uri }: { readonly uri?: string }, session: Session): Promise<string> {
  const { documents, features, projects } = session;
  const configuration = uri === undefined ? undefined : (await session.configurations.of([uri]))[0];
  return JSON.stringify(
    {
      folders: projects.folders.length,
      openDocuments: [...documents.all()].map(({ version, length, unchecked, reports, isNotebook }) => ({
        version,
        length,
        isNotebook,
        findings: [...reports.values()].reduce(
          (sum, { content }) => sum + (JSON.parse(content) as readonly unknown[]).length,
          0,
        ),
        ...(unchecked === undefined ? {} : { unchecked: unchecked.reason }),
      })),
      readsFiles: session.files !== undefined,
      ...(configuration === undefined
        ? {}
        : {
            activeFile: {
              enabled: configuration.enable,
              run: configuration.run,
              hasProject: configuration.settingsFile?.text !== undefined,
              settings: configuration.settings,
            },
          }),
      features,
    },
    undefined,
    2,
  );
}
