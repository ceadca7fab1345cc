-- Holds tokens back in all quotas and packs of an account, or in none. LAST: whether this reservation has ended.
local id, tokens, ttl, micros = ARGV[24], arg(25), arg(26), arg(27)
if moved() then return { 'moved', text(now) } end
if redis.call('EXISTS', LAST) == 1 or redis.call('HEXISTS', OPEN, id) == 1 then return { 'ok', text(now), '' } end
if granted then load() end
expire()
load_tallies()
for _, period in ipairs(periods) do
  if period.limit then
    local taken = period.used + period.reserved
    local wanted = period.unit == 2 and micros or tokens
    if taken + wanted > period.limit then
      return { 'short', text(now), period.name, text(math.max(0, period.limit - taken)), text(period.reserved),
               text(period.of) }
    end
  end
end
local hold = { tokens = tokens, micros = micros, packs = {}, fields = {}, units = {}, key = key, plan = plan, at = now }
local some = {}
if granted then
  some = usable()
  local sum = sum_left(some)
  if sum < tokens then return { 'package-short', text(now), next_grant(some), text(sum) } end
  local wanted = tokens
  for _, pack in ipairs(some) do
    local part = math.min(wanted, left(pack))
    if part > 0 then
      change(pack, 'held', part)
      hold.packs[#hold.packs + 1], hold.packs[#hold.packs + 2] = pack.id, part
      wanted = wanted - part
    end
  end
end
for _, period in ipairs(periods) do
  open_period(period)
  hold.fields[#hold.fields + 1], hold.units[#hold.units + 1] = period.field, period.unit
  add(period.field, 'reserved', part(hold, #hold.fields, hold))
end
redis.call('HSET', OPEN, id, cjson.encode(hold))
redis.call('ZADD', DUE, text(now + ttl), id)
return { 'ok', text(now), rests(some, { tokens, micros }) }
