-- Gives somebody a pack, once. LAST: ids of all packs that were ever granted to this payer.
local id = ARGV[24]
if redis.call('SADD', LAST, id) == 0 then return { 'known', text(now) } end
load()
put(id, { tokens = arg(25), starts = arg(26), expires = arg(27), priority = arg(28), key = ARGV[29], plan = ARGV[30],
          source = ARGV[31], origin = ARGV[32] })
return { 'ok', text(now) }
