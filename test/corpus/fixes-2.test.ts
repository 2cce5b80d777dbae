/** Every fix that is offered in real code, applied alone and together: part 2 of 4. */
import { proveShard } from "./shard";

proveShard(1, 1800);
