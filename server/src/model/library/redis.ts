import { classes, functions } from "./define";
import type { Library } from "./row";
import { database } from "./database";

const REDIS = "https://redis.readthedocs.io/en/stable/commands.html";

export const REDIS_COMMANDS = `
  append bitcount bitop bitpos blmove blpop brpop brpoplpush bzpopmax bzpopmin config_get config_set copy dbsize decr
  decrby delete dump echo eval eval_ro evalsha execute_command exists expire expireat expiretime fcall flushall flushdb
  geoadd geodist geohash geopos georadius georadiusbymember geosearch geosearchstore get getbit getdel getex getrange
  getset hdel hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen
  hvals incr incrby incrbyfloat info keys lastsave lcs lindex linsert llen lmove lmpop lpop lpos lpush lpushx lrange
  lrem lset ltrim mget move mset msetnx persist pexpire pexpireat pfadd pfcount pfmerge ping psetex pttl publish
  randomkey rename renamenx restore rpop rpoplpush rpush rpushx sadd save scan scard script_exists script_flush
  script_load sdiff sdiffstore set setbit setex setnx setrange sinter sintercard sinterstore sismember smembers
  smismember smove sort spop srandmember srem sscan strlen substr sunion sunionstore time touch transaction ttl type
  unlink wait xack xadd xautoclaim xclaim xdel xgroup_create xgroup_destroy xinfo_stream xlen xpending xrange xread
  xreadgroup xrevrange xtrim zadd zcard zcount zdiff zincrby zinter zinterstore zlexcount zmscore zpopmax zpopmin
  zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex
  zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zrevrank zscan zscore zunion zunionstore`;

export const redis: Library = {
  aliases: {
    "redis.StrictRedis": "redis.Redis",
    "redis.client.Redis": "redis.Redis",
    "redis.client.StrictRedis": "redis.Redis",
    "redis.client.Pipeline": "redis.Pipeline",
    "redis.client.PubSub": "redis.PubSub",
  },
  rows: [
    ...classes("redis", "Redis", { twins: ["redis.asyncio.Redis"], source: REDIS }),
    ...classes("redis", "RedisCluster", {
      bases: ["redis.Redis"],
      twins: ["redis.asyncio.RedisCluster"],
      source: REDIS,
    }),
    ...functions("redis.Redis", "from_url", { returns: "redis.Redis", source: REDIS }),
    ...functions("redis", "from_url", { returns: "redis.Redis", source: REDIS }),
    ...functions("redis.Redis", REDIS_COMMANDS, { ...database, twins: ["redis.asyncio.Redis"], source: REDIS }),
    ...functions("redis.Redis", "scan_iter hscan_iter sscan_iter zscan_iter", {
      ...database,
      lazy: true,
      twins: ["redis.asyncio.Redis"],
      source: REDIS,
    }),
    ...functions("redis.Redis", "pipeline", { returns: "redis.Pipeline", source: REDIS }),
    ...functions("redis.Redis", "pubsub", { returns: "redis.PubSub", source: REDIS }),
    ...classes("redis", "Pipeline PubSub", { threads: "one at a time", source: REDIS }),
    // A pipeline's other methods only queue their command.
    ...functions("redis.Pipeline", "execute watch", {
      ...database,
      twins: ["redis.asyncio.client.Pipeline.execute"],
      source: REDIS,
    }),
    ...functions("redis.PubSub", "subscribe psubscribe unsubscribe punsubscribe get_message", {
      ...database,
      twins: ["redis.asyncio.client.PubSub"],
      source: REDIS,
    }),
    ...functions("redis.PubSub", "listen", {
      ...database,
      lazy: true,
      twins: ["redis.asyncio.client.PubSub.listen"],
      source: REDIS,
    }),
  ],
};
