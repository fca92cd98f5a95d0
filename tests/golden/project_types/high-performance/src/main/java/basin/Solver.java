package basin;

/** Lax-Friedrichs steps of the shallow-water equations with bottom friction. */
final class Solver {
    private static final double GRAVITY = 9.80665;
    private static final double DRY = 1e-4;

    private final double cell;
    private final double manning;
    private Grid now;
    private Grid next;

    Solver(Grid start, double cell, double manning) {
        this.now = start;
        this.next = new Grid(start.width, start.height);
        System.arraycopy(start.bed, 0, next.bed, 0, start.bed.length);
        this.cell = cell;
        this.manning = manning;
    }

    Grid state() {
        return now;
    }

    /** The longest step that no wave crosses a cell in. */
    double stableStep() {
        double fastest = 1e-9;
        for (int y = 0; y < now.height; y++) {
            int row = now.at(0, y);
            for (int i = row; i < row + now.width; i++) {
                double h = now.depth[i];
                if (h < DRY) {
                    continue;
                }
                double wave = Math.sqrt(GRAVITY * h);
                double u = Math.abs(now.flowX[i] / h) + wave;
                double v = Math.abs(now.flowY[i] / h) + wave;
                fastest = Math.max(fastest, Math.max(u, v));
            }
        }
        return 0.45 * cell / fastest;
    }

    void step(double dt) {
        now.reflect();
        double k = dt / (2 * cell);
        double[] h = now.depth;
        double[] p = now.flowX;
        double[] q = now.flowY;
        for (int y = 0; y < now.height; y++) {
            for (int x = 0; x < now.width; x++) {
                int c = now.at(x, y);
                int w = c - 1;
                int e = c + 1;
                int n = c - now.stride;
                int s = c + now.stride;

                double depth = 0.25 * (h[w] + h[e] + h[n] + h[s]) - k * (p[e] - p[w]) - k * (q[s] - q[n]);
                double fx = along(h[e], p[e]) - along(h[w], p[w]);
                double fy = across(h[s], q[s], p[s]) - across(h[n], q[n], p[n]);
                double gx = across(h[e], p[e], q[e]) - across(h[w], p[w], q[w]);
                double gy = along(h[s], q[s]) - along(h[n], q[n]);
                double px = 0.25 * (p[w] + p[e] + p[n] + p[s]) - k * (fx + fy);
                double qy = 0.25 * (q[w] + q[e] + q[n] + q[s]) - k * (gx + gy);

                px -= k * GRAVITY * h[c] * (now.bed[e] - now.bed[w]);
                qy -= k * GRAVITY * h[c] * (now.bed[s] - now.bed[n]);
                if (depth < DRY) {
                    next.depth[c] = Math.max(depth, 0);
                    next.flowX[c] = 0;
                    next.flowY[c] = 0;
                    continue;
                }
                double speed = Math.sqrt(px * px + qy * qy) / depth;
                double drag = 1 + dt * GRAVITY * manning * manning * speed / Math.pow(depth, 4.0 / 3.0);
                next.depth[c] = depth;
                next.flowX[c] = px / drag;
                next.flowY[c] = qy / drag;
            }
        }
        Grid old = now;
        now = next;
        next = old;
    }

    private static double along(double h, double p) {
        return h < DRY ? 0 : p * p / h + 0.5 * GRAVITY * h * h;
    }

    private static double across(double h, double p, double q) {
        return h < DRY ? 0 : p * q / h;
    }
}
