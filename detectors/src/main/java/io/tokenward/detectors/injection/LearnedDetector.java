package io.tokenward.detectors.injection;

import io.tokenward.detectors.Detector;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.Folding;
import java.util.List;

/**
 * One level of confidence of the shipped model as a detector: the best window of a text, if it is on that level. Immutable
 * and thread-safe. Whoever asks for several levels of one text reads the model once instead, see {@link InjectionModel#read}.
 *
 * @param confidence the level
 */
public record LearnedDetector(Confidence confidence) implements Detector {

    @Override
    public String name() {
        return confidence.detector();
    }

    /** As said by a user. */
    @Override
    public List<Span> find(String text) {
        InjectionModel model = InjectionModel.standard();
        InjectionModel.Reading reading = model.read(Folding.fold(text), Role.USER);
        return model.reaches(reading, confidence) ? List.of(reading.span()) : List.of();
    }
}
