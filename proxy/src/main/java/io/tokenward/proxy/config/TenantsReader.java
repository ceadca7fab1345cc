package io.tokenward.proxy.config;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.tokenward.rules.yaml.YamlErrors;

/** Reads {@code tenants}. */
final class TenantsReader {
    private TenantsReader() {}

    static Map<String, TenantSettings> read(Map<String, Value> values, Map<String, PlanSettings> plans) {
        Map<String, TenantSettings> tenants = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Section section = Section.of(value, "plan", "zone", "since", "rates", "quotas", "budget");
            Optional<String> plan = section.required("plan", "the name of a plan")
                    .flatMap(found -> found.name("plan", plans.keySet()));
            ZoneId zone = section.find("zone").flatMap(TenantsReader::zone).orElse(ZoneOffset.UTC);
            Optional<LocalDate> since = section.find("since").flatMap(TenantsReader::date);
            plan.ifPresent(found -> tenants.put(name, new TenantSettings(name, found, zone, since,
                    RatesReader.read(section, "rates"), AllowanceReader.read(section, "quotas", "budget"))));
            if (plan.map(plans::get).filter(found -> found.money().isEmpty()).isPresent())
                section.find("budget").ifPresent(found -> found.error("needs a plan with prices"));
        });
        return tenants;
    }

    private static Optional<LocalDate> date(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        try {
            return text.map(LocalDate::parse);
        } catch (DateTimeParseException wrong) {
            return value.refused(Words.quoted(text.get()) + " is no date; write it like 2026-03-31");
        }
    }

    /** Names of the time zone database only: an offset such as +8 knows no summer time and hides whose day is meant. */
    private static Optional<ZoneId> zone(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        if (ZoneId.getAvailableZoneIds().contains(text.get())) return text.map(ZoneId::of);
        return value.refused("no time zone " + Words.quoted(text.get())
                + YamlErrors.didYouMean(text.get(), ZoneId.getAvailableZoneIds().stream().sorted().toList()));
    }
}
