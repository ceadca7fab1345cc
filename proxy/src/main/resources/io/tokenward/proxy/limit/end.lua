-- Ends a reservation once, however often it is asked to. LAST: whether it has ended.
local id, how, used, at = ARGV[23], ARGV[24], arg(25), arg(26)
if redis.call('SET', LAST, how, 'NX', 'PX', 86400000) == false then return { 'ok', text(now) } end
load()
local line = redis.call('HGET', OPEN, id)
local hold
if line then
  hold = cjson.decode(line)
  give_back(id, hold)
else
  -- It ran out of time, or was granted while nobody could be asked: what was used is used.
  hold = { packs = {}, fields = { periods[1].field, periods[2].field }, key = key, plan = plan, at = at }
  for _, period in ipairs(periods) do open_period(period) end
end
if how == 'released' or used == 0 then return { 'ok', text(now) } end
for _, field in ipairs(hold.fields) do add(field, 'used', used) end
if not granted then return { 'ok', text(now) } end
if not line then open_package() end
local draws = draw(hold, used)
return { 'ok', text(now), unpack(draws) }
