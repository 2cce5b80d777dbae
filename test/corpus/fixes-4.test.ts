/** Every fix that is offered in real code, applied alone and together: part 4 of 4. */
import { proveShard } from "./shard";

proveShard(3, 2050);
