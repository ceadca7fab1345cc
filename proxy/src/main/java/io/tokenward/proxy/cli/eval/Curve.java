package io.tokenward.proxy.cli.eval;

import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How many attacks and harmless texts reach each number of points, from the most points down: what the curves of a report are drawn
 * from. Immutable.
 */
record Curve(List<Point> points) {
    /**
     * One threshold.
     *
     * @param from points from which a text counts as an attack
     * @param found share of attacks
     * @param wrong share of harmless texts
     * @param precision share of attacks among all that count as attacks; 1 where nothing does
     */
    record Point(int from, double found, double wrong, double precision) {}

    Curve {
        points = List.copyOf(points);
    }

    /** Hard harmless texts are harmless texts here; harmful questions without technique are neither. */
    static Curve of(List<Outcome> outcomes, ToIntFunction<Outcome.Points> part) {
        int[] attacks = reached(outcomes.stream().filter(one -> one.text().label().attack()).toList(), part);
        int[] benign = reached(outcomes.stream().filter(one -> one.text().label() == Label.BENIGN).toList(), part);
        List<Point> points = new ArrayList<>();
        for (int from = Math.max(attacks.length, benign.length) - 1; from >= 0; from--) {
            int found = from < attacks.length ? attacks[from] : 0;
            int wrong = from < benign.length ? benign[from] : 0;
            points.add(new Point(from, share(found, attacks[0]), share(wrong, benign[0]),
                    found + wrong == 0 ? 1 : (double) found / (found + wrong)));
        }
        return new Curve(points);
    }

    /** Area under the curve of found over wrong, by trapezia from nothing to everything. */
    double area() {
        double area = 0;
        double wrong = 0;
        double found = 0;
        for (Point point : points) {
            area += (point.wrong() - wrong) * (point.found() + found) / 2;
            wrong = point.wrong();
            found = point.found();
        }
        return area;
    }

    /** By number of points: how many texts have as many or more. */
    private static int[] reached(List<Outcome> of, ToIntFunction<Outcome.Points> part) {
        int most = of.stream().map(Outcome::points).mapToInt(part).max().orElse(0);
        int[] reached = new int[most + 1];
        for (Outcome one : of)
            reached[part.applyAsInt(one.points())]++;
        for (int i = most - 1; i >= 0; i--)
            reached[i] += reached[i + 1];
        return reached;
    }

    private static double share(int some, int all) {
        return all == 0 ? 0 : (double) some / all;
    }
}
