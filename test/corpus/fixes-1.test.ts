/** Every fix that is offered in real code, applied alone and together: part 1 of 4. */
import { proveShard } from "./shard";

proveShard(0, 2000);
