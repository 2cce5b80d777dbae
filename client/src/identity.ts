/** The client's id is the section of its settings: the language client reads `asyncSkill.trace.server` through it. */
export const clientId = "asyncSkill";
/** How the server signs its findings. */
export const source = "async-skill";
export const displayName = "Python Async Skill";

/** Commands that package.json contributes, or that the server's code actions name. */
export const commands = {
  addSkillForAgents: "async-skill.addSkillForAgents",
  checkWorkspace: "async-skill.checkWorkspace",
  copyDebugInformation: "async-skill.copyDebugInformation",
  createConfiguration: "async-skill.createConfiguration",
  openExample: "async-skill.openExample",
  fixFile: "async-skill.fixFile",
  previewFixesInFile: "async-skill.previewFixesInFile",
  fixWorkspace: "async-skill.fixWorkspace",
  ignoreOnLine: "async-skill.ignoreOnLine",
  ignoreInFile: "async-skill.ignoreInFile",
  ignoreInProject: "async-skill.ignoreInProject",
  restart: "async-skill.restart",
  showCommands: "async-skill.showCommands",
  showOutput: "async-skill.showOutput",
  showPath: "async-skill.showPath",
  showPlaces: "async-skill.showPlaces",
  showRule: "async-skill.showRule",
  applyEditWithSelection: "async-skill.applyEditWithSelection",
} as const;
