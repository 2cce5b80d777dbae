/** The requests of our own as the protocol's library wants them; shared/requests.ts says what they take and give. */
import { NotificationType, ProgressType, RequestType } from "vscode-languageserver";
import type {
  ClientNotifications,
  ClientRequests,
  FilesProgress,
  Notifications,
  Requests,
} from "../../../../shared/requests";

/** Of either side. */
type All = Requests & ClientRequests;

function request<Method extends keyof Requests | keyof ClientRequests>(
  method: Method,
): RequestType<All[Method]["params"], All[Method]["answer"], void> {
  return new RequestType(method);
}

type AllTold = Notifications & ClientNotifications;

function notification<Method extends keyof Notifications | keyof ClientNotifications>(
  method: Method,
): NotificationType<AllTold[Method]> {
  return new NotificationType(method);
}

export const checkRequest = request("async-skill/check");
export const fixAllRequest = request("async-skill/fixAll");
export const createConfigurationRequest = request("async-skill/createConfiguration");
export const agentFilesRequest = request("async-skill/agentFiles");
export const agentFileEditRequest = request("async-skill/agentFileEdit");
export const debugInformationRequest = request("async-skill/debugInformation");
export const findFilesRequest = request("async-skill/findFiles");
export const readFilesRequest = request("async-skill/readFiles");
export const settingsProblemsNotification = notification("async-skill/settingsProblems");
export const environmentsNotification = notification("async-skill/environments");
export const filesProgress = new ProgressType<FilesProgress>();
