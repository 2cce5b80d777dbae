/** The client's id is the section of its settings: the language client reads `asyncSkill.trace.server` through it. */
export const clientId = "asyncSkill";
/** How the server signs its findings. */
export const source = "async-skill";
export const displayName = "Python Async Skill";

/** Commands that package.json contributes, or that the server's code actions name. */
export const commands = {
  restart: "async-skill.restart",
  showOutput: "async-skill.showOutput",
  showRule: "async-skill.showRule",
  applyEditWithSelection: "async-skill.applyEditWithSelection",
} as const;
