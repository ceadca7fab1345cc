package io.tokenward.proxy.cli.train;

/**
 * Minimises a smooth convex function: limited-memory BFGS with backtracking (Nocedal and Wright, Numerical Optimization,
 * algorithm 7.4). Single-threaded but for the function; the same function gives the same answer to the bit.
 */
final class Lbfgs {
    private static final int MEMORY = 8;

    /** Value and gradient at a point. */
    interface Objective {
        /** Writes the gradient into {@code gradient} and returns the value. */
        double at(double[] point, double[] gradient);
    }

    private final double[][] steps = new double[MEMORY][];
    private final double[][] changes = new double[MEMORY][];
    private final double[] rho = new double[MEMORY];
    private int stored;

    /** Improves {@code point} in place, at most so many iterations. */
    void minimise(Objective objective, double[] point, int iterations) {
        int n = point.length;
        var gradient = new double[n];
        var next = new double[n];
        var nextGradient = new double[n];
        double value = objective.at(point, gradient);
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] direction = direction(gradient);
            double slope = dot(direction, gradient);
            if (slope >= -1e-12) return;
            double step = stored == 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
            double nextValue = 0;
            boolean better = false;
            for (int tries = 0; tries < 20 && !better; tries++) {
                for (int i = 0; i < n; i++)
                    next[i] = point[i] + step * direction[i];
                nextValue = objective.at(next, nextGradient);
                better = nextValue <= value + 1e-4 * step * slope;
                if (!better) step /= 2;
            }
            if (!better) return;
            remember(point, next, gradient, nextGradient);
            System.arraycopy(next, 0, point, 0, n);
            System.arraycopy(nextGradient, 0, gradient, 0, n);
            if (value - nextValue < 1e-6 * Math.abs(value)) return;
            value = nextValue;
        }
    }

    private void remember(double[] from, double[] to, double[] before, double[] after) {
        int slot = stored % MEMORY;
        var step = new double[from.length];
        var change = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            step[i] = to[i] - from[i];
            change[i] = after[i] - before[i];
        }
        double curvature = dot(step, change);
        if (curvature < 1e-14) return;
        steps[slot] = step;
        changes[slot] = change;
        rho[slot] = 1 / curvature;
        stored++;
    }

    private double[] direction(double[] gradient) {
        var direction = new double[gradient.length];
        for (int i = 0; i < direction.length; i++)
            direction[i] = -gradient[i];
        int kept = Math.min(stored, MEMORY);
        var alpha = new double[MEMORY];
        for (int back = 1; back <= kept; back++) {
            int slot = (stored - back) % MEMORY;
            alpha[slot] = rho[slot] * dot(steps[slot], direction);
            add(direction, -alpha[slot], changes[slot]);
        }
        if (kept > 0) {
            int latest = (stored - 1) % MEMORY;
            double scale = 1 / (rho[latest] * dot(changes[latest], changes[latest]));
            for (int i = 0; i < direction.length; i++)
                direction[i] *= scale;
        }
        for (int back = kept; back >= 1; back--) {
            int slot = (stored - back) % MEMORY;
            double beta = rho[slot] * dot(changes[slot], direction);
            add(direction, alpha[slot] - beta, steps[slot]);
        }
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++)
            to[i] += factor * what[i];
    }
}
