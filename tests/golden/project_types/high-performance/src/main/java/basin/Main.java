package basin;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Main {
    private static final int GAUGE_BITS = 12;

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: basin CELLS SECONDS OUTPUT");
            System.exit(2);
        }
        int cells = Integer.parseInt(arguments[0]);
        double end = Double.parseDouble(arguments[1]);
        Solver solver = new Solver(harbour(cells), 2.0, 0.03);
        double volume = solver.state().volume();
        Transport dye = new Transport(solver.state(), 2.0, 0.1);
        dye.release(cells / 5, cells / 5, 4, 1.0);
        double[] gauge = new double[1 << GAUGE_BITS];
        double time = 0;
        long steps = 0;
        while (time < end) {
            double dt = Math.min(solver.stableStep(), end - time);
            solver.step(dt);
            dye.step(solver.state(), dt);
            gauge[(int) (steps % gauge.length)] = solver.state().depth[solver.state().at(cells / 2, cells / 2)];
            time += dt;
            if (++steps % 1000 == 0) {
                double drift = solver.state().volume() / volume - 1;
                System.out.printf("%10d steps %10.2f s, volume drift %.2e%n", steps, time, drift);
            }
        }
        double[] power = new Spectrum(GAUGE_BITS).power(gauge);
        int loudest = 1;
        for (int i = 2; i < power.length; i++) {
            loudest = power[i] > power[loudest] ? i : loudest;
        }
        System.out.printf("loudest wave: %d cycles in %d steps; dye left: %.3f%n", loudest, gauge.length, dye.mass());
        write(Path.of(arguments[2]), solver.state());
    }

    /** A sloping bed, still water, and a raised column in one corner. */
    private static Grid harbour(int cells) {
        Grid grid = new Grid(cells, cells);
        for (int y = 0; y < cells; y++) {
            for (int x = 0; x < cells; x++) {
                int c = grid.at(x, y);
                grid.bed[c] = 6.0 * x / cells;
                grid.depth[c] = Math.max(0, 8.0 - grid.bed[c]);
                double dx = x - cells / 5.0;
                double dy = y - cells / 5.0;
                grid.depth[c] += 1.5 * Math.exp(-(dx * dx + dy * dy) / cells);
            }
        }
        return grid;
    }

    private static void write(Path path, Grid grid) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
            out.writeInt(grid.width);
            out.writeInt(grid.height);
            for (int y = 0; y < grid.height; y++) {
                for (int x = 0; x < grid.width; x++) {
                    out.writeFloat((float) grid.depth[grid.at(x, y)]);
                }
            }
        }
    }
}
