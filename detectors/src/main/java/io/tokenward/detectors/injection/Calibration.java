package io.tokenward.detectors.injection;

/**
 * From the sum of a window to log-odds, and where to draw a line. Fitted on sources of texts that the weights had not seen.
 *
 * @param slope of the log-odds over the sum
 * @param offset added to the log-odds
 * @param perLength taken from the sum of the best window for each doubling of the text beyond {@value Windows#LONG} characters:
 *     the best of many windows is high by chance alone
 * @param atTenthPercent log-odds that one benign text in 1,000 reaches
 * @param atHalfPercent log-odds that five in 1,000 reach
 * @param atOnePercent log-odds that one in 100 reaches
 */
public record Calibration(float slope, float offset, float perLength, float atTenthPercent, float atHalfPercent,
        float atOnePercent) {
    public Calibration {
        if (!(slope > 0)
                || !Float.isFinite(slope + offset + perLength + atTenthPercent + atHalfPercent + atOnePercent)) {
            throw new IllegalArgumentException("slope must be positive and all finite, slope was " + slope);
        }
    }

    /** The log-odds of the best window of a text of that many characters. */
    double logOdds(double sum, int length) {
        return slope * (sum - perLength * doublings(length)) + offset;
    }

    /** How often {@value Windows#LONG} characters must be doubled to be that long; 0 for shorter texts. */
    public static double doublings(int length) {
        return length <= Windows.LONG ? 0 : StrictMath.log((double) length / Windows.LONG) / StrictMath.log(2);
    }

    /** A score without meaning as odds; for training, before the rest is known. */
    public static Calibration none() {
        return new Calibration(1, 0, 0, 0, 0, 0);
    }
}
