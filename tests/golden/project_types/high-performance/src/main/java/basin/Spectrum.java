package basin;

/** Power of a gauge's record by frequency: a radix-2 fast Fourier transform in place, windowed by Hann. */
final class Spectrum {
    private final int size;
    private final double[] cosines;
    private final double[] sines;

    Spectrum(int bits) {
        size = 1 << bits;
        cosines = new double[size / 2];
        sines = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = Math.sin(2 * Math.PI * i / size);
        }
    }

    double[] power(double[] record) {
        double[] re = new double[size];
        double[] im = new double[size];
        double mean = 0;
        for (int i = 0; i < size; i++) {
            mean += record[i] / size;
        }
        for (int i = 0; i < size; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
            re[Integer.reverse(i) >>> (32 - Integer.numberOfTrailingZeros(size))] = (record[i] - mean) * window;
        }
        transform(re, im);
        double[] power = new double[size / 2];
        for (int i = 0; i < power.length; i++) {
            power[i] = (re[i] * re[i] + im[i] * im[i]) / size;
        }
        return power;
    }

    private void transform(double[] re, double[] im) {
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int begin = 0; begin < size; begin += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double c = cosines[k * stride];
                    double s = -sines[k * stride];
                    int a = begin + k;
                    int b = a + half;
                    double x = re[b] * c - im[b] * s;
                    double y = re[b] * s + im[b] * c;
                    re[b] = re[a] - x;
                    im[b] = im[a] - y;
                    re[a] += x;
                    im[a] += y;
                }
            }
        }
    }
}
