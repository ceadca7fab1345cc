package io.tokenward.proxy.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tokenward.certs.SubjectName;
import io.tokenward.proxy.keys.Caller;

/** Reads {@code listeners[].tls.callers}: who is meant by a name in a client certificate. */
final class CallersReader {
    private final Collection<String> tenants;
    private final Collection<String> plans;

    CallersReader(Collection<String> tenants, Collection<String> plans) {
        this.tenants = tenants;
        this.plans = plans;
    }

    Map<SubjectName, Caller> read(Value value) {
        Map<SubjectName, Caller> callers = new LinkedHashMap<>();
        value.named().forEach((name, entry) -> caller(name, entry, callers));
        return callers;
    }

    private void caller(String name, Value value, Map<SubjectName, Caller> callers) {
        Section section = Section.of(value, "san", "tenant", "plan", "models");
        Optional<SubjectName> san = section.required("san", "uri:spiffe://acme/build").flatMap(CallersReader::san);
        Optional<String> tenant = section.required("tenant", "the name of a tenant")
                .flatMap(found -> found.name("tenant", tenants));
        // An empty plan is the tenant's, as it is for keys.
        String plan = section.find("plan").flatMap(found -> found.name("plan", plans)).orElse("");
        List<String> models = section.find("models").map(CallersReader::models).orElse(List.of());
        if (san.isEmpty() || tenant.isEmpty()) return;
        var caller = new Caller("cert:" + name, tenant.get(), plan, models);
        if (callers.putIfAbsent(san.get(), caller) != null) {
            value.error("another caller has the name " + Words.quoted(san.get().toString()) + " already");
        }
    }

    private static Optional<SubjectName> san(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        Optional<SubjectName> name = SubjectName.parse(text.get()).filter(found -> found.kind() != SubjectName.Kind.IP);
        if (name.isPresent()) return name;
        return value.refused("no name of a certificate: " + Words.quoted(text.get())
                + "; write it like uri:spiffe://acme/build, dns:build.acme.internal or email:build@acme.example");
    }

    private static List<String> models(Value value) {
        List<String> models = new ArrayList<>();
        for (Value item : value.items())
            item.text().ifPresent(models::add);
        return models;
    }
}
