package io.tokenward.rules;

import io.tokenward.detectors.Detector;
import io.tokenward.detectors.Detectors;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.injection.Confidence;
import io.tokenward.detectors.injection.InjectionModel;
import io.tokenward.detectors.injection.LearnedDetector;
import io.tokenward.detectors.pii.PiiMatch;
import io.tokenward.detectors.secret.SecretMatch;
import io.tokenward.detectors.text.Lowered;
import io.tokenward.detectors.text.TextView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What detectors say about one passage: each is asked at most once, secrets and personal data in one
 * pass each. Not thread-safe. */
final class PassageLeaves {
    private final String text;
    private final Lowered lowered;
    private final List<TextView> views;
    private final List<TextView> decoded;
    private final Role role;
    private final Detectors detectors;
    private final Map<String, List<Span>> found = new HashMap<>();
    private final Map<String, Enclosing> enclosing = new HashMap<>();
    private final Set<String> secrets;

    /**
     * What is asked about a text.
     *
     * @param lowered its units, ASCII letters in lower case
     * @param views of the text, folded
     * @param decoded its encoded stretches as they are, since keys and passwords have capitals
     * @param role as which it is judged
     * @param selection the rules that ask
     */
    PassageLeaves(String text, Lowered lowered, List<TextView> views, List<TextView> decoded, Role role,
            Detectors detectors, RuleTrees.Selection selection) {
        this.text = text;
        this.lowered = lowered;
        this.views = views;
        this.decoded = decoded;
        this.role = role;
        this.detectors = detectors;
        if (selection.secrets()) {
            for (SecretMatch match : detectors.secrets().scan(text, decoded, lowered.isAscii()))
                found.computeIfAbsent(match.name(), _ -> new ArrayList<>()).add(match.span());
        }
        if (selection.personalData()) {
            for (PiiMatch match : detectors.pii().scan(text))
                found.computeIfAbsent(match.name(), _ -> new ArrayList<>()).add(match.span());
        }
        secrets = found.isEmpty() ? Set.of() : Set.copyOf(found.keySet());
    }

    String text() {
        return text;
    }

    /** The units of the text, ASCII letters in lower case. */
    char[] lowered() {
        return lowered.units();
    }

    boolean isAscii() {
        return lowered.isAscii();
    }

    /** Its encoded stretches as they are. */
    List<TextView> decoded() {
        return decoded;
    }

    /** The ways in which the text is read, the first one as it stands but folded. */
    List<TextView> views() {
        return views;
    }

    /** Names of the kinds of secrets and personal data that are in the text. */
    Set<String> secrets() {
        return secrets;
    }

    /** Where the detector finds something, ascending by start. */
    List<Span> spans(String detector) {
        List<Span> known = found.get(detector);
        if (known != null) return known;
        Detector asked = detectors.named(detector).orElse(null);
        if (asked instanceof LearnedDetector) learned();
        else
            found.put(detector,
                    asked == null || isAscii() && !asked.looksAtAscii() ? List.of() : asked.find(text));
        return found.getOrDefault(detector, List.of());
    }

    /** The same for the question what lies within. */
    Enclosing enclosing(String detector) {
        return enclosing.computeIfAbsent(detector, name -> new Enclosing(spans(name)));
    }

    /** All levels of the model from one reading: of the view, the decoded ones included, that looks worst. */
    private void learned() {
        InjectionModel model = InjectionModel.standard();
        InjectionModel.Reading worst = model.worst(views, role);
        for (Confidence level : Confidence.values())
            found.put(level.detector(), model.reaches(worst, level) ? List.of(worst.span()) : List.of());
    }
}
