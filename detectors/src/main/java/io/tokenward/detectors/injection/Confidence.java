package io.tokenward.detectors.injection;

import java.util.Locale;

/** How sure the model is; each level includes those above it, so that their points add up. */
public enum Confidence {
    /** As high as one harmless text in 100 gets. */
    LOW,
    /** As high as five harmless texts in 1,000 get. */
    MEDIUM,
    /** As high as one harmless text in 1,000 gets. */
    HIGH;

    private final String detector = "learned-" + name().toLowerCase(Locale.ROOT);

    /** The name by which rules ask for this level, such as {@code learned-medium}. */
    public String detector() {
        return detector;
    }

    /** The log-odds from which a text is on this level. */
    double from(Calibration calibration) {
        return switch (this) {
            case LOW -> calibration.atOnePercent();
            case MEDIUM -> calibration.atHalfPercent();
            case HIGH -> calibration.atTenthPercent();
        };
    }
}
