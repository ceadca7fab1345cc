-- What all scripts begin with. Amounts are weighted tokens, times milliseconds since 1970. The keys of one payer share a
-- hash tag, so that a cluster keeps them on one node and a script sees all of them at one moment.
local QUOTAS, PACKS, STATE, OPEN, DUE, LAST = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local REMEMBERED = 62 * 86400000

local function arg(i) return tonumber(ARGV[i]) end
local function text(n) return string.format('%.0f', n) end

local now = arg(1)
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local key, plan = ARGV[2], ARGV[3]
-- What is counted, by calendar day and month: the tokens of the plan, then what ARGV[23] has besides, a line for each with its
-- field, its unit (1 tokens, 2 millionths of money) and its limits.
local periods = {}
local function count(of, field, unit, day, month)
  periods[#periods + 1] = { of = of, unit = unit, name = 'DAY', field = field .. '|D|' .. ARGV[4], start = arg(5), stop = arg(6),
                            limit = day }
  periods[#periods + 1] = { of = of, unit = unit, name = 'MONTH', field = field .. '|M|' .. ARGV[8], start = arg(9),
                            stop = arg(10), limit = month }
end
count(0, plan, 1, arg(7), arg(11))
local besides = 0
for field, unit, day, month in string.gmatch(ARGV[23], '([^\t\n]*)\t(%d)\t(%d*)\t(%d*)\n') do
  besides = besides + 1
  count(besides, field, tonumber(unit), tonumber(day), tonumber(month))
end
local granted = arg(12) and {
  tokens = arg(12), carry = arg(13), prefix = ARGV[14], id = ARGV[15], start = arg(16), stop = arg(17),
  before = ARGV[18], before_start = arg(19), before_stop = arg(20), carried = ARGV[21], key = ARGV[22],
}

-- The node that asks worked out its periods with its own idea of this server's time; that was wrong if they do not run now.
local function moved()
  for _, period in ipairs(periods) do
    if now < period.start or now >= period.stop then return true end
  end
  return granted and (now < granted.start or now >= granted.stop)
end

-- Quotas ---------------------------------------------------------------------------------------------------------------

local function tally(field, what) return tonumber(redis.call('HGET', QUOTAS, field .. '|' .. what) or 0) end

