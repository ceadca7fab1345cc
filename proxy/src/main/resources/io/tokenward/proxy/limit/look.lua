-- What an account has used and holds, then each pack with what became of it.
load()
expire()
local found = { 'ok', text(now) }
for _, period in ipairs({ periods[1], periods[2] }) do
  found[#found + 1], found[#found + 2] = text(tally(period.field, 'used')), text(tally(period.field, 'reserved'))
end
for _, pack in pairs(packs) do
  for _, value in ipairs({ pack.id, text(pack.tokens), text(pack.starts), text(pack.expires), text(pack.priority), pack.key,
                           pack.plan, pack.source, pack.origin, text(pack.used), text(pack.held), text(left(pack)) }) do
    found[#found + 1] = value
  end
end
return found
