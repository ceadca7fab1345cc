-- Ends a reservation once, however often it is asked to. LAST: whether it has ended.
local id, how, used, at, parts = ARGV[23], ARGV[24], arg(25), arg(26), arg(27)
if redis.call('SET', LAST, how, 'NX', 'PX', 86400000) == false then return { 'ok', text(now) } end
load()
local line = redis.call('HGET', OPEN, id)
local hold
if line then
  hold = cjson.decode(line)
  give_back(id, hold)
  -- What it has grown by ends with it: packs that were held for a part pay before others.
  for part = 1, parts do
    local more = redis.call('HGET', OPEN, id .. '+' .. part)
    if more then
      more = cjson.decode(more)
      give_back(id .. '+' .. part, more)
      for _, value in ipairs(more.packs) do hold.packs[#hold.packs + 1] = value end
    end
  end
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
