/** What runs a plain function in a thread where it is given one, and a coroutine function on the event loop. */
export interface ThreadedHandlers {
  /** As people call it. */
  readonly framework: string;
  /** The classes whose methods decorate a handler, and these methods. */
  readonly decorators: { readonly of: readonly string[]; readonly methods: readonly string[] };
  /** Functions, classes and methods that are given one as an argument. */
  readonly takers: readonly string[];
  readonly source: string;
}

const FASTAPI_OWNERS = ["fastapi.FastAPI", "fastapi.APIRouter"] as const;

/** Only what is documented to do so: what else a framework is given, as websocket routes and middlewares, it awaits. */
export const THREADED_HANDLERS: readonly ThreadedHandlers[] = [
  {
    framework: "FastAPI",
    decorators: {
      of: FASTAPI_OWNERS,
      methods: ["get", "post", "put", "patch", "delete", "head", "options", "trace", "api_route"],
    },
    takers: ["fastapi.Depends", "fastapi.Security", ...FASTAPI_OWNERS.map((owner) => `${owner}.add_api_route`)],
    source: "https://fastapi.tiangolo.com/async/#very-technical-details",
  },
  {
    framework: "Starlette",
    decorators: { of: [], methods: [] },
    takers: ["starlette.routing.Route", "starlette.Starlette.add_route", "starlette.background.BackgroundTask"],
    source: "https://www.starlette.io/threadpool/",
  },
];
