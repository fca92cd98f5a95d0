package basin;

/** What the water carries: upwind advection and diffusion of a concentration on the solver's grid. */
final class Transport {
    private final Grid grid;
    private final double cell;
    private final double diffusion;
    private double[] now;
    private double[] next;

    Transport(Grid grid, double cell, double diffusion) {
        this.grid = grid;
        this.cell = cell;
        this.diffusion = diffusion;
        this.now = new double[grid.depth.length];
        this.next = new double[grid.depth.length];
    }

    void release(int x, int y, int radius, double amount) {
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                double r2 = dx * dx + dy * dy;
                now[grid.at(x + dx, y + dy)] += amount * Math.exp(-r2 / (0.5 * radius * radius));
            }
        }
    }

    void step(Grid flow, double dt) {
        double a = dt / cell;
        double d = diffusion * dt / (cell * cell);
        for (int y = 0; y < flow.height; y++) {
            for (int x = 0; x < flow.width; x++) {
                int c = flow.at(x, y);
                double h = Math.max(flow.depth[c], 1e-4);
                double u = flow.flowX[c] / h;
                double v = flow.flowY[c] / h;
                double gx = u > 0 ? now[c] - now[c - 1] : now[c + 1] - now[c];
                double gy = v > 0 ? now[c] - now[c - flow.stride] : now[c + flow.stride] - now[c];
                double spread = now[c - 1] + now[c + 1] + now[c - flow.stride] + now[c + flow.stride] - 4 * now[c];
                next[c] = now[c] - a * (u * gx + v * gy) + d * spread;
            }
        }
        double[] old = now;
        now = next;
        next = old;
    }

    double mass() {
        double sum = 0;
        for (int y = 0; y < grid.height; y++) {
            for (int x = 0; x < grid.width; x++) {
                sum += now[grid.at(x, y)] * cell * cell;
            }
        }
        return sum;
    }
}
