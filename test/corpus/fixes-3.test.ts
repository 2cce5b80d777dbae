/** Every fix that is offered in real code, applied alone and together: part 3 of 4. */
import { proveShard } from "./shard";

proveShard(2, 1150);
