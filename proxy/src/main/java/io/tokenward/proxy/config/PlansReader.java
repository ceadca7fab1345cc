package io.tokenward.proxy.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.tokenward.proxy.config.PlanSettings.Named;
import io.tokenward.proxy.config.PlanSettings.RouteDecides;
import io.tokenward.proxy.config.PlanSettings.Security;
import io.tokenward.proxy.config.PlanSettings.Unscreened;
import io.tokenward.proxy.limit.Money;
import io.tokenward.proxy.limit.PlanLevels;
import io.tokenward.proxy.limit.PlanLevels.Users;
import io.tokenward.proxy.limit.Tariff;
import io.tokenward.rules.Trust;

/** Reads {@code plans}. */
final class PlansReader {
    private static final String HEADER = "header ";
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MOST_USERS = 1_000_000;
    private static final int USERS = 10_000;

    private PlansReader() {}

    static Map<String, PlanSettings> read(Map<String, Value> values, Collection<String> policies) {
        Map<String, PlanSettings> plans = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            PlanSettings plan = plan(name, value, policies);
            sameCurrency(value, plan, plans.values());
            plans.put(name, plan);
        });
        return plans;
    }

    private static PlanSettings plan(String name, Value value, Collection<String> policies) {
        Section section = Section.of(value, "rates", "address-rates", "model-rates", "quotas", "key-quotas", "package",
                "weights", "prices", "currency", "budget", "key-budget", "users", "security", "trust-roles");
        return new PlanSettings(name,
                RatesReader.read(section, "rates"),
                AllowanceReader.quotas(section.section("quotas", "day", "month")),
                section.find("package").flatMap(PackageReader::read),
                section.find("weights").map(TariffReader::weights).orElse(Tariff.TOKENS),
                money(section),
                section.find("security").map(found -> security(found, policies)).orElse(new RouteDecides()),
                section.find("trust-roles").flatMap(PlansReader::trust).orElse(Trust.NONE),
                new PlanLevels(RatesReader.read(section, "address-rates"),
                        section.find("model-rates").map(RatesReader::byModel).orElse(Map.of()),
                        AllowanceReader.read(section, "key-quotas", "key-budget"),
                        section.find("users").map(found -> users(found, section))));
    }

    private static Optional<Money> money(Section section) {
        Optional<Value> prices = section.find("prices");
        for (String key : List.of("budget", "key-budget", "currency")) {
            if (prices.isEmpty())
                section.find(key).ifPresent(value -> value.error("needs prices, by which money is counted"));
        }
        if (prices.isEmpty()) return Optional.empty();
        Optional<String> currency = section.required("currency", "CNY").flatMap(Value::text);
        if (currency.isPresent() && !CURRENCY.matcher(currency.get()).matches())
            section.find("currency").ifPresent(value -> value.error("must be three capital letters, such as CNY"));
        return Optional.of(new Money(currency.orElse(""), TariffReader.prices(prices.get()),
                AllowanceReader.budget(section.section("budget", "day", "month"))));
    }

    /** Budgets of a tenant are in the currency of whichever plan its keys have. */
    private static void sameCurrency(Value value, PlanSettings plan, Collection<PlanSettings> others) {
        for (PlanSettings other : others) {
            if (plan.money().isEmpty() || other.money().isEmpty()) continue;
            String theirs = other.money().get().currency();
            if (plan.money().get().currency().equals(theirs)) continue;
            value.error("counts money in another currency than plan " + other.name() + ", which has " + theirs);
            return;
        }
    }

    private static Users users(Value value, Section plan) {
        Section section = Section.of(value, "from", "rates", "quotas", "budget", "most");
        if (plan.find("prices").isEmpty())
            section.find("budget").ifPresent(found -> found.error("needs prices, by which money is counted"));
        return new Users(section.find("from").map(PlansReader::header).orElse(""),
                RatesReader.read(section, "rates"), AllowanceReader.read(section, "quotas", "budget"),
                section.count("most", USERS, 1, MOST_USERS));
    }

    /** The header that names the user; empty for the body. */
    private static String header(Value value) {
        if (value.is("body")) return "";
        Optional<String> name = value.text()
                .filter(text -> text.startsWith(HEADER))
                .map(text -> text.substring(HEADER.length()));
        if (name.isPresent() && FIELD.matcher(name.get()).matches()) return name.get();
        value.error("must be body, or a header, such as: header X-End-User");
        return "";
    }

    private static Security security(Value value, Collection<String> policies) {
        if (value.is(PoliciesReader.NONE)) return new Unscreened();
        Optional<String> policy = value.name("policy", policies);
        return policy.isPresent() ? new Named(policy.get()) : new RouteDecides();
    }

    private static Optional<Trust> trust(Value value) {
        return value.word(Trust::of, Arrays.stream(Trust.values()).map(Trust::word).toList());
    }
}
