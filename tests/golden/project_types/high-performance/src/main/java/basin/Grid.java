package basin;

/** Water height and momentum on a regular grid with one ghost cell around it. */
final class Grid {
    final int width;
    final int height;
    final int stride;
    final double[] depth;
    final double[] flowX;
    final double[] flowY;
    final double[] bed;

    Grid(int width, int height) {
        this.width = width;
        this.height = height;
        this.stride = width + 2;
        int cells = stride * (height + 2);
        depth = new double[cells];
        flowX = new double[cells];
        flowY = new double[cells];
        bed = new double[cells];
    }

    int at(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    /** Walls: the ghost cells mirror their neighbours with the momentum turned round. */
    void reflect() {
        for (int x = 0; x < width; x++) {
            mirror(at(x, -1), at(x, 0), 1, -1);
            mirror(at(x, height), at(x, height - 1), 1, -1);
        }
        for (int y = 0; y < height; y++) {
            mirror(at(-1, y), at(0, y), -1, 1);
            mirror(at(width, y), at(width - 1, y), -1, 1);
        }
    }

    private void mirror(int ghost, int inner, double signX, double signY) {
        depth[ghost] = depth[inner];
        flowX[ghost] = signX * flowX[inner];
        flowY[ghost] = signY * flowY[inner];
        bed[ghost] = bed[inner];
    }

    double volume() {
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sum += depth[at(x, y)];
            }
        }
        return sum;
    }
}
