-- Refuses those whose quota or package is spent and takes a place. LAST: places of the key.
if moved() then return { 'moved', text(now) } end
load_tallies()
for _, period in ipairs(periods) do
  if period.limit and period.used >= period.limit then
    return { 'spent', text(now), period.name, text(period.of) }
  end
end
local some = {}
local whole = ''
if granted then
  load()
  some = usable()
  local spent = true
  local sum = 0
  for _, pack in ipairs(some) do
    spent = spent and left(pack) == 0 and pack.held == 0
    sum = sum + left(pack) + pack.held
  end
  whole = text(sum)
  if spent then return { 'package-spent', text(now), next_grant(some) } end
end
local places, exchange, lease = arg(24), ARGV[25], arg(26)
if places then
  redis.call('ZREMRANGEBYSCORE', LAST, '-inf', text(now))
  if redis.call('ZCARD', LAST) >= places and not redis.call('ZSCORE', LAST, exchange) then
    return { 'full', text(now) }
  end
  redis.call('ZADD', LAST, text(now + lease), exchange)
  redis.call('PEXPIRE', LAST, text(2 * lease))
end
return { 'ok', text(now), rests(some), whole }
