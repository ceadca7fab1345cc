package io.tokenward.rules;

import static java.util.Objects.requireNonNull;

import io.tokenward.detectors.Category;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is screened and what is done about it. Immutable.
 *
 * @param name as the configuration and the audit call it
 * @param screening whether at all
 * @param paranoia rules up to this level decide, 1 to 4
 * @param detectionParanoia rules above {@code paranoia} up to this level only flag
 * @param operatingPoint the injection score from which attacks are acted upon
 * @param actions per category; a category that is missing is off
 * @param ruleActions for single rules of secrets and personal data, by their ids; they go before those of the category
 * @param deadline for one prompt
 * @param onError what happens at the deadline
 * @param reveal what a caller reads on a block
 * @param comparedWith name of a policy whose verdict on the same prompts is counted beside, and has no effect
 */
public record Policy(String name, Screening screening, int paranoia, int detectionParanoia,
        OperatingPoint operatingPoint,
        Map<Category, Action> actions, Map<String, Action> ruleActions, Duration deadline, OnError onError,
        Reveal reveal, Optional<String> comparedWith) {
    /** A policy that is compared with no other. */
    public Policy(String name, Screening screening, int paranoia, int detectionParanoia,
            OperatingPoint operatingPoint, Map<Category, Action> actions, Map<String, Action> ruleActions,
            Duration deadline, OnError onError, Reveal reveal) {
        this(name, screening, paranoia, detectionParanoia, operatingPoint, actions, ruleActions, deadline, onError,
                reveal, Optional.empty());
    }

    public Policy {
        requireNonNull(name, "name");
        if (paranoia < 1 || paranoia > 4)
            throw new IllegalArgumentException("paranoia must be 1 to 4, was " + paranoia);
        if (detectionParanoia < 1 || detectionParanoia > 4) {
            throw new IllegalArgumentException("detectionParanoia must be 1 to 4, was " + detectionParanoia);
        }
        if (!deadline.isPositive()) throw new IllegalArgumentException("deadline must be positive, was " + deadline);
        actions = Map.copyOf(actions);
        ruleActions = Map.copyOf(ruleActions);
    }

    /** A policy that treats all rules of a category alike. */
    public Policy(String name, Screening screening, int paranoia, int detectionParanoia, OperatingPoint operatingPoint,
            Map<Category, Action> actions, Duration deadline, OnError onError, Reveal reveal) {
        this(name, screening, paranoia, detectionParanoia, operatingPoint, actions, Map.of(), deadline, onError,
                reveal);
    }

    /** What applies where nothing else is said: blocks attacks at 0.5 % false alarms, redacts secrets. */
    public static Policy standard() {
        return new Policy("default", Screening.ENFORCE, 1, 2, OperatingPoint.falseAlarms(0.005),
                Map.of(Category.INJECTION, Action.BLOCK, Category.JAILBREAK, Action.BLOCK, Category.INDIRECT_INJECTION,
                        Action.BLOCK,
                        Category.EVASION, Action.FLAG, Category.SECRET, Action.REDACT, Category.PII, Action.OFF,
                        Category.ABUSE, Action.OFF),
                Duration.ofMillis(250), OnError.CLOSED, Reveal.RULE);
    }

    /** The same at another paranoia level, which decides; what only flags reaches as far at least. */
    public Policy at(int level) {
        return new Policy(name, screening, level, Math.max(level, detectionParanoia), operatingPoint, actions,
                ruleActions, deadline, onError, reveal, comparedWith);
    }

    /** What to do about findings of that category. */
    public Action action(Category category) {
        return actions.getOrDefault(category, Action.OFF);
    }

    /** What to do about findings of that rule: its own action, else that of its category. */
    public Action action(Rule rule) {
        Action own = ruleActions.get(rule.id());
        return own == null ? action(rule.category()) : own;
    }

    /** Whether findings of personal data have any effect. */
    public boolean caresForPersonalData() {
        return action(Category.PII) != Action.OFF || ruleActions.entrySet()
                .stream()
                .anyMatch(entry -> entry.getKey().startsWith("pii-") && entry.getValue() != Action.OFF);
    }
}
