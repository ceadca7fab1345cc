package io.tokenward.detectors;

import io.tokenward.detectors.hiding.DisguisedWords;
import io.tokenward.detectors.hiding.HiddenText;
import io.tokenward.detectors.hiding.TurnedText;
import io.tokenward.detectors.injection.Confidence;
import io.tokenward.detectors.injection.LearnedDetector;
import io.tokenward.detectors.mention.MentionDetector;
import io.tokenward.detectors.pii.PiiScanner;
import io.tokenward.detectors.secret.SecretScanner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All detectors of this module: a new one is one line in the list below. Immutable and thread-safe.
 */
public final class Detectors {
    private static final Detectors STANDARD = new Detectors(
            List.of(new MentionDetector(),
                    new HiddenText(),
                    new DisguisedWords(),
                    new TurnedText(),
                    new LearnedDetector(Confidence.LOW),
                    new LearnedDetector(Confidence.MEDIUM),
                    new LearnedDetector(Confidence.HIGH)),
            SecretScanner.standard());

    private final List<Detector> detectors;
    private final Map<String, Detector> byName;
    private final SecretScanner secrets;

    private Detectors(List<Detector> detectors, SecretScanner secrets) {
        this.detectors = List.copyOf(detectors);
        byName = detectors.stream().collect(Collectors.toUnmodifiableMap(Detector::name, Function.identity()));
        this.secrets = secrets;
    }

    /** The detectors that ship. */
    public static Detectors standard() {
        return STANDARD;
    }

    /** The detector that a rule calls by that name; secrets are not called one by one, see {@link #secrets}. */
    public Optional<Detector> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All secret formats in one pass. */
    public SecretScanner secrets() {
        return secrets;
    }

    /** All kinds of personal data in one pass. */
    public PiiScanner pii() {
        return PiiScanner.standard();
    }

    /** Every name that a finding may carry or an exclusion may name, those of the secret formats and the kinds of personal data included. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (Detector detector : detectors)
            names.add(detector.name());
        names.addAll(secrets.names());
        names.addAll(pii().names());
        return Set.copyOf(names);
    }
}
