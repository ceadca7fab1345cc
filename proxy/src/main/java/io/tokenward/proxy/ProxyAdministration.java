package io.tokenward.proxy;

import io.tokenward.proxy.admin.Administration;
import io.tokenward.proxy.admission.Directory;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.config.TenantSettings;
import io.tokenward.proxy.keys.ApiKey;
import io.tokenward.proxy.keys.KeyRecord;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.live.Live;
import io.tokenward.rules.RulesProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Administers a running proxy. Thread-safe: changes take turns. */
final class ProxyAdministration implements Administration {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyAdministration.class);

    private final Live<Settings> settings;
    private final Live<Directory> directory;
    private final LiveRules rules;
    private final KeyStore keys;
    private final TenantPacks packs;
    private final Supplier<Map<String, Object>> activity;
    private final Supplier<List<String>> certificates;
    private final Instant started = Instant.now();

    /**
     * An administration of these.
     *
     * @param activity what the proxy does now, for the status
     * @param certificates reads all certificates anew and tells what is wrong with them
     */
    ProxyAdministration(Settings first, Live<Directory> directory, LiveRules rules, KeyStore keys,
            TenantPacks packs, Supplier<Map<String, Object>> activity, Supplier<List<String>> certificates) {
        this.settings = new Live<>(first);
        this.directory = directory;
        this.rules = rules;
        this.keys = keys;
        this.packs = packs;
        this.activity = activity;
        this.certificates = certificates;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("started", started.toString());
        status.put("configuration", settings.get().file().toString());
        status.put("rules", rules.status());
        Map<String, Object> store = new LinkedHashMap<>();
        store.put("count", keys.list().size());
        keys.problem().ifPresent(problem -> store.put("problem", String.valueOf(problem.getMessage())));
        status.put("keys", store);
        status.putAll(activity.get());
        return status;
    }

    @Override
    public synchronized List<String> reload() {
        try {
            Settings next = SettingsReader.read(settings.get().file());
            List<String> fixed = fixed(settings.get(), next);
            if (!fixed.isEmpty()) return fixed;
            LoadedRules read = RulesLoading.beside(next.rules());
            Directory entries = Wiring.directory(next);
            settings.replace(next);
            directory.replace(entries);
            rules.replace(read);
            keys.reloadIfChanged();
            LOG.info("Reloaded {}; {} rules, version {}", next.file(), read.engine().rules().size(),
                    read.engine().version());
            // Last and by themselves: each listener keeps its old ones where the new ones are unusable.
            return certificates.get()
                    .stream()
                    .map(problem -> problem + "; configuration and rules were reloaded, these certificates were not")
                    .toList();
        } catch (ConfigProblem problem) {
            return problem.messages();
        } catch (RulesProblem problem) {
            return problem.messages();
        }
    }

    /** What is bound to sockets, files and threads stays as it was at the start: half of a change would be worse than none. */
    private static List<String> fixed(Settings now, Settings next) {
        List<String> changed = new ArrayList<>();
        if (!now.listeners().equals(next.listeners())) changed.add("listeners");
        if (!now.upstreams().equals(next.upstreams())) changed.add("upstreams");
        if (!now.limits().equals(next.limits())) changed.add("limits");
        if (!now.keys().equals(next.keys())) changed.add("keys");
        if (!Objects.equals(now.admin(), next.admin())) changed.add("admin");
        if (!now.storage().equals(next.storage())) changed.add("storage");
        if (!now.health().equals(next.health())) changed.add("health");
        if (!now.audit().equals(next.audit())) changed.add("audit");
        if (!now.notices().equals(next.notices())) changed.add("notices");
        if (!now.handover().equals(next.handover())) changed.add("handover");
        if (!now.acme().equals(next.acme())) changed.add("acme");
        return changed.stream()
                .map(name -> now.file().getFileName() + " " + name
                        + ": changed; this takes a restart, so nothing was reloaded")
                .toList();
    }

    @Override
    public List<Map<String, Object>> keys() {
        return keys.list().stream().map(ProxyAdministration::shown).toList();
    }

    @Override
    public Map<String, Object> createKey(NewKey wanted) {
        Settings now = settings.get();
        TenantSettings tenant = now.tenants().get(wanted.tenant());
        if (tenant == null) {
            throw new IllegalArgumentException(
                    "There is no tenant \"" + wanted.tenant() + "\"; possible: " + now.tenants().keySet() + ".");
        }
        String plan = wanted.plan().orElse(tenant.plan());
        if (!now.plans().containsKey(plan)) {
            throw new IllegalArgumentException(
                    "There is no plan \"" + plan + "\"; possible: " + now.plans().keySet() + ".");
        }
        return shownOnce(keys.create(List.of(new io.tokenward.proxy.keys.NewKey(wanted.tenant(), plan, wanted.models(),
                wanted.restrictions(), wanted.ttl(), wanted.name()))).getFirst());
    }

    @Override
    public boolean revokeKey(String id) {
        return keys.revoke(id);
    }

    @Override
    public Optional<Map<String, Object>> rotateKey(String id, Duration overlap) {
        return keys.rotate(id, overlap).map(ProxyAdministration::shownOnce);
    }

    @Override
    public List<Map<String, Object>> packs(String tenant) {
        return packs.list(tenant);
    }

    @Override
    public boolean grantPack(NewPack pack) {
        return packs.grant(pack, settings.get().tenants().keySet());
    }

    private static Map<String, Object> shownOnce(ApiKey key) {
        return Map.of("id", key.id(), "key", key.reveal());
    }

    private static Map<String, Object> shown(KeyRecord record) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("id", record.id());
        key.put("tenant", record.tenant());
        key.put("plan", record.plan());
        key.put("models", record.models());
        key.put("name", record.name());
        key.put("created", record.created().toString());
        record.expires().ifPresent(end -> key.put("expires", end.toString()));
        key.put("revoked", record.revoked());
        return key;
    }
}
