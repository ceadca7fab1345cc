-- Ends a reservation once, however often it is asked to. LAST: whether it has ended.
local id, how, at, parts = ARGV[24], ARGV[25], arg(27), arg(28)
local used = { tokens = arg(26), micros = arg(29) }
if redis.call('SET', LAST, how, 'NX', 'PX', 86400000) == false then return { 'ok', text(now) } end
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
  hold = { packs = {}, fields = {}, units = {}, key = key, plan = plan, at = at }
  for i, period in ipairs(periods) do
    open_period(period)
    hold.fields[i], hold.units[i] = period.field, period.unit
  end
end
if how == 'released' or used.tokens == 0 and used.micros == 0 then return { 'ok', text(now) } end
for i, field in ipairs(hold.fields) do add(field, 'used', part(hold, i, used)) end
if not granted then return { 'ok', text(now) } end
if not line then
  load()
  open_package()
end
local draws = draw(hold, used.tokens)
return { 'ok', text(now), unpack(draws) }
