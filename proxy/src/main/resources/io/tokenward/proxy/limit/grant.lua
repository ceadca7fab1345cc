-- Gives somebody a pack, once. LAST: ids of all packs that were ever granted to this payer.
local id = ARGV[23]
if redis.call('SADD', LAST, id) == 0 then return { 'known', text(now) } end
load()
put(id, { tokens = arg(24), starts = arg(25), expires = arg(26), priority = arg(27), key = ARGV[28], plan = ARGV[29],
          source = ARGV[30], origin = ARGV[31] })
return { 'ok', text(now) }
