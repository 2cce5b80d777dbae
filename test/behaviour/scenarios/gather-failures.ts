import type { Scenario } from "../scenario";
import { gather, type GatherCase } from "./gather";

const CASES: readonly GatherCase[] = [
  {
    title: "a named exception",
    main: "try:\n    await asyncio.gather(fail(1), asyncio.sleep(0))\nexcept ValueError:\n    print('handled')",
  },
  {
    title: "several handlers",
    main: "try:\n    await asyncio.gather(fail(1), asyncio.sleep(0))\nexcept KeyError:\n    print('key')\nexcept (OSError, ValueError):\n    print('value')\nfinally:\n    print('at last')",
  },
  {
    title: "Exception",
    main: "try:\n    await asyncio.gather(fail(1), asyncio.sleep(0))\nexcept Exception:\n    print('handled')\n    return 'none'",
  },
  {
    title: "a bare except",
    main: "try:\n    await asyncio.gather(fail(1), asyncio.sleep(0))\nexcept:\n    print('handled')",
  },
  {
    title: "a timeout around",
    main: "try:\n    async with asyncio.timeout(0.01):\n        await asyncio.gather(work(1, 5), work(2, 5))\nexcept TimeoutError:\n    print('too late')",
  },
  {
    title: "wait_for() that is too late",
    main: "try:\n    await asyncio.wait_for(asyncio.gather(work(1, 5), work(2, 5)), 0.01)\nexcept asyncio.TimeoutError:\n    print('too late')",
  },
  {
    title: "cancelled from outside",
    main: "async def both():\n    try:\n        await asyncio.gather(work(1, 5), work(2, 5))\n    except asyncio.CancelledError:\n        print('cancelled')\n        raise\ntask = asyncio.create_task(both())\nawait asyncio.sleep(0.01)\ntask.cancel()\nawait asyncio.wait([task])\nreturn task.cancelled()",
  },
];

/** What is seen of failures and cancellation. */
export const GATHER_FAILURES: readonly Scenario[] = CASES.map(gather);
