package io.tokenward.rules.lint;

import io.tokenward.rules.Exclusion;
import io.tokenward.rules.Pack;
import io.tokenward.rules.PackReading;
import io.tokenward.rules.Rule;
import io.tokenward.rules.yaml.YamlErrors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks over packs. Immutable.
 *
 * @param errors what keeps them from being loaded
 * @param warnings what is unwise, by place
 * @param size of all rules after expansion
 */
public record Lint(List<YamlErrors.Entry> errors, List<Warning> warnings, RuleSize size) {

    /**
     * All that can be said of the packs named {@code of}; the others are there to be compared with.
     *
     * @param of packs among those that were read
     * @param today for exclusions, in UTC
     */
    public static Lint of(PackReading reading, List<Pack> of, LocalDate today) {
        List<Rule> all = reading.packs().stream().flatMap(pack -> pack.rules().stream()).toList();
        List<Warning> warnings = new ArrayList<>();
        var duplicates = new Duplicates(all);
        RuleSize size = RuleSize.NONE;
        for (Pack pack : of) {
            for (Rule rule : pack.rules()) {
                RuleSize own = RuleSize.of(rule);
                size = size.plus(own);
                NeverFires.of(rule).ifPresent(warnings::add);
                duplicates.of(rule).ifPresent(warnings::add);
                CommonAnchors.of(rule).or(() -> ShortAnchors.of(rule)).ifPresent(warnings::add);
                own.warning(rule).ifPresent(warnings::add);
            }
            for (Exclusion exclusion : pack.exclusions())
                warnings.addAll(ExclusionFlaws.of(exclusion, all, today));
        }
        warnings.sort(Comparator.comparing((Warning warning) -> warning.place().file())
                .thenComparing(warning -> warning.place().line())
                .thenComparing(warning -> warning.place().column()));
        return new Lint(reading.errors().entries(), List.copyOf(warnings), size);
    }
}
