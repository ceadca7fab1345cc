package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.audit.AuditSettings;
import io.tokenward.rules.Policy;
import io.tokenward.rules.yaml.Yaml;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;

/** Reads and checks {@code tokenward.yaml}. Stateless. */
public final class SettingsReader {
    private SettingsReader() {}

    /**
     * The settings of that file. Opens nothing else: secrets, certificates and packs are looked at when they are used.
     * Relative paths in it start from its own directory. Throws with all errors at once.
     */
    public static Settings read(Path file) throws ConfigProblem {
        var errors = new YamlErrors();
        return settings(file, Yaml.readFile(file, errors), errors);
    }

    /** The same for a text; {@code file} is its name in messages and where relative paths start. */
    static Settings read(Path file, String text) throws ConfigProblem {
        var errors = new YamlErrors();
        return settings(file, Yaml.read(file.toString(), text, errors), errors);
    }

    private static Settings settings(Path file, List<YamlNode> documents, YamlErrors errors) throws ConfigProblem {
        if (errors.isEmpty() && documents.size() != 1) {
            errors.add(file + ": must be one YAML document, not " + documents.size());
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) errors.add(file + ": is no file");
        if (directory == null || documents.size() != 1) throw new ConfigProblem(errors.messages());

        Value root = new Value(documents.getFirst(), "", "", new Reading(errors, directory));
        Optional<Settings> settings = settings(file.toAbsolutePath(), root);
        if (!errors.isEmpty()) throw new ConfigProblem(errors.messages());
        return settings.orElseThrow(); // what is missing was noted as an error
    }

    private static Optional<Settings> settings(Path file, Value root) {
        Section top = Section.of(root, "listeners", "upstreams", "routes", "tenants", "plans", "policies", "limits",
                "keys", "rules", "admin", "storage", "audit", "health", "notices",
                "handover", "acme");
        // Names first: a reference to something that exists but is wrong itself is not an error of its own.
        Map<String, Value> upstreams = top.required("upstreams", "the example in docs/configuration.md")
                .map(Value::named)
                .orElse(Map.of());
        Map<String, Value> plans = top.find("plans").map(Value::named).orElse(Map.of());
        var policies = new PoliciesReader(top.find("policies").map(Value::named).orElse(Map.of()));

        Map<String, Value> tenantNames = top.find("tenants").map(Value::named).orElse(Map.of());
        Optional<AcmeSettings> acme = top.find("acme").flatMap(AcmeReader::read);
        var ordered = new OrderedReader(top.find("acme"), acme);
        var tlsReader = new TlsReader(tenantNames.keySet(), plans.keySet(), ordered);
        List<ListenerSettings> listeners = top.required("listeners", "the example in docs/configuration.md")
                .map(value -> ListenersReader.read(value, tlsReader))
                .orElse(List.of());
        ordered.end();
        Map<String, UpstreamSettings> readUpstreams = UpstreamsReader.read(upstreams);
        List<String> dialects = Dialects.standard().stream().map(Dialect::name).toList();
        var routesReader = new RoutesReader(dialects, upstreams.keySet(),
                new ModelUpstreamsReader(upstreams.keySet(),
                        name -> readUpstreams.get(name) instanceof UpstreamSettings found
                                && found.credential() instanceof UpstreamSettings.Caller),
                policies.names());
        List<RouteSettings> routes = top.required("routes", "the example in docs/configuration.md")
                .map(routesReader::read)
                .orElse(List.of());
        Map<String, PlanSettings> readPlans = PlansReader.read(plans, policies.names());
        Map<String, TenantSettings> tenants = TenantsReader.read(tenantNames, readPlans);
        Map<String, Policy> readPolicies = policies.read();
        LimitsSettings limits = ProcessReader.limits(top);
        Optional<KeysSettings> keys = top
                .required("keys", "{ store: file:data/keys.jsonl, pepper: file:secrets/key-pepper }")
                .flatMap(ProcessReader::keys);
        RulesSettings rules = ProcessReader.rules(top);
        Optional<AdminSettings> admin = top.find("admin").flatMap(ProcessReader::admin);
        Optional<ListenerSettings.Address> health = top.find("health").flatMap(ProcessReader::health);
        Optional<AuditSettings> audit = top.find("audit").flatMap(ProcessReader::audit);
        Optional<StorageSettings> storage = top.find("storage").flatMap(StorageReader::read);
        return keys.map(found -> new Settings(file, listeners, readUpstreams, routes, tenants, readPlans, readPolicies,
                limits, found, rules, admin, policies.storeDown(), storage, audit, health,
                top.find("notices").flatMap(ProcessReader::notices),
                top.find("handover").flatMap(ProcessReader::handover), acme));
    }
}