-- Looks at all that has a limit, with one question.
local function load_tallies()
  local fields = {}
  for _, period in ipairs(periods) do
    if period.limit then fields[#fields + 1], fields[#fields + 2] = period.field .. '|used', period.field .. '|reserved' end
  end
  if #fields == 0 then return end
  local found, at = redis.call('HMGET', QUOTAS, unpack(fields)), 1
  for _, period in ipairs(periods) do
    if period.limit then
      period.used, period.reserved, at = tonumber(found[at] or 0), tonumber(found[at + 1] or 0), at + 2
    end
  end
end

local function add(field, what, amount)
  if amount ~= 0 then redis.call('HINCRBY', QUOTAS, field .. '|' .. what, text(amount)) end
end

-- The first entry of a period throws out those that nobody asks for any more.
local function open_period(period)
  if redis.call('HSETNX', QUOTAS, period.field .. '|end', text(period.stop)) == 0 or period.of > 0 then return end
  local all = redis.call('HGETALL', QUOTAS)
  for i = 1, #all, 2 do
    local field = string.match(all[i], '^(.*)|end$')
    if field and tonumber(all[i + 1]) < now - REMEMBERED then
      redis.call('HDEL', QUOTAS, all[i], field .. '|used', field .. '|reserved')
    end
  end
end

-- Packs ----------------------------------------------------------------------------------------------------------------

local packs

local function load()
  if packs then return end
  packs = {}
  local lines = redis.call('HGETALL', PACKS)
  for i = 1, #lines, 2 do
    local pack = cjson.decode(lines[i + 1])
    pack.id, pack.used, pack.held, pack.moved = lines[i], 0, 0, 0
    packs[pack.id] = pack
  end
  local state = redis.call('HGETALL', STATE)
  for i = 1, #state, 2 do
    local id, what = string.match(state[i], '^(.*)|(%a+)$')
    if packs[id] then packs[id][what] = tonumber(state[i + 1]) end
  end
end

-- Also of a pack that was not loaded: the others are looked at only where that is needed.
local function change_state(id, what, amount)
  if amount == 0 then return end
  if packs then
    local pack = packs[id]
    if not pack then return end
    pack[what] = pack[what] + amount
  end
  redis.call('HINCRBY', STATE, id .. '|' .. what, text(amount))
end

local function change(pack, what, amount) change_state(pack.id, what, amount) end

local function assign(pack, what, value)
  if pack[what] == value then return end
  pack[what] = value
  redis.call('HSET', STATE, pack.id .. '|' .. what, text(value))
end

local function left(pack) return math.max(0, pack.tokens - pack.used - pack.held - pack.moved) end

local function runs(pack, at) return at >= pack.starts and at < pack.expires end

local function put(id, pack)
  redis.call('HSET', PACKS, id, cjson.encode(pack))
  pack.id, pack.used, pack.held, pack.moved = id, 0, 0, 0
  packs[id] = pack
  local origin = packs[pack.origin]
  if origin then assign(origin, 'moved', pack.tokens) end
end

local function owned(pack) return pack.source == 'plan' and string.sub(pack.id, 1, #granted.prefix) == granted.prefix end

local function package(tokens, starts, expires, priority, source, origin)
  return { tokens = tokens, starts = starts, expires = expires, priority = priority, key = granted.key, plan = plan,
           source = source, origin = origin }
end

local function carry_over()
  local had_one = false
  for _, pack in pairs(packs) do had_one = had_one or (owned(pack) and pack.starts < granted.before_start) end
  if had_one and not packs[granted.before] then
    put(granted.before, package(granted.tokens, granted.before_start, granted.before_stop, 100, 'plan', ''))
  end
  local origin = packs[granted.before]
  if not origin then return end
  local rest = math.min(left(origin), granted.carry)
  if rest > 0 and not packs[granted.carried] then
    put(granted.carried, package(rest, granted.start, granted.stop, 99, 'carried', origin.id))
  end
end

-- Makes the package of the running period, if it is not there yet.
local function open_package()
  local known
  for _, pack in pairs(packs) do
    if owned(pack) and runs(pack, now) then known = pack end
  end
  known = known or packs[granted.id]
  if known then
    assign(known, 'tokens', granted.tokens)
    -- Known by its date and not running: the plan moved to another zone, in which the period lasts longer.
    if not runs(known, now) and granted.stop > known.expires then assign(known, 'expires', granted.stop) end
    return
  end
  for id, pack in pairs(packs) do
    if pack.expires < now - REMEMBERED then
      packs[id] = nil
      redis.call('HDEL', PACKS, id)
      redis.call('HDEL', STATE, id .. '|used', id .. '|held', id .. '|moved', id .. '|tokens', id .. '|expires')
    end
  end
  if granted.carry > 0 then carry_over() end
  put(granted.id, package(granted.tokens, granted.start, granted.stop, 100, 'plan', ''))
end

-- In the order in which they are drawn on.
local function running(for_key, for_plan, at)
  local found = {}
  for _, pack in pairs(packs) do
    local meant = (pack.key == '' or pack.key == for_key) and (pack.plan == '' or pack.plan == for_plan)
    if meant and runs(pack, at) then found[#found + 1] = pack end
  end
  table.sort(found, function(a, b)
    if a.priority ~= b.priority then return a.priority < b.priority end
    if a.expires ~= b.expires then return a.expires < b.expires end
    return a.id < b.id
  end)
  return found
end

local function usable()
  open_package()
  return running(key, plan, now)
end

local function sum_left(some)
  local sum = 0
  for _, pack in ipairs(some) do sum = sum + left(pack) end
  return sum
end

-- When the plan grants the next tokens; empty where no package of a plan is among them.
local function next_grant(some)
  for _, pack in ipairs(some) do
    if pack.source == 'plan' then return text(pack.expires) end
  end
  return ''
end

-- Reservations ---------------------------------------------------------------------------------------------------------

-- Draws what an exchange used; what was held for it has been given back before.
local function draw(hold, used)
  local draws, owed = {}, used
  local function take(pack, amount)
    if amount <= 0 then return end
    change(pack, 'used', amount)
    draws[#draws + 1], draws[#draws + 2] = pack.id, text(amount)
    owed = owed - amount
  end
  local last
  for i = 1, #hold.packs, 2 do
    last = hold.packs[i]
    local amount = math.min(owed, hold.packs[i + 1])
    if amount > 0 then
      change_state(last, 'used', amount)
      draws[#draws + 1], draws[#draws + 2] = last, text(amount)
      owed = owed - amount
    end
  end
  if owed > 0 then
    load()
    local others = running(hold.key, hold.plan, hold.at)
    for _, pack in ipairs(others) do take(pack, math.min(owed, left(pack))) end
    last = last and packs[last] or others[#others]
    if last then take(last, owed) end
  end
  return draws
end

-- What of an amount counts in a field of a reservation. Those of older versions count tokens alone.
local function part(hold, i, amount) return hold.units and hold.units[i] == 2 and amount.micros or amount.tokens end

local function give_back(id, hold)
  redis.call('HDEL', OPEN, id)
  redis.call('ZREM', DUE, id)
  for i, field in ipairs(hold.fields) do add(field, 'reserved', -part(hold, i, hold)) end
  for i = 1, #hold.packs, 2 do
    change_state(hold.packs[i], 'held', -hold.packs[i + 1])
  end
end

-- Gives back what nobody ended in time, a few at once: the work of one call is bounded.
local function expire()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', text(now), 'LIMIT', 0, 20)) do
    local line = redis.call('HGET', OPEN, id)
    if line then give_back(id, cjson.decode(line)) else redis.call('ZREM', DUE, id) end
  end
end

-- What is left of each meter, -1 where nothing binds it; then of packs for all keys and plans, for the plan, for the key, for both:
-- tokens@expiry with commas between, - where there are none.
-- HELD: what this script has held back since it looked at the tallies, by unit.
local function rests(some, held)
  local found = {}
  for i = 1, #periods, 2 do
    local least = -1
    for j = i, i + 1 do
      local period = periods[j]
      if period.limit then
        local rest = math.max(0, period.limit - period.used - period.reserved - (held and held[period.unit] or 0))
        if least < 0 or rest < least then least = rest end
      end
    end
    found[#found + 1] = text(least)
  end
  if granted then
    local kinds = { {}, {}, {}, {} }
    for _, pack in ipairs(some) do
      local sums = kinds[1 + (pack.plan ~= '' and 1 or 0) + (pack.key ~= '' and 2 or 0)]
      sums[pack.expires] = (sums[pack.expires] or 0) + left(pack)
    end
    for _, sums in ipairs(kinds) do
      local told = {}
      for expires, sum in pairs(sums) do told[#told + 1] = text(sum) .. '@' .. text(expires) end
      found[#found + 1] = #told > 0 and table.concat(told, ',') or '-'
    end
  end
  return table.concat(found, ' ')
end
